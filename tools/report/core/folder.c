/* folder.c - result folders (output/folder/store.h) in the page's memory: files are only
 * written. Nobody else sees them half done, so nothing has to change places, and there
 * is no manifest: the page itself says what it holds. */
#include "output/folder/store.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

pc_status
pc_store_open(pc_store_t *self, const char *dir, pc_diags_t *diags)
{
    memset(self, 0, sizeof(*self));
    self->at.diags = diags;
    self->at.dir = strdup(dir);
    return self->at.dir != NULL ? PC_OK : PC_ERR_NOMEM;
}

FILE *
pc_store_file(pc_store_t *self, const char *name)
{
    char path[PATH_MAX];
    snprintf(path, sizeof(path), "%s/%s", self->at.dir, name);
    self->open = fopen(path, "wb");
    if (self->open == NULL) {
        pc_diags_add(self->at.diags, PC_ERROR, path, 0, 0, NULL, "%s", strerror(errno));
    }
    return self->open;
}

pc_status
pc_store_close_file(pc_store_t *self)
{
    FILE *out = self->open;
    self->open = NULL;
    if (out == NULL) {
        return PC_ERR_IO;
    }
    const int failed = ferror(out);
    return fclose(out) != 0 || failed ? PC_ERR_IO : PC_OK;
}

pc_status
pc_store_text(pc_store_t *self, const char *name, const char *text)
{
    FILE *out = pc_store_file(self, name);
    if (out != NULL) {
        fputs(text, out);
    }
    return pc_store_close_file(self);
}

void
pc_store_abort(pc_store_t *self)
{
    if (self->open != NULL) {
        fclose(self->open);
    }
    free(self->at.dir);
    memset(self, 0, sizeof(*self));
}
