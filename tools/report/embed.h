/* embed.h - what makes the page of a report calculate: script, style sheet and model of
 * the explorer, which `make page-core` builds, and the scenarios with all their files.
 */
#ifndef PC_TOOLS_REPORT_EMBED_H
#define PC_TOOLS_REPORT_EMBED_H

#include <stdio.h>

#include "base/diag.h"
#include "base/status.h"
#include "output/run_info.h"
#include "analysis/answers/report/report.h"

/* Texts, owned; all NULL if the page was not built. */
typedef struct {
    char *script; /* build/page/explorer.js */
    char *style;  /* build/page/explorer.css */
    char *core;   /* build/page/core.b64: gzip of core.wasm, in base64 */
} pc_page_parts_t;

/* Reads them from the data folder (tools/places.h). 1 if they are there. After this call
 * pc_page_parts_free may be called. */
int pc_page_parts_load(pc_page_parts_t *self);
void pc_page_parts_free(pc_page_parts_t *self);

/* What goes with them. */
typedef struct {
    const pc_report_t *report;
    const pc_run_info_t *info; /* with all inputs */
    const char *made_on, *data_as_of;
    const char *const *sets; /* [num_sets] of the command */
    size_t num_sets;
} pc_embed_t;

/* Writes scenarios, stored ranges and files as one JSON that may stand in an element. A
 * file that is no longer the one that was read is an error, PC_ERR_INPUT with a message.
 */
pc_status pc_embed_write(
    const pc_embed_t *self, FILE *out, pc_diags_t *diags) PC_MUST_CHECK;

/* Bytes in base64. */
void pc_base64_write(FILE *out, const unsigned char *bytes, size_t size);

#endif
