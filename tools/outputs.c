#include "tools/outputs.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "output/folder/folder.h"
#include "output/folder/manifest.h"
#include "output/folder/destination.h"
#include "output/folder/store.h"

/* The file system's own name of what lies at a path. */
typedef struct {
    dev_t device;
    ino_t inode;
    char *rest; /* of what is not there yet: its name in the folder that is; owned */
} identity_t;

/* 0 if there is neither the file nor a folder for it. */
static int
identify(const char *path, identity_t *found)
{
    struct stat info;
    found->rest = NULL;
    if (stat(path, &info) != 0) {
        char *place = pc_path_place(path);
        char *slash = place == NULL ? NULL : strrchr(place, '/');
        if (slash != NULL) {
            found->rest = strdup(slash + 1);
            slash[slash == place ? 1 : 0] = '\0';
        }
        const int there = found->rest != NULL && stat(place, &info) == 0;
        free(place);
        if (!there) {
            free(found->rest);
            return 0;
        }
    }
    found->device = info.st_dev;
    found->inode = info.st_ino;
    return 1;
}

static int
is_same(const char *a, const char *b)
{
    identity_t x, y;
    if (!identify(a, &x)) {
        return 0;
    }
    if (!identify(b, &y)) {
        free(x.rest);
        return 0;
    }
    const int both_there = x.rest == NULL && y.rest == NULL;
    const int same =
        x.device == y.device && x.inode == y.inode
        && (both_there
            || (x.rest != NULL && y.rest != NULL && strcmp(x.rest, y.rest) == 0));
    free(x.rest);
    free(y.rest);
    return same;
}

/* Is the input one of the files that go with the result at `dir`? */
static int
is_in_result(const char *dir, const char *input)
{
    pc_stored_file_t *files = NULL;
    size_t num = 0;
    int found = 0;
    if (pc_manifest_read(dir, &files, &num, NULL) != PC_OK) {
        return 0;
    }
    for (size_t k = 0; k < num && !found; k++) {
        char *path = pc_path_join(dir, files[k].name);
        found = path != NULL && is_same(path, input);
        free(path);
    }
    pc_manifest_free(files, num);
    return found;
}

/* Does `path` lie in the folder `dir` + `end`, however deep? */
static int
is_below(const char *dir, const char *end, const char *path)
{
    char *place = pc_path_place(dir);
    const size_t size = place == NULL ? 0 : strlen(place) + strlen(end) + 1;
    char *folder = place == NULL ? NULL : malloc(size);
    if (folder != NULL) {
        snprintf(folder, size, "%s%s", place, end);
    }
    char *real = folder == NULL ? NULL : pc_folder_real(folder);
    char *inside = pc_path_place(path);
    const size_t length = real == NULL ? 0 : strlen(real);
    const int below = length > 0 && inside != NULL && strncmp(inside, real, length) == 0
                      && inside[length] == '/';
    free(place);
    free(folder);
    free(real);
    free(inside);
    return below;
}

/* What a command that writes a result at `dir` may remove: its pictures, and the part
 * that an ensemble which was stopped has kept. */
static int
goes_with_result(const char *dir, const char *path)
{
    return is_below(dir, "/plots", path) || is_below(dir, ".partial", path);
}

/* SQLite reads and deletes files of these names beside a store. */
static int
is_beside(const char *output, const char *store)
{
    static const char *const ends[] = { "-journal", "-wal", "-shm" };
    const size_t size = strlen(store) + sizeof("-journal");
    char *path = malloc(size);
    int found = 0;
    for (size_t k = 0; k < sizeof(ends) / sizeof(ends[0]) && path != NULL; k++) {
        snprintf(path, size, "%s%s", store, ends[k]);
        found |= is_same(output, path);
    }
    free(path);
    return found;
}

int
pc_refuse_same(const char *output, const char *input)
{
    struct stat info;
    if (is_same(output, input) || is_beside(output, input)) {
        fprintf(stderr,
            _("panelcast: %s is read and cannot be written by the same command: name "
              "another output than %s\n"),
            input, output);
        return PC_EXIT_USAGE;
    }
    if ((stat(output, &info) == 0 && S_ISDIR(info.st_mode)
            && is_in_result(output, input))
        || goes_with_result(output, input)) {
        fprintf(stderr,
            _("panelcast: %s is read, and is part of the result in %s that would be "
              "replaced: copy it first, or choose another result folder\n"),
            input, output);
        return PC_EXIT_USAGE;
    }
    return PC_EXIT_OK;
}

int
pc_refuse_input(const char *output, const pc_options_t *options,
    const pc_scenario_t *scenarios, size_t num)
{
    int code = PC_EXIT_OK;
    if (output == NULL) {
        return code;
    }
    for (int k = 0; k < options->num_args && code == PC_EXIT_OK; k++) {
        code = pc_refuse_same(output, options->args[k]);
    }
    if (options->from_state != NULL && code == PC_EXIT_OK) {
        code = pc_refuse_same(output, options->from_state);
    }
    for (size_t s = 0; s < num && code == PC_EXIT_OK; s++) {
        for (size_t k = 0; k < scenarios[s].num_inputs && code == PC_EXIT_OK; k++) {
            code = pc_refuse_same(output, scenarios[s].inputs[k].path);
        }
    }
    return code;
}

int
pc_check_output(const char *dir, const pc_options_t *options,
    const pc_scenario_t *scenarios, size_t num)
{
    if (dir == NULL) {
        return PC_EXIT_OK;
    }
    pc_diags_t diags;
    pc_messages_init(&diags);
    pc_status status = pc_store_check(dir, &diags);
    status = pc_say(status, &diags, dir);
    pc_diags_free(&diags);
    return status == PC_OK ? pc_refuse_input(dir, options, scenarios, num)
                           : pc_exit_code(status);
}

int
pc_check_state_place(const char *path, const char *dir)
{
    if (path == NULL || (!is_same(path, dir) && !is_below(dir, "", path))) {
        return PC_EXIT_OK;
    }
    fprintf(stderr,
        _("panelcast: the state at %s would lie in the result folder %s, which is "
          "replaced: name another place\n"),
        path, dir);
    return PC_EXIT_USAGE;
}
