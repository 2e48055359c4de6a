#include "base/calendar.h"

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
