/* Malformed scenario files: every message, with its place, is what the file beside it
 * says. */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "scenario/activity.h"
#include "scenario/ranges.h"
#include "scenario/reader.h"
#include "tests/unit/testlib.h"

#define BASELINE "scenarios/baseline.json"

/* The messages of a file as `severity line:column: path: text`, those of other files
 * with their name. */
static char *
messages_of(const char *path)
{
    char *text = NULL;
    size_t size = 0;
    pc_scenario_t s;
    pc_diags_t diags;
    pc_diags_init(&diags);
    FILE *out = open_memstream(&text, &size);
    CU_ASSERT_PTR_NOT_NULL_FATAL(out);
    const pc_status status = pc_scenario_load(&s, path, NULL, 0, &diags);
    CU_ASSERT_EQUAL(status == PC_OK, diags.num_errors == 0);
    if (status == PC_OK) { /* as `check` looks on */
        pc_activity_t activity;
        pc_activity_of(&activity, &s);
        pc_activity_warn(&activity, &s, &diags);
        pc_ranges_warn(&s, &diags);
    }
    for (size_t i = 0; i < diags.num; i++) {
        const pc_diag_t *d = &diags.items[i];
        if (d->file != NULL && strstr(d->file, BASELINE) != NULL) {
            continue; /* its lines move when the baseline is edited */
        }
        if (d->file == NULL || strcmp(d->file, path) != 0) {
            const char *slash = d->file != NULL ? strrchr(d->file, '/') : NULL;
            fprintf(out, "%s ", slash != NULL ? slash + 1 : "-");
        }
        fprintf(out, "%s%zu:%zu: %s: %s\n", d->severity == PC_WARNING ? "warning " : "",
            d->line, d->column, d->path != NULL ? d->path : "", d->text);
    }
    fclose(out);
    pc_scenario_free(&s);
    pc_diags_free(&diags);
    return text;
}

static char *
read_text(const char *path)
{
    char *text = NULL;
    size_t size = 0;
    int c;
    FILE *in = fopen(path, "rb");
    FILE *out = open_memstream(&text, &size);
    while (in != NULL && (c = fgetc(in)) != EOF) {
        fputc(c, out);
    }
    if (in != NULL) {
        fclose(in);
    }
    fclose(out);
    return text;
}

/* With PC_REDO in the environment the expected messages are written anew: read them
 * before committing. */
static void
test_bad_files(void)
{
    DIR *dir = opendir("tests/bad");
    const struct dirent *entry;
    size_t num = 0;
    CU_ASSERT_PTR_NOT_NULL_FATAL(dir);
    while ((entry = readdir(dir)) != NULL) {
        const char *end = strstr(entry->d_name, ".json");
        char path[512];
        char expect[512];
        if (strncmp(entry->d_name, "scenario_", 9) != 0 || end == NULL
            || end[5] != '\0') {
            continue;
        }
        num++;
        snprintf(path, sizeof(path), "tests/bad/%s", entry->d_name);
        snprintf(expect, sizeof(expect), "tests/bad/%.*s.expect",
            (int) (end - entry->d_name), entry->d_name);
        char *found = messages_of(path);
        if (getenv("PC_REDO") != NULL) {
            FILE *out = fopen(expect, "w");
            fputs(found, out);
            fclose(out);
        }
        char *wanted = read_text(expect);
        if (strcmp(found, wanted) != 0) {
            printf("\n%s\nwanted:\n%sfound:\n%s", path, wanted, found);
        }
        CU_ASSERT_STRING_EQUAL(found, wanted);
        CU_ASSERT(found[0] != '\0');
        free(found);
        free(wanted);
    }
    closedir(dir);
    CU_ASSERT(num >= 40);
}

static void
test_missing_file(void)
{
    pc_scenario_t s;
    pc_diags_t diags;
    pc_diags_init(&diags);
    CU_ASSERT_EQUAL(
        pc_scenario_load(&s, "scenarios/none.json", NULL, 0, &diags), PC_ERR_MISSING);
    CU_ASSERT_EQUAL(diags.num_errors, 1);
    pc_scenario_free(&s);
    pc_scenario_free(&s);
    pc_diags_free(&diags);
}

int
main(int argc, char **argv)
{
    CU_TestInfo tests[] = {
        { "bad_files", test_bad_files },
        { "missing_file", test_missing_file },
        CU_TEST_INFO_NULL,
    };
    return test_main("bad_files", tests, argc, argv);
}
