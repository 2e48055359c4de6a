#include "output/folder/manifest.h"

#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cjson/cJSON.h>

#include "base/emit.h"
#include "base/input.h"

#define MANIFEST_BYTES_MAX (64L << 20)

static void
emit_files(pc_emitter_t *json, const pc_run_info_t *info, const pc_stored_file_t *files,
    size_t num_files)
{
    pc_emit_open(json, "inputs", '[');
    for (size_t i = 0; i < info->num_inputs; i++) {
        pc_emit_open(json, NULL, '{');
        pc_emit_string(json, "path", info->inputs[i].path);
        pc_emit_string(json, "sha256", info->inputs[i].sha256);
        pc_emit_close(json, '}');
    }
    pc_emit_close(json, ']');
    pc_emit_open(json, "outputs", '[');
    for (size_t i = 0; i < num_files; i++) {
        pc_emit_open(json, NULL, '{');
        pc_emit_string(json, "name", files[i].name);
        pc_emit_string(json, "sha256", files[i].sha256);
        pc_emit_number(json, "bytes", (double) files[i].bytes);
        pc_emit_close(json, '}');
    }
    pc_emit_close(json, ']');
}

void
pc_manifest_write(FILE *out, const pc_run_info_t *info, const pc_stored_file_t *files,
    size_t num_files)
{
    pc_emitter_t json;
    pc_emit_init(&json, out);
    pc_emit_open(&json, NULL, '{');
    pc_emit_string(&json, "format", PC_MANIFEST_FORMAT);
    pc_emit_number(&json, "format_version", PC_MANIFEST_VERSION);
    pc_emit_string(&json, "model", info->model);
    pc_emit_string(&json, "version", info->version);
    pc_emit_string(&json, "commit", info->commit);
    pc_emit_string(&json, "compiler", info->compiler);
    pc_emit_string(&json, "flags", info->flags);
    pc_emit_string(&json, "libraries", info->libraries);
    pc_emit_string(&json, "command_line", info->command_line);
    pc_emit_string(&json, "scenario", info->name);
    pc_emit_string(&json, "title_en", info->title_en);
    pc_emit_string(&json, "title_ja", info->title_ja);
    pc_emit_string(&json, "scenario_sha256", info->scenario_sha256);
    pc_emit_string(&json, "reference", info->reference);
    pc_emit_string(&json, "mode", info->mode);
    pc_emit_seed(&json, "seed", info->seed);
    pc_emit_number(&json, "draws", info->draws);
    pc_emit_number(&json, "replicates", info->replicates);
    if (info->runs_done > 0) {
        pc_emit_number(&json, "runs_done", (double) info->runs_done);
        if (info->runs_asked > 0) {
            pc_emit_number(&json, "runs_asked", (double) info->runs_asked);
        }
        pc_emit_bool(&json, "interrupted", info->interrupted);
    }
    pc_emit_number(&json, "draw", info->draw);
    pc_emit_number(&json, "replicate", info->replicate);
    if (info->from_state != NULL) {
        pc_emit_string(&json, "from_state", info->from_state);
    }
    if (info->started != NULL) {
        pc_emit_string(&json, "started", info->started);
    }
    if (info->finished != NULL) {
        pc_emit_string(&json, "finished", info->finished);
    }
    emit_files(&json, info, files, num_files);
    pc_emit_close(&json, '}');
}

int
pc_manifest_name_ok(const char *name)
{
    if (name[0] == '\0' || name[0] == '/' || name[strlen(name) - 1] == '/') {
        return 0;
    }
    for (const char *part = name; part != NULL; part = strchr(part, '/')) {
        part += *part == '/';
        const size_t length = strcspn(part, "/");
        if (length == 0 || (length == 1 && part[0] == '.')
            || (length == 2 && part[0] == '.' && part[1] == '.')) {
            return 0;
        }
    }
    return 1;
}

void
pc_manifest_free(pc_stored_file_t *files, size_t num_files)
{
    for (size_t i = 0; files != NULL && i < num_files; i++) {
        free(files[i].name);
    }
    free(files);
}

