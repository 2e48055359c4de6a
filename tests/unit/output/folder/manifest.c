/* manifest.c - what a manifest says, and what is refused by it. */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <cjson/cJSON.h>

#include "tests/unit/result_fixture.h"
#include "tests/unit/testlib.h"

static void
test_verify_refuses(void)
{
    char path[128], moved[128];
    CU_ASSERT_EQUAL(pc_store_verify(result_dir, &result_diags), PC_ERR_MISSING);
    CU_ASSERT_EQUAL(result_write(result_dir, "text"), PC_OK);
    result_put("run/one.csv", "texT"); /* same size */
    CU_ASSERT_EQUAL(pc_store_verify(result_dir, &result_diags), PC_ERR_INPUT);
    result_put("run/one.csv", "text");
    CU_ASSERT_EQUAL(pc_store_verify(result_dir, &result_diags), PC_OK);
    snprintf(path, sizeof(path), "%s/plots/two.svg", result_dir);
    CU_ASSERT_EQUAL_FATAL(unlink(path), 0);
    CU_ASSERT_EQUAL(pc_store_verify(result_dir, &result_diags), PC_ERR_INPUT);
    result_put("run/plots/two.svg", "text");

    static const struct {
        const char *text;
        pc_status expected;
    } manifests[] = {
        { "", PC_ERR_INPUT },
        { "{", PC_ERR_INPUT },
        { "[]", PC_ERR_INPUT },
        { "{\"format\":\"panelcast result\",\"format_version\":1,\"outputs\":[]}x",
            PC_ERR_INPUT },
        { "{\"format\":\"panelcast result\",\"format_version\":1}", PC_ERR_INPUT },
        { "{\"format\":\"panelcast result\",\"format_version\":2,\"outputs\":7}",
            PC_ERR_VERSION },
        { "{\"format\":\"panelcast result\",\"format_version\":1,\"outputs\":[{\"name\":"
          "\"../"
          "abc\",\"sha256\":"
          "\"ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
          "\",\"bytes\":3}]}",
            PC_ERR_INPUT },
    };
    result_put("abc", "abc");
    for (size_t i = 0; i < sizeof(manifests) / sizeof(manifests[0]); i++) {
        result_put("run/manifest.json", manifests[i].text);
        CU_ASSERT_EQUAL(
            pc_store_verify(result_dir, &result_diags), manifests[i].expected);
    }
    snprintf(path, sizeof(path), "%s/manifest.json", result_dir);
    snprintf(moved, sizeof(moved), "%s/gone.json", result_dir);
    CU_ASSERT_EQUAL_FATAL(rename(path, moved), 0);
    CU_ASSERT_EQUAL(pc_store_verify(result_dir, &result_diags), PC_ERR_MISSING);
}

static void
test_manifest_is_json(void)
{
    char path[128], text[4096] = "";
    CU_ASSERT_EQUAL(result_write(result_dir, "x"), PC_OK);
    snprintf(path, sizeof(path), "%s/manifest.json", result_dir);
    FILE *in = fopen(path, "r");
    CU_ASSERT_PTR_NOT_NULL_FATAL(in);
    CU_ASSERT(fread(text, 1, sizeof(text) - 1, in) > 0);
    fclose(in);
    cJSON *json = cJSON_ParseWithOpts(text, NULL, 1);
    CU_ASSERT_PTR_NOT_NULL_FATAL(json);
    CU_ASSERT_STRING_EQUAL(
        cJSON_GetObjectItemCaseSensitive(json, "scenario")->valuestring,
        "a \"quoted\"\n\x01\xEF\xBF\xBD name");
    CU_ASSERT_STRING_EQUAL(
        cJSON_GetObjectItemCaseSensitive(json, "command_line")->valuestring,
        result_info.command_line);
    CU_ASSERT_STRING_EQUAL(cJSON_GetObjectItemCaseSensitive(json, "seed")->valuestring,
        "18446744073709551615");
    CU_ASSERT_TRUE(cJSON_IsNull(cJSON_GetObjectItemCaseSensitive(json, "commit")));
    CU_ASSERT_EQUAL(
        cJSON_GetArraySize(cJSON_GetObjectItemCaseSensitive(json, "outputs")), 3);
    cJSON_Delete(json);
}

/* clang-format off */
IN_FOLDER(verify_refuses)
IN_FOLDER(manifest_is_json)
/* clang-format on */

int
main(int argc, char **argv)
{
    CU_TestInfo tests[] = {
        { "verify_refuses", in_folder_verify_refuses },
        { "manifest_is_json", in_folder_manifest_is_json },
        CU_TEST_INFO_NULL,
    };
    return test_main("manifest", tests, argc, argv);
}
