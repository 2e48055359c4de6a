/* html.h - the page of a report: static HTML that needs no script, behind it the
 * explorer where that was built, and no network.
 *
 * Text is escaped where it is written. Nothing has a style of its own: the policy in the
 * head lets in the one style sheet and the one script, by their hashes. */
#ifndef PC_TOOLS_REPORT_HTML_H
#define PC_TOOLS_REPORT_HTML_H

#include "tools/report/chart.h"
#include "output/run_info.h"
#include "tools/report/embed.h"

/* What stands in heads and feet. */
typedef struct {
    const pc_report_t *report;
    const pc_run_info_t *info;
    const char *made_on;    /* YYYY-MM-DD */
    const char *data_as_of; /* YYYY-MM of the newest observation, "" if there is none */
    const char *command;    /* how to make it again */
    pc_lang lang;           /* shown first; the other one click away */
    const pc_page_parts_t *parts; /* of the explorer; NULL: without one */
    const char *const *sets;      /* [num_sets] of the command */
    size_t num_sets;
} pc_page_t;

/* The whole file. Errors of writing are those of the stream; PC_ERR_INPUT, with a
 * message, if an input has changed since it was read. */
pc_status pc_page_write(
    const pc_page_t *self, FILE *out, pc_diags_t *diags) PC_MUST_CHECK;

/* The two sheets in one language. */
void pc_sheets_write(const pc_page_t *self, pc_lang lang, FILE *out);

/* The same with a minus that looks like one and is copied as `-`: ▲ in Japanese. */
void pc_html_signed(FILE *out, const char *text);

/* The bars of the levers. */
void pc_svg_levers(const pc_report_t *report, pc_lang lang, FILE *out);

#define PC_LEVERS_SHOWN 6

/* The lines of the style sheet; the last is NULL. */
extern const char *const pc_page_style[];

#endif