pc_status
pc_manifest_sum(int folder, char sha256[PC_SHA256_SIZE])
{
    struct stat info;
    const int fd =
        openat(folder, PC_MANIFEST, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
    if (fd < 0) {
        return PC_ERR_MISSING;
    }
    pc_status status = PC_ERR_IO;
    char *text = NULL;
    if (fstat(fd, &info) == 0 && S_ISREG(info.st_mode)
        && info.st_size <= MANIFEST_BYTES_MAX) {
        text = malloc((size_t) info.st_size + 1);
        status = text == NULL ? PC_ERR_NOMEM : PC_OK;
    }
    size_t done = 0;
    while (status == PC_OK && done < (size_t) info.st_size) {
        const ssize_t num = read(fd, text + done, (size_t) info.st_size - done);
        if (num <= 0 && !(num < 0 && errno == EINTR)) {
            status = PC_ERR_IO;
        }
        done += num > 0 ? (size_t) num : 0;
    }
    if (status == PC_OK) {
        pc_sha256_bytes(text, done, sha256);
    }
    free(text);
    close(fd);
    return status;
}

static int
is_sha256(const char *text)
{
    return strlen(text) == 64 && strspn(text, "0123456789abcdef") == 64;
}

static pc_status
read_entry(const cJSON *entry, pc_stored_file_t *file)
{
    const cJSON *name = cJSON_GetObjectItemCaseSensitive(entry, "name");
    const cJSON *sha256 = cJSON_GetObjectItemCaseSensitive(entry, "sha256");
    const cJSON *bytes = cJSON_GetObjectItemCaseSensitive(entry, "bytes");
    if (!cJSON_IsString(name) || !pc_manifest_name_ok(name->valuestring)
        || !cJSON_IsString(sha256) || !is_sha256(sha256->valuestring)
        || !cJSON_IsNumber(bytes)
        || !(bytes->valuedouble >= 0 && bytes->valuedouble < 9e15)) {
        return PC_ERR_INPUT;
    }
    file->name = strdup(name->valuestring);
    memcpy(file->sha256, sha256->valuestring, PC_SHA256_SIZE);
    file->bytes = (unsigned long long) bytes->valuedouble;
    return file->name == NULL ? PC_ERR_NOMEM : PC_OK;
}

static pc_status
read_root(const cJSON *root, pc_stored_file_t **files, size_t *num_files)
{
    const cJSON *format = cJSON_GetObjectItemCaseSensitive(root, "format");
    const cJSON *version = cJSON_GetObjectItemCaseSensitive(root, "format_version");
    const cJSON *outputs = cJSON_GetObjectItemCaseSensitive(root, "outputs");
    if (!cJSON_IsString(format) || strcmp(format->valuestring, PC_MANIFEST_FORMAT) != 0
        || !cJSON_IsNumber(version)) {
        return PC_ERR_INPUT;
    }
    if (version->valuedouble > PC_MANIFEST_VERSION) {
        return PC_ERR_VERSION;
    }
    if (!cJSON_IsArray(outputs)) {
        return PC_ERR_INPUT;
    }
    const size_t capacity = (size_t) cJSON_GetArraySize(outputs);
    *files = calloc(capacity + 1, sizeof(**files));
    if (*files == NULL) {
        return PC_ERR_NOMEM;
    }
    const cJSON *entry;
    cJSON_ArrayForEach(entry, outputs)
    {
        const pc_status status = read_entry(entry, *files + *num_files);
        if (status != PC_OK) {
            return status;
        }
        (*num_files)++;
    }
    return PC_OK;
}

static void
explain(pc_status status, const char *path, pc_diags_t *diags)
{
    if (diags == NULL) {
        return;
    }
    if (status == PC_ERR_MISSING) {
        pc_diags_add(diags, PC_ERROR, path, 0, 0, NULL,
            "there is no manifest: this is not a whole result folder");
    } else if (status == PC_ERR_VERSION) {
        pc_diags_add(diags, PC_ERROR, path, 0, 0, NULL,
            "a later version wrote this result; this version reads format %d",
            PC_MANIFEST_VERSION);
    } else if (status == PC_ERR_NOMEM) {
        pc_diags_add(diags, PC_ERROR, path, 0, 0, NULL,
            "there is not enough memory to read the manifest");
    } else if (status == PC_ERR_IO) {
        pc_diags_add(diags, PC_ERROR, path, 0, 0, NULL, "the manifest cannot be read");
    } else {
        pc_diags_add(diags, PC_ERROR, path, 0, 0, NULL,
            "the manifest is damaged or was not written by panelcast");
    }
}

pc_status
pc_manifest_read(
    const char *dir, pc_stored_file_t **files, size_t *num_files, pc_diags_t *diags)
{
    const size_t size = strlen(dir) + sizeof("/" PC_MANIFEST);
    char *path = malloc(size);
    *files = NULL;
    *num_files = 0;
    if (path == NULL) {
        return PC_ERR_NOMEM;
    }
    snprintf(path, size, "%s/%s", dir, PC_MANIFEST);
    pc_status status;
    size_t length;
    char *text = pc_input_read(path, MANIFEST_BYTES_MAX, &length, &status);
    if (text != NULL) {
        /* cJSON does not tell what is malformed from what it has no memory for. */
        errno = 0;
        cJSON *root = cJSON_ParseWithOpts(text, NULL, 1);
        status = root != NULL      ? read_root(root, files, num_files)
                 : errno == ENOMEM ? PC_ERR_NOMEM
                                   : PC_ERR_INPUT;
        cJSON_Delete(root);
        free(text);
    }
    if (status != PC_OK) {
        pc_manifest_free(*files, *num_files);
        *files = NULL;
        *num_files = 0;
        explain(status, path, diags);
    }
    free(path);
    return status;
}
