#include "analysis/ensemble/saved_members.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/chance/rng.h"
#include "output/folder/folder.h"
#include "output/folder/manifest.h"
#include "output/folder/destination.h"
#include "simulation/state_file.h"

#define FIRST_LINE "panelcast members 1\n"

/* One member without its values. */
typedef struct {
    uint32_t draw, replicate;
    int32_t status, nothing;
    double mode;
} head_t;

pc_status
pc_members_fingerprint(const pc_ensemble_t *ensemble, const pc_state_t *past,
    const char *program, char fingerprint[PC_SHA256_SIZE])
{
    pc_scenario_t scenario = *ensemble->scenario; /* borrowed: never freed */
    char *resolved, *text = NULL;
    size_t size = 0;
    scenario.draws = ensemble->draws > 0;
    scenario.replicates = ensemble->draws > 0 ? ensemble->replicates : 1;
    pc_status status = pc_scenario_resolve(&scenario, &resolved);
    if (status != PC_OK) {
        return status;
    }
    FILE *out = open_memstream(&text, &size);
    if (out != NULL) {
        fprintf(out, "%s%s\n%d %zu\n%s", FIRST_LINE, program, PC_STREAM_CONTRACT,
            ensemble->layout.num_values, resolved);
        status = past == NULL ? PC_OK : pc_state_write(past, &scenario.hospitals, out);
        const int failed = ferror(out);
        if (fclose(out) != 0 || failed) {
            status = PC_ERR_NOMEM;
        }
    } else {
        status = PC_ERR_NOMEM;
    }
    if (status == PC_OK) {
        pc_sha256_bytes(text, size, fingerprint);
    }
    free(text);
    free(resolved);
    return status;
}

static size_t
num_without_gaps(const pc_ensemble_t *ensemble)
{
    size_t num = 0;
    while (num < ensemble->room && ensemble->done[num]) {
        num++;
    }
    return num;
}

static pc_status
write_members(const pc_ensemble_t *ensemble, const char *fingerprint, FILE *out)
{
    const size_t values = ensemble->layout.num_values;
    const uint64_t sizes[2] = { num_without_gaps(ensemble), values };
    double *row = calloc(values, sizeof(double));
    pc_status status = row == NULL ? PC_ERR_NOMEM : PC_OK;
    fprintf(out, "%s%s\n", FIRST_LINE, fingerprint);
    fwrite(sizes, sizeof(sizes), 1, out);
    for (size_t k = 0; k < sizes[0] && status == PC_OK; k++) {
        const pc_member_t *m = &ensemble->members[k];
        const head_t head = { m->draw, m->replicate, m->status, 0, m->mode };
        status = pc_ensemble_values(ensemble, k, 0, values, row);
        fwrite(&head, sizeof(head), 1, out);
        fwrite(row, sizeof(double), values, out);
    }
    free(row);
    return status;
}

pc_status
pc_members_save(
    const pc_ensemble_t *ensemble, const char *fingerprint, pc_store_t *store)
{
    FILE *out = pc_store_file(store, PC_SAVED_MEMBERS);
    const pc_status status =
        out == NULL ? PC_OK : write_members(ensemble, fingerprint, out);
    const pc_status closed = pc_store_close_file(store);
    return status == PC_OK ? closed : status;
}

/* PC_OK if the manifest names the file and it is as it was. */
static pc_status
verify(const char *dir, const char *path)
{
    pc_stored_file_t *files = NULL;
    size_t num = 0;
    char sha256[PC_SHA256_SIZE];
    if (access(path, F_OK) != 0) {
        return PC_ERR_MISSING;
    }
    pc_status status = pc_manifest_read(dir, &files, &num, NULL);
    if (status != PC_OK) {
        return status == PC_ERR_NOMEM ? status : PC_ERR_INPUT;
    }
    status = PC_ERR_INPUT;
    for (size_t k = 0; k < num; k++) {
        if (strcmp(files[k].name, PC_SAVED_MEMBERS) == 0
            && pc_sha256_file(path, files[k].bytes, sha256) == PC_OK
            && strcmp(sha256, files[k].sha256) == 0) {
            status = PC_OK;
        }
    }
    pc_manifest_free(files, num);
    return status;
}

