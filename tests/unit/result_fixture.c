#include "tests/unit/result_fixture.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "output/folder/folder.h"
#include "tests/unit/testlib.h"

char result_root[] = "/tmp/pc_test_store.XXXXXX";
char result_dir[64];
pc_diags_t result_diags;

const pc_run_info_t result_info = { .name = "a \"quoted\"\n\x01\xff name",
    .model = "panelcast",
    .command_line = "panelcast run 'x y.json' -o C:\\out",
    .mode = "expected",
    .seed = UINT64_MAX };

int
result_set_up(void)
{
    strcpy(strrchr(result_root, '.'), ".XXXXXX");
    if (mkdtemp(result_root) == NULL) {
        return 1;
    }
    snprintf(result_dir, sizeof(result_dir), "%s/run", result_root);
    pc_diags_init(&result_diags);
    return 0;
}

int
result_tear_down(void)
{
    pc_diags_free(&result_diags);
    return pc_folder_remove(result_root);
}

void
result_put(const char *name, const char *text)
{
    char path[128];
    snprintf(path, sizeof(path), "%s/%s", result_root, name);
    FILE *out = fopen(path, "w");
    CU_ASSERT_PTR_NOT_NULL_FATAL(out);
    fputs(text, out);
    fclose(out);
}

int
result_holds(const char *name, const char *text)
{
    char path[128], found[64] = "";
    snprintf(path, sizeof(path), "%s/%s", result_root, name);
    FILE *in = fopen(path, "r");
    if (in == NULL) {
        return 0;
    }
    const size_t length = fread(found, 1, sizeof(found) - 1, in);
    fclose(in);
    return length == strlen(text) && strcmp(found, text) == 0;
}

int
result_num_entries(const char *path)
{
    int num = -2; /* . and .. */
    DIR *folder = opendir(path);
    while (folder != NULL && readdir(folder) != NULL) {
        num++;
    }
    if (folder != NULL) {
        closedir(folder);
    }
    return num;
}

/* A result of two files with the same text. */
pc_status
result_write(const char *where, const char *text)
{
    static const char *const names[] = { "one.csv", "plots/two.svg" };
    pc_store_t store;
    pc_status status = pc_store_open(&store, where, &result_diags);
    for (size_t i = 0; i < 2 && status == PC_OK; i++) {
        status = pc_store_text(&store, names[i], text);
    }
    if (status == PC_OK) {
        status = pc_store_commit(&store, &result_info);
    }
    pc_store_abort(&store);
    return status;
}

int
result_said(const char *word)
{
    return result_diags.num > 0
           && strstr(result_diags.items[result_diags.num - 1].text, word) != NULL;
}
