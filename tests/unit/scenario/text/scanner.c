#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "scenario/text/json.h"
#include "scenario/text/scanner.h"
#include "tests/unit/testlib.h"

static pc_status
parse(pc_json_t **tree, const char *text, size_t size, pc_diags_t *diags)
{
    /* A copy of exactly `size` bytes, so that reading past the end is seen. */
    char *copy = malloc(size > 0 ? size : 1);
    CU_ASSERT_PTR_NOT_NULL_FATAL(copy);
    memcpy(copy, text, size);
    const pc_status status = pc_json_parse(tree, copy, size, NULL, diags);
    free(copy);
    return status;
}

static void
test_accepts(void)
{
    static const char *const good[] = { "{}", "[]", " [ ] \r\n\t", "null", "\"\"", "0",
        "-0", "-0.5e+10", "1E5", "[1,2,[3,{\"a\":null}]]",
        "\"\\u0041\\ud83d\\ude00\\n\"", "\"がん\"", "{\"\":true,\"a\":false}",
        "\"\xc2\xa0\"", "1e308" };
    for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++) {
        pc_json_t *tree;
        pc_diags_t diags;
        pc_diags_init(&diags);
        CU_ASSERT_EQUAL(parse(&tree, good[i], strlen(good[i]), &diags), PC_OK);
        CU_ASSERT_EQUAL(diags.num, 0);
        CU_ASSERT_PTR_NOT_NULL(tree);
        pc_json_free(tree);
        pc_diags_free(&diags);
    }
}

static void
test_refuses(void)
{
    static const char *const bad[] = { "", " ", "{", "}", "[1,]", "[,1]", "{\"a\":1,}",
        "{\"a\"}", "{a:1}", "{1:2}", "01", "-", "-01", "1.", ".5", "+1", "1e", "1e+",
        "0x1", "NaN", "Infinity", "-Infinity", "tru", "truee", "nul", "'a'", "\"a",
        "\"\\", "\"\\x\"", "\"\\u12\"", "\"\\ud800\"", "\"\\udc00\"", "\"\\u0000\"",
        "\"a\nb\"", "\"\x01\"", "\"\x7f\"", "\"\\u001b\"", "\"\xff\"", "\"\xc3\"",
        "\"\xc0\xaf\"", "\"\xed\xa0\x80\"", "\"\xf4\x90\x80\x80\"", "{} {}", "[] x",
        "1 2", "[1 2]", "{\"a\" 1}", "// c\n1", "/* c */ 1", "\xef\xbb\xbf{}", "\v1",
        "[1}", "{\"a\":1]", "\f[]" };
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        pc_json_t *tree;
        pc_diags_t diags;
        pc_diags_init(&diags);
        CU_ASSERT_EQUAL(parse(&tree, bad[i], strlen(bad[i]), &diags), PC_ERR_INPUT);
        CU_ASSERT(diags.num_errors >= 1 && diags.items[0].line >= 1);
        CU_ASSERT_PTR_NULL(tree);
        pc_diags_free(&diags);
    }
}

static void
test_places(void)
{
    const char *text =
        "{ \"a\": 1,\n  \"名前\": [10,\r\n\t\"x\"], \"b\": { \"c\" :null } }";
    pc_json_t *tree;
    pc_diags_t diags;
    char path[64];
    pc_diags_init(&diags);
    CU_ASSERT_EQUAL_FATAL(parse(&tree, text, strlen(text), &diags), PC_OK);
    const pc_json_t *name = pc_json_member(tree, "名前");
    const pc_json_t *x = name->child->next;
    const pc_json_t *c = pc_json_member(pc_json_member(tree, "b"), "c");
    CU_ASSERT(tree->line == 1 && tree->column == 1);
    CU_ASSERT(name->key_line == 2 && name->key_column == 3);
    CU_ASSERT(name->line == 2 && name->column == 13); /* bytes: the name has six */
    CU_ASSERT(x->line == 3 && x->column == 2 && x->key_line == 0);
    CU_ASSERT(c->key_line == 3 && c->key_column == 15 && c->column == 20);
    pc_json_path(x, path, sizeof(path));
    CU_ASSERT_STRING_EQUAL(path, "名前[1]");
    pc_json_path(c, path, sizeof(path));
    CU_ASSERT_STRING_EQUAL(path, "b.c");
    CU_ASSERT_PTR_NULL(pc_json_member(tree, "A"));
    pc_json_free(tree);
    pc_diags_free(&diags);
}

