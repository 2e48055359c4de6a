#include "base/calendar.h"

#include <math.h>
#include <string.h>

pc_status
pc_month_parse(const char *text, pc_month *month)
{
    static const char form[] = "0000-00";
    int digits[7] = { 0 };

    for (int i = 0; i < 7; i++) { /* stops at the end of a shorter string */
        if (form[i] == '-' ? text[i] != '-' : text[i] < '0' || text[i] > '9') {
            return PC_ERR_INPUT;
        }
        digits[i] = text[i] - '0';
    }
    if (text[7] != '\0') {
        return PC_ERR_INPUT;
    }
    const int year = digits[0] * 1000 + digits[1] * 100 + digits[2] * 10 + digits[3];
    const int of_year = digits[5] * 10 + digits[6];
    if (of_year < 1 || of_year > 12) {
        return PC_ERR_INPUT;
    }
    const pc_month value = PC_MONTH(year, of_year);
    if (value < PC_MONTH_MIN || value > PC_MONTH_MAX) {
        return PC_ERR_INPUT;
    }
    *month = value;
    return PC_OK;
}

void
pc_month_format(pc_month month, char text[8])
{
    if (month < 0 || month >= PC_MONTH(10000, 1)) {
        text[0] = '\0';
        return;
    }
    const int year = pc_month_year(month);
    const int of_year = pc_month_of_year(month);
    text[0] = (char) ('0' + year / 1000);
    text[1] = (char) ('0' + year / 100 % 10);
    text[2] = (char) ('0' + year / 10 % 10);
    text[3] = (char) ('0' + year % 10);
    text[4] = '-';
    text[5] = (char) ('0' + of_year / 10);
    text[6] = (char) ('0' + of_year % 10);
    text[7] = '\0';
}

int
pc_month_year(pc_month month)
{
    return month / 12;
}

int
pc_month_of_year(pc_month month)
{
    return month % 12 + 1;
}

int
pc_month_fiscal_year(pc_month month)
{
    return (month - 3) / 12;
}

/* ---- days ---- */

static int
days_in_month(int year, int month)
{
    static const int days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
    const int leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return days[month - 1] + (month == 2 && leap);
}

pc_status
pc_date_parse(const char *text, double *time)
{
    char head[8];
    pc_month month;
    int day = 1;
    const size_t length = strlen(text);
    if (length != 7 && length != 10) {
        return PC_ERR_INPUT;
    }
    memcpy(head, text, 7);
    head[7] = '\0';
    if (pc_month_parse(head, &month) != PC_OK) {
        return PC_ERR_INPUT;
    }
    const int days = days_in_month(pc_month_year(month), pc_month_of_year(month));
    if (length == 10) {
        if (text[7] != '-' || text[8] < '0' || text[8] > '9' || text[9] < '0'
            || text[9] > '9') {
            return PC_ERR_INPUT;
        }
        day = (text[8] - '0') * 10 + text[9] - '0';
        if (day < 1 || day > days) {
            return PC_ERR_INPUT;
        }
    }
    *time = ((double) month + (day - 1.0) / days) / 12;
    return PC_OK;
}

/* Year, month and day of a time; the day has a fraction. */
static void
split(double time, int *year, int *month, double *day)
{
    const double months = floor(time * 12 + 1e-9);
    const double rest = time * 12 - months;
    *year = (int) floor(months / 12);
    *month = (int) (months - 12.0 * *year) + 1;
    *day = (rest > 0 ? rest : 0) * days_in_month(*year, *month);
}

void
pc_date_format(double time, char text[PC_DATE_SIZE])
{
    int year, month;
    double day;
    text[0] = '\0';
    if (!(time >= 1900 && time < 3000)) {
        return;
    }
    split(time, &year, &month, &day);
    const int whole = (int) floor(day + 1e-6) + 1;
    if (year < 1900 || year > 2999 || month < 1 || month > 12 || whole < 1
        || whole > 31) {
        return;
    }
    const int parts[3] = { year, month, whole };
    const int at[3] = { 3, 6, 9 }, digits[3] = { 4, 2, 2 };
    memcpy(text, "0000-00-00", PC_DATE_SIZE);
    for (int k = 0; k < 3; k++) {
        int value = parts[k];
        for (int d = 0; d < digits[k]; d++, value /= 10) {
            text[at[k] - d] = (char) ('0' + value % 10);
        }
    }
}

/* Days since 0000-03-01, Gregorian. */
static double
day_number(double time)
{
    int year, month;
    double day;
    split(time, &year, &month, &day);
    const int y = month > 2 ? year : year - 1;
    const int m = month > 2 ? month - 3 : month + 9;
    return 365.0 * y + floor(y / 4.0) - floor(y / 100.0) + floor(y / 400.0)
           + floor((153.0 * m + 2) / 5) + day;
}

double
pc_days_between(double from, double to)
{
    return day_number(to) - day_number(from);
}
