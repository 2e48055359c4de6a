/* The manifest of a result folder. */
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "tests/fuzz/fuzzlib.h"
#include "output/folder/manifest.h"
#include "output/folder/store.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char dir[512];
    snprintf(dir, sizeof(dir), "%s", fuzz_path("result"));
    mkdir(dir, 0777);
    fuzz_write("result/manifest.json", data, size);
    fuzz_write("result/a.csv", "a\n", 2);
    char *said[2];
    for (int k = 0; k < 2; k++) {
        pc_stored_file_t *files;
        size_t num;
        pc_diags_t diags;
        pc_diags_init(&diags);
        pc_status status = pc_manifest_read(dir, &files, &num, &diags);
        free(fuzz_said(status, &diags));
        fuzz_require(
            status == PC_OK || (files == NULL && num == 0), "a failure leaves nothing");
        for (size_t i = 0; i < num; i++) {
            fuzz_require(strlen(files[i].sha256) == 64 && files[i].name[0] != '/'
                             && strncmp(files[i].name, "../", 3) != 0
                             && strstr(files[i].name, "/../") == NULL,
                "a file lies in the folder");
        }
        pc_manifest_free(files, num);
        pc_diags_free(&diags);
        pc_diags_init(&diags);
        status = pc_store_verify(dir, &diags);
        said[k] = fuzz_said(status, &diags);
        pc_diags_free(&diags);
    }
    fuzz_same(said[0], said[1], "a manifest reads the same twice");
    return 0;
}
