/* workbook.h - report.xlsx: the report's numbers in sheets, with charts that Excel draws
 * itself, so that they can be edited and pasted.
 *
 * In one language. The same report gives the same bytes: the properties have a fixed
 * date and no name of a user. Text is text, never a formula; a number that is missing is
 * an empty cell. A program built without libxlsxwriter writes none (PC_XLSX). */
#ifndef PC_TOOLS_REPORT_WORKBOOK_H
#define PC_TOOLS_REPORT_WORKBOOK_H

#include "tools/report/html.h"

/* 1 if this program can write workbooks. */
int pc_workbook_is_built(void);

/* Writes the file `path`, which is for the caller to put in its place or to remove.
 * PC_ERR_WRITE if it could not be written whole. */
pc_status pc_workbook_write(const pc_page_t *page, const char *path) PC_MUST_CHECK;

#endif
