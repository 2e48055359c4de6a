/* crate.c - how a crate names files and what is not known; tests/program/crate.sh looks
 * at those that commands write. */
#include <stdlib.h>
#include <string.h>

#include <cjson/cJSON.h>

#include "output/folder/crate.h"
#include "tests/unit/testlib.h"

static cJSON *
written(const pc_run_info_t *info, const pc_stored_file_t *files, size_t num_files)
{
    char *text = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&text, &size);
    CU_ASSERT_PTR_NOT_NULL_FATAL(out);
    pc_crate_write(out, info, files, num_files);
    CU_ASSERT_EQUAL_FATAL(fclose(out), 0);
    cJSON *crate = cJSON_ParseWithOpts(text, NULL, 1);
    CU_ASSERT_PTR_NOT_NULL_FATAL(crate);
    free(text);
    return crate;
}

static const cJSON *
entity(const cJSON *crate, const char *id)
{
    const cJSON *one;
    cJSON_ArrayForEach(one, cJSON_GetObjectItemCaseSensitive(crate, "@graph"))
    {
        if (strcmp(cJSON_GetObjectItemCaseSensitive(one, "@id")->valuestring, id) == 0) {
            return one;
        }
    }
    return NULL;
}

static const char *
text_of(const cJSON *from, const char *key)
{
    return cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(from, key));
}

static void
test_names_are_encoded(void)
{
    static const struct {
        char name[32];
        const char *id;
    } cases[] = {
        { "series.csv", "series.csv" },
        { "plots/a-b_c.1~.svg", "plots/a-b_c.1~.svg" },
        { "\xE8\xA1\xA8 1.csv", "%E8%A1%A8%201.csv" },
        { "a#b?c%d:e.csv", "a%23b%3Fc%25d%3Ae.csv" },
        { "it's \"+\"\n\xFF", "it%27s%20%22%2B%22%0A%FF" },
    };
    enum { NUM = sizeof(cases) / sizeof(cases[0]) };
    char names[NUM][32];
    pc_stored_file_t files[NUM] = { { 0 } };
    const pc_run_info_t info = { .name = "x", .model = "panelcast" };
    for (size_t k = 0; k < NUM; k++) {
        memcpy(names[k], cases[k].name, sizeof(names[k]));
        files[k].name = names[k];
        files[k].bytes = 18446744073709551615ULL;
    }
    cJSON *crate = written(&info, files, NUM);
    const cJSON *parts =
        cJSON_GetObjectItemCaseSensitive(entity(crate, "./"), "hasPart");
    CU_ASSERT_EQUAL(cJSON_GetArraySize(parts), NUM + 1); /* and the manifest */
    for (int k = 0; k < NUM; k++) {
        const cJSON *file = entity(crate, cases[k].id);
        CU_ASSERT_PTR_NOT_NULL_FATAL(file);
        CU_ASSERT_STRING_EQUAL(text_of(file, "contentSize"), "18446744073709551615");
        CU_ASSERT_STRING_EQUAL(
            text_of(cJSON_GetArrayItem(parts, k), "@id"), cases[k].id);
    }
    CU_ASSERT_STRING_EQUAL(
        text_of(entity(crate, "%E8%A1%A8%201.csv"), "name"), "\xE8\xA1\xA8 1.csv");
    cJSON_Delete(crate);
}

static void
test_unknown_is_left_out(void)
{
    const pc_run_info_t info = { .name = "x", .model = "panelcast" };
    cJSON *crate = written(&info, NULL, 0);
    const cJSON *one;
    cJSON_ArrayForEach(one, cJSON_GetObjectItemCaseSensitive(crate, "@graph"))
    {
        const cJSON *value;
        cJSON_ArrayForEach(value, one)
        {
            CU_ASSERT_FALSE(cJSON_IsNull(value));
        }
    }
    CU_ASSERT_PTR_NULL(text_of(entity(crate, "#run"), "startTime"));
    CU_ASSERT_STRING_EQUAL(text_of(entity(crate, "./"), "name"), "panelcast");
    cJSON_Delete(crate);
}

int
main(int argc, char **argv)
{
    CU_TestInfo tests[] = {
        { "names_are_encoded", test_names_are_encoded },
        { "unknown_is_left_out", test_unknown_is_left_out },
        CU_TEST_INFO_NULL,
    };
    return test_main("crate", tests, argc, argv);
}
