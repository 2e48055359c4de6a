/* html.h - the page of a report: static HTML that needs no script and asks no network.
 *
 * Text is escaped where it is written. Nothing has a style of its own: the policy in the
 * head lets in the one style sheet, by its hash, and nothing else. */
#ifndef PC_TOOLS_REPORT_HTML_H
#define PC_TOOLS_REPORT_HTML_H

#include "analysis/answers/report/sentences.h"
#include "output/run_info.h"

/* What stands in heads and feet. */
typedef struct {
    const pc_report_t *report;
    const pc_run_info_t *info;
    const char *made_on;    /* YYYY-MM-DD */
    const char *data_as_of; /* YYYY-MM of the newest observation, "" if there is none */
    const char *command;    /* how to make it again */
    pc_lang lang;           /* shown first; the other one click away */
} pc_page_t;

/* The whole file. Errors are those of the stream. */
void pc_page_write(const pc_page_t *self, FILE *out);

/* The two sheets in one language. */
void pc_sheets_write(const pc_page_t *self, pc_lang lang, FILE *out);

/* Text as text, in elements and in quoted attributes. */
void pc_html_text(FILE *out, const char *text);

/* The same with a minus that looks like one and is copied as `-`: ▲ in Japanese. */
void pc_html_signed(FILE *out, const char *text);

/* A chart; the bars of the levers; the line of a scenario for keys and tables. */
void pc_svg_chart(const pc_report_t *report, pc_chart which, pc_lang lang, FILE *out);
void pc_svg_levers(const pc_report_t *report, pc_lang lang, FILE *out);
void pc_svg_key(size_t side, FILE *out);

#define PC_LEVERS_SHOWN 6

/* The lines of the style sheet; the last is NULL. */
extern const char *const pc_page_style[];

#endif
