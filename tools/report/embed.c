#include "tools/report/embed.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "analysis/answers/report/side.h"
#include "base/emit.h"
#include "base/input.h"
#include "base/sha256.h"
#include "tools/command.h"
#include "tools/places.h"

#define PARTS_MOST (16ull << 20)
#define INPUT_MOST (64ull << 20)
#define PATH_SIZE ((size_t) 2 * PATH_MAX)

/* --- files --- */

void
pc_base64_write(FILE *out, const unsigned char *bytes, size_t size)
{
    static const char digits[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    for (size_t k = 0; k < size; k += 3) {
        const size_t left = size - k;
        const uint32_t three = (uint32_t) bytes[k] << 16
                               | (uint32_t) (left > 1 ? bytes[k + 1] : 0) << 8
                               | (uint32_t) (left > 2 ? bytes[k + 2] : 0);
        for (size_t i = 0; i < 4; i++) {
            fputc(i > left ? '=' : digits[three >> (18 - 6 * i) & 63], out);
        }
    }
}

/* --- the parts that `make page-core` builds --- */

int
pc_page_parts_load(pc_page_parts_t *self)
{
    static const char *const folders[] = { "page", "build/page" };
    static const char *const names[] = { "explorer.js", "explorer.css", "core.b64" };
    char data[PATH_MAX], path[PATH_SIZE];
    char **const texts[] = { &self->script, &self->style, &self->core };
    size_t size;
    pc_status status;
    memset(self, 0, sizeof(*self));
    if (pc_data_folder(data, sizeof(data)) != 0) {
        return 0;
    }
    for (size_t f = 0; f < 2; f++) {
        int all = 1;
        for (size_t k = 0; k < 3 && all; k++) {
            snprintf(path, sizeof(path), "%s/%s/%s", data, folders[f], names[k]);
            *texts[k] = pc_input_read(path, PARTS_MOST, &size, &status);
            all = *texts[k] != NULL;
        }
        if (all) {
            return 1;
        }
        pc_page_parts_free(self);
    }
    return 0;
}

void
pc_page_parts_free(pc_page_parts_t *self)
{
    free(self->script);
    free(self->style);
    free(self->core);
    memset(self, 0, sizeof(*self));
}

/* --- names of files in the page --- */

/* The path from the root of the file system, without `.` and `..`; 0 if it is too long.
 */
static int
whole_path(const char *path, char whole[PATH_SIZE])
{
    char here[PATH_MAX] = "", joined[PATH_SIZE];
    size_t used = 0;
    if (path[0] != '/' && getcwd(here, sizeof(here)) == NULL) {
        return 0;
    }
    const int n = snprintf(joined, sizeof(joined), "%s/%s", here, path);
    if (n < 0 || (size_t) n >= sizeof(joined)) {
        return 0;
    }
    for (const char *p = joined; *p != '\0';) {
        p += strspn(p, "/");
        const size_t length = strcspn(p, "/");
        if (length == 2 && strncmp(p, "..", 2) == 0) {
            while (used > 0 && whole[--used] != '/') {
            }
        } else if (length > 0 && !(length == 1 && *p == '.')) {
            whole[used++] = '/';
            memcpy(whole + used, p, length);
            used += length;
        }
        p += length;
    }
    whole[used] = '\0';
    return 1;
}

/* How much of all paths is the folder that they share, the slash after it included.
 * Scenarios that name a file from the root keep whole paths. */
static size_t
shared_folder(const pc_embed_t *self)
{
    char first[PATH_SIZE] = "", other[PATH_SIZE] = "";
    size_t shared = 0;
    if (self->info->num_inputs == 0 || !whole_path(self->info->inputs[0].path, first)) {
        return 0;
    }
    shared = (size_t) (strrchr(first, '/') - first) + 1;
    const int rooted = self->info->inputs[0].path[0] == '/';
    for (size_t k = 1; k < self->info->num_inputs; k++) {
        if (!whole_path(self->info->inputs[k].path, other)
            || (self->info->inputs[k].path[0] == '/') != rooted) {
            return 0;
        }
        size_t same = 0;
        for (size_t i = 0; i < shared && first[i] == other[i]; i++) {
            same = first[i] == '/' ? i + 1 : same;
        }
        shared = same;
    }
    return shared;
}

static void
emit_path(pc_emitter_t *json, const char *path, size_t shared)
{
    char whole[PATH_SIZE];
    pc_emit_string(json, "path", whole_path(path, whole) ? whole + shared : path);
}

/* --- the JSON --- */

static void
emit_scenario(const pc_embed_t *self, size_t side, size_t shared, pc_emitter_t *json)
{
    const pc_report_side_t *s = &self->report->sides[side];
    const size_t num = pc_side_num_numbers(self->report->num_years);
    double *numbers = malloc(num * sizeof(*numbers));
    pc_emit_open(json, NULL, '{');
    emit_path(json, s->path, shared);
    pc_emit_string(json, "name", s->scenario->name);
    pc_emit_open(json, "title", '{');
    pc_emit_string(json, "en", s->scenario->title_en);
    pc_emit_string(json, "ja", s->scenario->title_ja);
    pc_emit_close(json, '}');
    for (size_t k = 0; k < self->info->num_inputs; k++) {
        if (strcmp(self->info->inputs[k].path, s->path) == 0) {
            pc_emit_string(json, "sha256", self->info->inputs[k].sha256);
            break;
        }
    }
    pc_emit_open(json, "numbers", '[');
    if (numbers != NULL) {
        pc_side_store(s, self->report->num_years, numbers);
        for (size_t k = 0; k < num; k++) {
            pc_emit_number(json, NULL, numbers[k]);
        }
    }
    pc_emit_close(json, ']');
    pc_emit_close(json, '}');
    free(numbers);
}

/* The bytes must be those that the scenario was read from. */
static pc_status
emit_file(const pc_run_input_t *input, size_t shared, pc_emitter_t *json, FILE *out,
    pc_diags_t *diags)
{
    char hex[PC_SHA256_SIZE];
    size_t size;
    pc_status status;
    char *bytes = pc_input_read(input->path, INPUT_MOST, &size, &status);
    if (bytes == NULL) {
        pc_diags_add(diags, PC_ERROR, input->path, 0, 0, NULL,
            "this file can no longer be read, and the page is to carry it");
        return PC_ERR_INPUT;
    }
    pc_sha256_bytes(bytes, size, hex);
    if (strcmp(hex, input->sha256) != 0) {
        free(bytes);
        pc_diags_add(diags, PC_ERROR, input->path, 0, 0, NULL,
            "this file has changed while the report was made; make it again");
        return PC_ERR_INPUT;
    }
    pc_emit_open(json, NULL, '{');
    emit_path(json, input->path, shared);
    pc_emit_string(json, "sha256", input->sha256);
    fputs(",\n\"base64\": \"", out);
    pc_base64_write(out, (const unsigned char *) bytes, size);
    fputc('"', out);
    pc_emit_close(json, '}');
    free(bytes);
    return PC_OK;
}

static void
emit_head(const pc_embed_t *self, pc_emitter_t *json)
{
    char model[160];
    snprintf(model, sizeof(model), "%s %s", pc_build_version, pc_build_model);
    pc_emit_string(json, "model", model);
    pc_emit_string(json, "made", self->made_on);
    pc_emit_string(json, "dataAsOf", self->data_as_of);
    pc_emit_number(json, "draws", self->report->draws);
    pc_emit_open(json, "sets", '[');
    for (size_t k = 0; k < self->num_sets; k++) {
        if (strncmp(self->sets[k], "draws=", 6) != 0) {
            pc_emit_string(json, NULL, self->sets[k]);
        }
    }
    pc_emit_close(json, ']');
}

static pc_status
write_json(const pc_embed_t *self, FILE *out, pc_diags_t *diags)
{
    const size_t shared = shared_folder(self);
    pc_emitter_t json;
    pc_status status = PC_OK;
    pc_emit_init(&json, out);
    pc_emit_open(&json, NULL, '{');
    emit_head(self, &json);
    pc_emit_open(&json, "scenarios", '[');
    for (size_t k = 0; k < self->report->num_sides; k++) {
        emit_scenario(self, k, shared, &json);
    }
    pc_emit_close(&json, ']');
    pc_emit_open(&json, "files", '[');
    for (size_t k = 0; k < self->info->num_inputs && status == PC_OK; k++) {
        status = emit_file(&self->info->inputs[k], shared, &json, out, diags);
    }
    pc_emit_close(&json, ']');
    pc_emit_close(&json, '}');
    return status;
}

/* In an element nothing may look like a tag. */
pc_status
pc_embed_write(const pc_embed_t *self, FILE *out, pc_diags_t *diags)
{
    char *text = NULL;
    size_t size = 0;
    FILE *memory = open_memstream(&text, &size);
    if (memory == NULL) {
        return PC_ERR_NOMEM;
    }
    pc_status status = write_json(self, memory, diags);
    if (fclose(memory) != 0 && status == PC_OK) {
        status = PC_ERR_NOMEM;
    }
    for (size_t k = 0; k < size && status == PC_OK; k++) {
        if (text[k] == '<') {
            fputs("\\u003c", out);
        } else {
            fputc(text[k], out);
        }
    }
    free(text);
    return status;
}
