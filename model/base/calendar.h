/* calendar.h - months, fiscal years and days.
 *
 * A month is one integer, year x 12 + (month of the year - 1), so that arithmetic is
 * plain and the number, below 2^16, goes into random keys as it is. 2025-06 is 24305. */
#ifndef PC_BASE_CALENDAR_H
#define PC_BASE_CALENDAR_H

#include <stdint.h>

#include "base/status.h"

typedef int32_t
    pc_month; /* 0 is 0000-01; valid months of the model 1900-01 .. 2200-12 */

#define PC_MONTH(year, month) ((pc_month) ((year) *12 + (month) -1))
#define PC_MONTH_NONE                                                                   \
    ((pc_month) -1) /* "no date", e.g. a hospital that never opened                     \
                     */
#define PC_MONTH_MIN PC_MONTH(1900, 1)
#define PC_MONTH_MAX PC_MONTH(2200, 12)

/* Reads exactly `YYYY-MM` (all 7 characters, then the end of the string).
 * PC_ERR_INPUT if it is anything else or lies outside PC_MONTH_MIN .. PC_MONTH_MAX. */
pc_status pc_month_parse(const char *text, pc_month *month) PC_MUST_CHECK;

/* Writes `YYYY-MM`; `text` has room for 8 characters. */
void pc_month_format(pc_month month, char text[8]);

int pc_month_year(pc_month month);        /* calendar year */
int pc_month_of_year(pc_month month);     /* 1..12 */
int pc_month_fiscal_year(pc_month month); /* April to March: 2026-03 is FY2025 */

/* Days, where the record has them: a time is in years, 2025-06-01 is 2025 + 5/12. */
#define PC_DATE_SIZE 11 /* YYYY-MM-DD */

/* Reads YYYY-MM-DD, or YYYY-MM as its first day. PC_ERR_INPUT if it is neither. */
pc_status pc_date_parse(const char *text, double *time) PC_MUST_CHECK;

/* Writes the date at `time`; "" beyond the years 1900 to 2999. */
void pc_date_format(double time, char text[PC_DATE_SIZE]);

/* Days from one time to another, by the calendar. */
double pc_days_between(double from, double to);

#endif
