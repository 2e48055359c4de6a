#include "output/folder/crate.h"

#include <string.h>

#include "base/emit.h"

#define CRATE_SPEC "https://w3id.org/ro/crate/1.1"
#define PROFILE "https://w3id.org/ro/wfrun/process/0.5"
#define GPL "https://spdx.org/licenses/GPL-3.0-or-later"
#define PROGRAM "#program"
#define RUN "#run"
#define TERMS "#terms-of-use"

/* Of what is not known there is no key. */
static void
emit_known(pc_emitter_t *json, const char *key, const char *text)
{
    if (text != NULL && text[0] != '\0') {
        pc_emit_string(json, key, text);
    }
}

static void
emit_reference(pc_emitter_t *json, const char *key, const char *id)
{
    pc_emit_open(json, key, '{');
    pc_emit_string(json, "@id", id);
    pc_emit_close(json, '}');
}

/* Inputs lie outside the folder, so they have an id of this file alone. */
static void
input_id(size_t k, char id[32])
{
    snprintf(id, 32, "#input-%zu", k + 1);
}

static void
begin_entity(pc_emitter_t *json, const char *id, const char *type)
{
    pc_emit_open(json, NULL, '{');
    pc_emit_string(json, "@id", id);
    pc_emit_string(json, "@type", type);
}

static void
emit_file_list(
    pc_emitter_t *json, const char *key, const pc_stored_file_t *files, size_t num_files)
{
    pc_emit_open(json, key, '[');
    for (size_t k = 0; k < num_files; k++) {
        pc_emit_open(json, NULL, '{');
        pc_emit_uri(json, "@id", files[k].name);
        pc_emit_close(json, '}');
    }
    emit_reference(json, NULL, PC_MANIFEST);
    pc_emit_close(json, ']');
}

static void
emit_root(pc_emitter_t *json, const pc_run_info_t *info, const pc_stored_file_t *files,
    size_t num_files)
{
    begin_entity(json, PC_CRATE, "CreativeWork");
    emit_reference(json, "conformsTo", CRATE_SPEC);
    emit_reference(json, "about", "./");
    pc_emit_close(json, '}');

    begin_entity(json, "./", "Dataset");
    emit_reference(json, "conformsTo", PROFILE);
    pc_emit_string(json, "name", info->title_en == NULL ? info->model : info->title_en);
    emit_known(json, "alternateName", info->title_ja);
    pc_emit_string(json, "description",
        "Results of a simulation of Japan's cancer genomic medicine network. They say "
        "what follows from assumptions and are no prediction.");
    emit_known(json, "datePublished", info->finished);
    emit_reference(json, "license", TERMS);
    emit_file_list(json, "hasPart", files, num_files);
    emit_reference(json, "mentions", RUN);
    pc_emit_close(json, '}');
}

static void
emit_run(pc_emitter_t *json, const pc_run_info_t *info, const pc_stored_file_t *files,
    size_t num_files)
{
    char id[32];
    begin_entity(json, PROGRAM, "SoftwareApplication");
    pc_emit_string(json, "name", info->model);
    emit_known(json, "softwareVersion", info->version);
    emit_known(json, "identifier", info->commit);
    emit_known(json, "softwareRequirements", info->libraries);
    emit_reference(json, "license", GPL);
    pc_emit_close(json, '}');

    begin_entity(json, RUN, "CreateAction");
    pc_emit_string(json, "name", info->name);
    emit_known(json, "description", info->command_line);
    emit_known(json, "startTime", info->started);
    emit_known(json, "endTime", info->finished);
    emit_reference(json, "instrument", PROGRAM);
    pc_emit_open(json, "object", '[');
    for (size_t k = 0; k < info->num_inputs; k++) {
        input_id(k, id);
        emit_reference(json, NULL, id);
    }
    pc_emit_close(json, ']');
    emit_file_list(json, "result", files, num_files);
    pc_emit_close(json, '}');
    for (size_t k = 0; k < info->num_inputs; k++) {
        input_id(k, id);
        begin_entity(json, id, "CreativeWork");
        pc_emit_string(json, "name", info->inputs[k].path);
        pc_emit_string(json, "sha256", info->inputs[k].sha256);
        pc_emit_close(json, '}');
    }
}

/* NULL if the ending says nothing. */
static const char *
format_of(const char *name)
{
    static const char *const formats[][2] = {
        { ".csv", "text/csv" },
        { ".json", "application/json" },
        { ".html", "text/html" },
        { ".svg", "image/svg+xml" },
        { ".png", "image/png" },
        { ".xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet" },
    };
    const char *end = strrchr(name, '.');
    for (size_t k = 0; end != NULL && k < sizeof(formats) / sizeof(formats[0]); k++) {
        if (strcmp(end, formats[k][0]) == 0) {
            return formats[k][1];
        }
    }
    return NULL;
}

static void
emit_files(pc_emitter_t *json, const pc_stored_file_t *files, size_t num_files)
{
    char bytes[24];
    for (size_t k = 0; k < num_files; k++) {
        pc_emit_open(json, NULL, '{');
        pc_emit_uri(json, "@id", files[k].name);
        pc_emit_string(json, "@type", "File");
        pc_emit_string(json, "name", files[k].name);
        emit_known(json, "encodingFormat", format_of(files[k].name));
        snprintf(bytes, sizeof(bytes), "%llu", files[k].bytes);
        pc_emit_string(json, "contentSize", bytes); /* a text in RO-Crate */
        pc_emit_string(json, "sha256", files[k].sha256);
        pc_emit_close(json, '}');
    }
    begin_entity(json, PC_MANIFEST, "File");
    pc_emit_string(json, "name", PC_MANIFEST);
    pc_emit_string(json, "encodingFormat", "application/json");
    pc_emit_string(json, "description",
        "Who made the result, from what, with every setting. It holds the SHA-256 of "
        "this description too, which therefore cannot hold the manifest's.");
    pc_emit_close(json, '}');
}

/* What the ids of other places stand for. */
static void
emit_contexts(pc_emitter_t *json)
{
    begin_entity(json, PROFILE, "CreativeWork");
    pc_emit_string(json, "name", "Process Run Crate");
    pc_emit_string(json, "version", "0.5");
    pc_emit_close(json, '}');
    begin_entity(json, GPL, "CreativeWork");
    pc_emit_string(json, "name", "GNU General Public License, version 3 or later");
    pc_emit_close(json, '}');
    begin_entity(json, TERMS, "CreativeWork");
    pc_emit_string(json, "name", "Terms of use of the results");
    pc_emit_string(json, "description",
        "Tables, figures and pictures that the program makes are not covered by the "
        "licence of the program. A page of the command report holds parts of the "
        "program, which stay under that licence. The scenario names the sources of the "
        "data.");
    pc_emit_close(json, '}');
}

void
pc_crate_write(FILE *out, const pc_run_info_t *info, const pc_stored_file_t *files,
    size_t num_files)
{
    pc_emitter_t json;
    pc_emit_init(&json, out);
    pc_emit_open(&json, NULL, '{');
    pc_emit_open(&json, "@context", '[');
    pc_emit_string(&json, NULL, CRATE_SPEC "/context");
    pc_emit_string(&json, NULL, "https://w3id.org/ro/terms/workflow-run/context");
    pc_emit_close(&json, ']');
    pc_emit_open(&json, "@graph", '[');
    emit_root(&json, info, files, num_files);
    emit_run(&json, info, files, num_files);
    emit_files(&json, files, num_files);
    emit_contexts(&json);
    pc_emit_close(&json, ']');
    pc_emit_close(&json, '}');
}