/* Are these values the model could have given? Flows of a month are never missing. */
static int
are_possible(const pc_sample_layout_t *layout, const double *row)
{
    for (size_t v = PC_NUM_VARIABLES; v < layout->num_rows * PC_NUM_VARIABLES; v++) {
        if (isnan(row[v])
            && pc_variable_table[v % PC_NUM_VARIABLES].aggregate == PC_AGG_SUM) {
            return 0;
        }
    }
    for (size_t v = 0; v < layout->num_national; v += PC_NUM_VARIABLES) {
        if (!pc_values_are_possible(row + v)) {
            return 0;
        }
    }
    for (size_t v = 0; v < layout->num_regional; v++) {
        if (!pc_value_is_possible(
                pc_regional_table[v % PC_NUM_REGIONAL], row[layout->num_national + v])) {
            return 0;
        }
    }
    return 1;
}

/* Could an ensemble have made this member? The sum of a file says that it is as it was
 * written, not that this program wrote it. */
static int
is_member(const pc_ensemble_t *ensemble, size_t k, const head_t *head, const double *row)
{
    const pc_sample_layout_t *layout = &ensemble->layout;
    const uint32_t replicates = ensemble->replicates;
    const uint32_t draw = ensemble->draws > 0 ? (uint32_t) (k / replicates) + 1 : 0;
    const int failed = head->status != PC_OK;
    if (head->draw != draw || head->replicate != k % replicates + 1
        || head->status > PC_OK || head->status < PC_ERR_SPILL
        || !(failed || (head->mode >= 0 && head->mode <= 1000))) {
        return 0;
    }
    return failed || are_possible(layout, row);
}

static pc_status
read_members(pc_ensemble_t *ensemble, const char *fingerprint, FILE *in)
{
    const size_t values = ensemble->layout.num_values;
    char line[sizeof(FIRST_LINE) + PC_SHA256_SIZE], expected[sizeof(line)];
    uint64_t sizes[2];
    const int length =
        snprintf(expected, sizeof(expected), "%s%s\n", FIRST_LINE, fingerprint);
    if (fread(line, (size_t) length, 1, in) != 1
        || fread(sizes, sizeof(sizes), 1, in) != 1) {
        return PC_ERR_INPUT;
    }
    if (memcmp(line, expected, (size_t) length) != 0 || sizes[1] != values) {
        return PC_ERR_VERSION;
    }
    double *row = calloc(values, sizeof(double));
    pc_status status = row == NULL ? PC_ERR_NOMEM : PC_OK;
    for (size_t k = 0; k < sizes[0] && k < ensemble->room && status == PC_OK; k++) {
        head_t head;
        if (fread(&head, sizeof(head), 1, in) != 1
            || fread(row, sizeof(double), values, in) != values
            || !is_member(ensemble, k, &head, row)) {
            status = PC_ERR_INPUT;
        } else {
            const pc_member_t member = { head.draw, head.replicate,
                (pc_status) head.status, head.mode };
            status = pc_ensemble_put(ensemble, k, &member, row);
        }
    }
    free(row);
    return status;
}

pc_status
pc_members_take(pc_ensemble_t *ensemble, const char *fingerprint, const char *dir)
{
    char *path = pc_path_join(dir, PC_SAVED_MEMBERS);
    pc_status status = path == NULL ? PC_ERR_NOMEM : verify(dir, path);
    if (status == PC_OK) {
        FILE *in = fopen(path, "rb");
        status = in == NULL ? PC_ERR_INPUT : read_members(ensemble, fingerprint, in);
        if (in != NULL) {
            fclose(in);
        }
    }
    free(path);
    if (status != PC_OK && ensemble->num_given > 0) {
        memset(ensemble->done, 0, ensemble->room);
        ensemble->num_given = 0;
    }
    return status;
}

pc_status
pc_members_remove(const char *dir)
{
    pc_stored_file_t *files = NULL;
    size_t num = 0;
    pc_status status = pc_manifest_read(dir, &files, &num, NULL);
    for (size_t k = 0; k <= num && status == PC_OK; k++) {
        char *path = pc_path_join(dir, k < num ? files[k].name : PC_MANIFEST);
        status = path == NULL ? PC_ERR_NOMEM : unlink(path) != 0 ? PC_ERR_IO : PC_OK;
        free(path);
    }
    pc_manifest_free(files, num);
    char *plots = pc_path_join(dir, "plots");
    if (status == PC_OK) {
        status = plots == NULL ? PC_ERR_NOMEM : PC_OK;
    }
    if (status == PC_OK && (pc_folder_remove(plots) != 0 || rmdir(dir) != 0)) {
        status = PC_ERR_IO;
    }
    free(plots);
    return status;
}