/* Keys are compared as they read, not as they are written; the first one stays. */
static void
test_duplicate_keys(void)
{
    const char *text = "{ \"a\": 1, \"b\": 2, \"\\u0061\": 3,\n\"b\": 4, \"B\": 5 }";
    pc_json_t *tree;
    pc_diags_t diags;
    pc_diags_init(&diags);
    CU_ASSERT_EQUAL_FATAL(parse(&tree, text, strlen(text), &diags), PC_OK);
    CU_ASSERT_EQUAL(diags.num_errors, 2);
    CU_ASSERT_EQUAL(pc_json_size(tree), 3);
    CU_ASSERT_EQUAL(pc_json_member(tree, "a")->number, 1);
    CU_ASSERT_EQUAL(pc_json_member(tree, "b")->number, 2);
    pc_json_free(tree);
    pc_diags_free(&diags);
}

static void
test_limits(void)
{
    char text[256];
    pc_json_t *tree;
    pc_diags_t diags;
    pc_diags_init(&diags);
    memset(text, '[', PC_SCAN_DEPTH);
    memset(text + PC_SCAN_DEPTH, ']', PC_SCAN_DEPTH);
    CU_ASSERT_EQUAL(parse(&tree, text, 2 * PC_SCAN_DEPTH, &diags), PC_OK);
    pc_json_free(tree);
    memset(text, '[', PC_SCAN_DEPTH + 1);
    memset(text + PC_SCAN_DEPTH + 1, ']', PC_SCAN_DEPTH + 1);
    CU_ASSERT_EQUAL(parse(&tree, text, 2 * PC_SCAN_DEPTH + 2, &diags), PC_ERR_INPUT);
    memset(text, '1', PC_SCAN_MAX_NUMBER);
    CU_ASSERT_EQUAL(parse(&tree, text, PC_SCAN_MAX_NUMBER, &diags), PC_OK);
    CU_ASSERT_DOUBLE_EQUAL(tree->number, 1.1111111111111111e59, 1e45);
    pc_json_free(tree);
    text[PC_SCAN_MAX_NUMBER] = '1';
    CU_ASSERT_EQUAL(parse(&tree, text, PC_SCAN_MAX_NUMBER + 1, &diags), PC_ERR_INPUT);
    CU_ASSERT_EQUAL(parse(&tree, "1e999", 5, &diags), PC_OK);
    CU_ASSERT(isinf(tree->number));
    pc_json_free(tree);
    CU_ASSERT_EQUAL(diags.num_errors, 3);
    const size_t size = PC_SCAN_MAX_SIZE + 1;
    char *big = malloc(size);
    CU_ASSERT_PTR_NOT_NULL_FATAL(big);
    memset(big, ' ', size);
    CU_ASSERT_EQUAL(pc_json_parse(&tree, big, size, NULL, &diags), PC_ERR_INPUT);
    CU_ASSERT_EQUAL(diags.num_errors, 4);
    free(big);
    pc_diags_free(&diags);
}

/* Every beginning of a good file, and every file with one byte spoilt, is taken or
 * refused without harm; a beginning is never taken. */
static void
test_broken_files(void)
{
    static char text[40000];
    FILE *in = fopen("scenarios/slow-rollout.json", "rb");
    CU_ASSERT_PTR_NOT_NULL_FATAL(in);
    size_t size = fread(text, 1, sizeof(text), in);
    fclose(in);
    while (size > 0 && text[size - 1] != '}') {
        size--;
    }
    for (size_t n = 0; n <= size; n++) {
        pc_json_t *tree;
        pc_diags_t diags;
        pc_diags_init(&diags);
        CU_ASSERT_EQUAL(parse(&tree, text, n, &diags), n == size ? PC_OK : PC_ERR_INPUT);
        CU_ASSERT((tree == NULL) == (n < size));
        pc_json_free(tree);
        pc_diags_free(&diags);
    }
    static const char spoil[] = { '\0', '"', '{', ']', '\\', '9', (char) 0xE3, '\n' };
    for (size_t n = 0; n < size; n++) {
        for (size_t k = 0; k < sizeof(spoil); k++) {
            pc_json_t *tree;
            pc_diags_t diags;
            const char kept = text[n];
            pc_diags_init(&diags);
            text[n] = spoil[k];
            const pc_status status = parse(&tree, text, size, &diags);
            CU_ASSERT((status == PC_OK) == (tree != NULL));
            text[n] = kept;
            pc_json_free(tree);
            pc_diags_free(&diags);
        }
    }
}

int
main(int argc, char **argv)
{
    CU_TestInfo tests[] = {
        { "accepts", test_accepts },
        { "refuses", test_refuses },
        { "places", test_places },
        { "duplicate_keys", test_duplicate_keys },
        { "limits", test_limits },
        { "broken_files", test_broken_files },
        CU_TEST_INFO_NULL,
    };
    return test_main("scanner", tests, argc, argv);
}
