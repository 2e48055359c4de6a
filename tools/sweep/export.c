/* export.c - `panelcast export`: the store of a sweep as a table. */
#include "tools/outputs.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "analysis/sweep/store/points.h"
#include "output/folder/aside.h"

/* Points of the design that the store does not have. */
static void
warn_missing(pc_points_t *store)
{
    const size_t all = store->plan.num_points;
    uint8_t *done = calloc(all / 8 + 1, 1);
    size_t there = 0;
    if (done != NULL && pc_points_done(store, done, all, &there) == PC_OK
        && there < all) {
        fprintf(stderr, _("panelcast export: warning: %s holds %zu of %zu points\n"),
            store->path, there, all);
    }
    free(done);
}

static int
export_to(pc_points_t *store, const pc_options_t *options, FILE *out)
{
    size_t left_out = 0;
    pc_diags_t diags;
    pc_messages_init(&diags);
    const pc_status status = options->iamc
                                 ? pc_points_iamc(store, out, &left_out, &diags)
                                 : pc_points_csv(store, out, &diags);
    pc_diags_print(&diags, stderr);
    if (left_out > 0) {
        fprintf(stderr,
            _("panelcast export: %zu metrics are dates and have no place in this "
              "table\n"),
            left_out);
    }
    if (status != PC_OK && diags.num_errors == 0) {
        fprintf(stderr, _("panelcast export: %s: %s\n"), store->path,
            status == PC_ERR_INPUT ? _("the store is damaged") : _(pc_strerror(status)));
    }
    pc_diags_free(&diags);
    return pc_exit_code(status);
}

static int
cannot_write(const char *path, int error, int code)
{
    char reason[128];
    if (strerror_r(error, reason, sizeof(reason)) != 0) {
        snprintf(reason, sizeof(reason), _("error %d"), error);
    }
    fprintf(stderr, _("panelcast export: %s: cannot be written: %s\n"), path, reason);
    return error == ENOMEM ? PC_EXIT_BUG : code;
}

/* Written aside, so that no half table takes its name. */
static int
export_aside(pc_points_t *store, const pc_options_t *options)
{
    pc_aside_t aside;
    const char *path = options->output;
    FILE *out = pc_aside_open(&aside, path) == 0 ? pc_aside_file(&aside) : NULL;
    int code = PC_EXIT_OK;
    if (out == NULL) {
        code = cannot_write(path, errno, PC_EXIT_CANNOT_WRITE);
    } else {
        code = export_to(store, options, out);
        const int error = pc_aside_close(out);
        if (error != 0) {
            code = cannot_write(path, error, PC_EXIT_WRITE_FAILED);
        }
    }
    if (code == PC_EXIT_OK && pc_aside_commit(&aside, 1) != 0) {
        code = cannot_write(path, errno, PC_EXIT_WRITE_FAILED);
    }
    pc_aside_abort(&aside);
    return code;
}

/* A pipe, a device or a link is written as it is. */
static int
export_to_file(pc_points_t *store, const pc_options_t *options)
{
    struct stat info;
    const char *path = options->output;
    if (lstat(path, &info) != 0 || S_ISREG(info.st_mode)) {
        return export_aside(store, options);
    }
    FILE *out = fopen(path, "w");
    if (out == NULL) {
        return cannot_write(path, errno, PC_EXIT_CANNOT_WRITE);
    }
    const int code = export_to(store, options, out);
    const int failed = ferror(out);
    return fclose(out) != 0 || failed ? cannot_write(path, errno, PC_EXIT_WRITE_FAILED)
                                      : code;
}

static int
run_export(const pc_options_t *options)
{
    if (options->csv == options->iamc) {
        fputs(_("panelcast export: say --csv or --iamc\n"), stderr);
        return PC_EXIT_USAGE;
    }
    pc_diags_t diags;
    pc_points_t store;
    pc_messages_init(&diags);
    const pc_status status = pc_points_read(&store, options->args[0], &diags);
    int code = pc_exit_code(pc_say(status, &diags, options->args[0]));
    pc_diags_free(&diags);
    code =
        code == PC_EXIT_OK ? pc_refuse_input(options->output, options, NULL, 0) : code;
    if (code == PC_EXIT_OK) {
        warn_missing(&store);
        code = options->output != NULL ? export_to_file(&store, options)
                                       : export_to(&store, options, stdout);
    }
    pc_points_close(&store);
    return code;
}

const pc_command_t pc_cmd_export = { "export", run_export, PC_OPT_OUTPUT | PC_OPT_EXPORT,
    1, 1, "STORE.sqlite --csv|--iamc [-o FILE]",
    N_("write the points of a sweep as a table"),
    N_("Writes the store of a sweep as a table, to the standard output or a file.\n\n"
       "  -o, --output FILE        instead of the standard output\n"
       "      --csv                one line a point: parameters, metrics, failure\n"
       "      --iamc               long form with a year or a time column\n\n"
       "example:  panelcast export out/s1.sqlite --csv > s1.csv") };
