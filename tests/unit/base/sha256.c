#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/sha256.h"
#include "tests/unit/testlib.h"

/* The examples of FIPS 180-4 and its test vectors. */
static void
test_published_vectors(void)
{
    static const struct {
        const char *text;
        size_t times;
        const char *hex;
    } cases[] = {
        { "", 1, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855" },
        { "abc", 1, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad" },
        { "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq", 1,
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1" },
        { "abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmnhijklmnoijklmnopjklmn"
          "opqklmnopqrlmnopqrsmnopqrstnopqrstu",
            1, "cf5b16a778af8380036ce59e7b0492370b249b11e8f07a51afac45037afee9d1" },
        { "aaaaaaaaaa", 100000,
            "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0" },
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        char hex[PC_SHA256_SIZE];
        const size_t length = strlen(cases[i].text);
        char *text = malloc(length * cases[i].times + 1);
        CU_ASSERT_PTR_NOT_NULL_FATAL(text);
        for (size_t k = 0; k < cases[i].times; k++) {
            memcpy(text + k * length, cases[i].text, length);
        }
        pc_sha256_bytes(text, length * cases[i].times, hex);
        CU_ASSERT_STRING_EQUAL(hex, cases[i].hex);
        free(text);
    }
}

/* A file is read in pieces: the same sum for sizes around a block and around a piece. */
static void
test_files(void)
{
    static const size_t sizes[] = { 0, 1, 55, 56, 57, 63, 64, 65, 119, 120, 128, 65535,
        65536, 65537, 200000 };
    static unsigned char bytes[200000];
    char path[] = "/tmp/panelcast-sha256-XXXXXX";
    char hex[PC_SHA256_SIZE], of_file[PC_SHA256_SIZE];
    const int handle = mkstemp(path);
    CU_ASSERT_FATAL(handle >= 0);
    close(handle);
    for (size_t k = 0; k < sizeof(bytes); k++) {
        bytes[k] = (unsigned char) (k * 7 + k / 251);
    }
    for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
        FILE *out = fopen(path, "wb");
        CU_ASSERT_PTR_NOT_NULL_FATAL(out);
        CU_ASSERT_EQUAL(fwrite(bytes, 1, sizes[i], out), sizes[i]);
        CU_ASSERT_EQUAL(fclose(out), 0);
        pc_sha256_bytes(bytes, sizes[i], hex);
        CU_ASSERT_EQUAL(pc_sha256_file(path, PC_SHA256_ANY_SIZE, of_file), PC_OK);
        CU_ASSERT_STRING_EQUAL(hex, of_file);
        if (sizes[i] > 0) {
            CU_ASSERT_EQUAL(pc_sha256_file(path, sizes[i] - 1, of_file), PC_ERR_IO);
            CU_ASSERT_EQUAL(errno, EFBIG);
        }
    }
    CU_ASSERT_EQUAL(unlink(path), 0);
    CU_ASSERT_EQUAL(pc_sha256_file(path, PC_SHA256_ANY_SIZE, of_file), PC_ERR_MISSING);
    CU_ASSERT_STRING_EQUAL(of_file, "");
}

/* What is no plain file, or too large, is refused, and errno says why. */
static void
test_refused(void)
{
    char folder[] = "/tmp/panelcast-sha256-XXXXXX", path[64], hex[PC_SHA256_SIZE];
    CU_ASSERT_PTR_NOT_NULL_FATAL(mkdtemp(folder));
    CU_ASSERT_EQUAL(pc_sha256_file(folder, PC_SHA256_ANY_SIZE, hex), PC_ERR_IO);
    CU_ASSERT_EQUAL(errno, EISDIR);
    CU_ASSERT_EQUAL(pc_sha256_file("/dev/zero", PC_SHA256_ANY_SIZE, hex), PC_ERR_IO);
    CU_ASSERT_EQUAL(errno, EINVAL);
    snprintf(path, sizeof(path), "%s/pipe", folder);
    CU_ASSERT_EQUAL(mkfifo(path, 0600), 0);
    CU_ASSERT_EQUAL(pc_sha256_file(path, PC_SHA256_ANY_SIZE, hex), PC_ERR_IO);
    CU_ASSERT_EQUAL(unlink(path) | rmdir(folder), 0);
}

int
main(int argc, char **argv)
{
    CU_TestInfo tests[] = {
        { "published_vectors", test_published_vectors },
        { "files", test_files },
        { "refused", test_refused },
        CU_TEST_INFO_NULL,
    };
    return test_main("base/sha256", tests, argc, argv);
}
