#include "tools/places.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tools/command.h"

#define PATH_SIZE 8192

/* Writes the folder `below` another to `folder`; 1 if it is a data folder. */
static int
holds_data(const char *above, const char *below, char *folder, size_t size)
{
    char path[PATH_SIZE + 32];
    const int length = snprintf(folder, size, "%s%s", above, below);
    if (length <= 0 || (size_t) length >= size || length >= PATH_SIZE) {
        return 0;
    }
    snprintf(path, sizeof(path), "%s/plots/draw.sh", folder);
    return access(path, R_OK) == 0;
}

int
pc_data_folder(char *folder, size_t size)
{
    const char *named = getenv("PANELCAST_DATA");
    if (named != NULL && named[0] != '\0') {
        return holds_data(named, "", folder, size) ? 0 : -1;
    }
    char path[PATH_SIZE / 2];
    const ssize_t length = readlink("/proc/self/exe", path, sizeof(path) - 1);
    path[length > 0 ? length : 0] = '\0';
    for (int up = 0; up < 3 && strchr(path, '/') != NULL; up++) {
        *strrchr(path, '/') = '\0';
        /* The program lies in bin/, or in build/ or build/MODE/ of the source tree. */
        if ((up == 1 && holds_data(path, "/share/panelcast", folder, size))
            || (up >= 1 && holds_data(path, "", folder, size))) {
            return 0;
        }
    }
    folder[0] = '\0';
    return -1;
}

static int
is_json_file(const char *path)
{
    const size_t length = strlen(path), end = strlen(".json");
    return length > end && strcmp(path + length - end, ".json") == 0
           && access(path, R_OK) == 0;
}

void
pc_hint_shipped(const char *name)
{
    static const char *const before[] = { "scenarios/", "" }, *const after[] = { "",
        ".json" };
    char folder[PATH_SIZE], path[2 * PATH_SIZE];
    if (name[0] == '/' || name[0] == '.' || access(name, F_OK) == 0
        || pc_data_folder(folder, sizeof(folder)) != 0) {
        return;
    }
    for (size_t k = 0; k < 4; k++) {
        const int length = snprintf(
            path, sizeof(path), "%s/%s%s%s", folder, before[k / 2], name, after[k % 2]);
        if (length > 0 && (size_t) length < sizeof(path) && is_json_file(path)) {
            fprintf(stderr, _("panelcast: the shipped one is %s\n"), path);
            return;
        }
    }
}
