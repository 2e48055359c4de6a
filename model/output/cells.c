#include "output/cells.h"

#include <ctype.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* `mark` stands before the text, or is "". */
static void
write_cell(FILE *out, const char *mark, const char *text)
{
    fputs(strpbrk(text, ",\"\r\n") == NULL ? "" : "\"", out);
    fputs(mark, out);
    for (const char *c = text; *c != '\0'; c++) {
        if (*c == '"') {
            putc('"', out);
        }
        putc(*c, out);
    }
    fputs(strpbrk(text, ",\"\r\n") == NULL ? "" : "\"", out);
}

void
pc_table_text(const pc_table_t *self, const char *text)
{
    char words[PC_MONTH_CELL_SIZE];
    if (text == NULL) {
        return;
    }
    if (self->reader == PC_FOR_PEOPLE) {
        text = pc_month_cell(text, self->lang, words);
    }
    const int marked = self->reader == PC_FOR_PEOPLE && pc_text_needs_mark(text);
    write_cell(self->out, marked ? "'" : "", text);
}

void
pc_table_text_after(const pc_table_t *self, const char *text)
{
    putc(',', self->out);
    pc_table_text(self, text);
}

void
pc_table_text_before(const pc_table_t *self, const char *text)
{
    pc_table_text(self, text);
    putc(',', self->out);
}

void
pc_cell_text(FILE *out, const char *text)
{
    if (text != NULL) {
        write_cell(out, "", text);
    }
}

void
pc_cell_number(FILE *out, double value)
{
    char text[PC_NUMBER_SIZE];
    if (!isfinite(value)) {
        return;
    }
    const size_t length = pc_number_format(value == 0 ? 0 : value, text); /* no -0 */
    fwrite(text, 1, length, out);
}

void
pc_table_number_after(const pc_table_t *self, double value)
{
    putc(',', self->out);
    pc_cell_number(self->out, value);
}

const char *
pc_three_digits(double value, char text[PC_DIGITS_SIZE])
{
    char scientific[40], digits[3] = { '0', '0', '0' };
    size_t num = 0;
    char *out = text;
    if (!isfinite(value)) {
        text[0] = '\0';
        return text;
    }
    if (value == 0) {
        snprintf(text, PC_DIGITS_SIZE, "0");
        return text;
    }
    if (fabs(value) >= 1e20 || fabs(value) < 1e-20) {
        pc_number_format(value, text);
        return text;
    }
    /* The digits are picked one by one: the point may be any text in the user's locale.
     */
    snprintf(scientific, sizeof(scientific), "%.2e", fabs(value));
    const char *e = strchr(scientific, 'e');
    for (const char *c = scientific; c < e && num < 3; c++) {
        if (isdigit((unsigned char) *c)) {
            digits[num++] = *c;
        }
    }
    const long exponent = strtol(e + 1, NULL, 10);
    if (value < 0) {
        *out++ = '-';
    }
    for (long place = exponent > 0 ? exponent : 0;
         place >= (exponent < 2 ? exponent - 2 : 0); place--) {
        const long digit = exponent - place;
        if (place == -1) {
            *out++ = '.';
        }
        *out = '0';
        if (digit >= 0 && digit < 3) {
            *out = digits[digit];
        }
        out++;
    }
    *out = '\0';
    return text;
}

void
pc_table_rounded_after(const pc_table_t *self, double value)
{
    char text[PC_DIGITS_SIZE];
    fprintf(self->out, ",%s", pc_three_digits(value, text));
}

const char *
pc_two_decimals(double value, char text[PC_DIGITS_SIZE])
{
    if (!(fabs(value) < 1e13)) {
        text[0] = '\0';
        return text;
    }
    const long long hundredths = llround(fabs(value) * 100);
    snprintf(text, PC_DIGITS_SIZE, "%s%lld.%02lld",
        value < 0 && hundredths > 0 ? "-" : "", hundredths / 100, hundredths % 100);
    return text;
}

const char *
pc_unit(pc_variable variable, int months, char text[PC_UNIT_SIZE])
{
    const pc_variable_info_t *info = &pc_variable_table[variable];
    if (info->aggregate != PC_AGG_SUM) {
        snprintf(text, PC_UNIT_SIZE, "%s", info->unit);
    } else if (months == 1) {
        snprintf(text, PC_UNIT_SIZE, "%s/month", info->unit);
    } else if (months == 12) {
        snprintf(text, PC_UNIT_SIZE, "%s/year", info->unit);
    } else {
        snprintf(text, PC_UNIT_SIZE, "%s/%d months", info->unit, months);
    }
    return text;
}

double
pc_people_value(pc_variable variable, double value)
{
    return strcmp(pc_variable_table[variable].unit, "JPY") == 0 ? value / 1e6 : value;
}

const char *
pc_people_unit(pc_variable variable, int months, pc_lang lang, char text[PC_UNIT_SIZE])
{
    char unit[PC_UNIT_SIZE], words[PC_UNIT_SIZE], name[PC_UNIT_SIZE];
    pc_unit(variable, months, unit);
    snprintf(words, sizeof(words), "%s%.39s",
        strncmp(unit, "JPY", 3) == 0 ? "million " : "", unit);
    snprintf(text, PC_UNIT_SIZE, "%s", pc_unit_label(words, lang, name));
    return text;
}

/* One word of a unit, `10 months` among them. */
static void
unit_word(const char *word, size_t length, pc_lang lang, char *text, size_t size)
{
    static const char *const words[] = { NC_("unit", "site"), NC_("unit", "hospital"),
        NC_("unit", "area"), NC_("unit", "test"), NC_("unit", "case"),
        NC_("unit", "option"), NC_("unit", "hour"), NC_("unit", "day"),
        NC_("unit", "person"), NC_("unit", "JPY"), NC_("unit", "million"),
        NC_("unit", "million JPY"), NC_("unit", "month"), NC_("unit", "year"),
        NC_("unit", "minute"), NC_("unit", "point"), NC_("unit", "role") };
    char *end;
    const long months = strtol(word, &end, 10);
    if (months > 0 && strncmp(end, " months", 7) == 0) {
        snprintf(text, size, pc_text_of(lang, "unit", "%ld months"), months);
        return;
    }
    for (size_t k = 0; k < sizeof(words) / sizeof(words[0]); k++) {
        if (strlen(words[k]) == length && strncmp(word, words[k], length) == 0) {
            snprintf(text, size, "%s", pc_text_of(lang, "unit", words[k]));
            return;
        }
    }
    snprintf(text, size, "%.*s", (int) length, word);
}

const char *
pc_unit_label(const char *unit, pc_lang lang, char text[PC_UNIT_SIZE])
{
    size_t used = 0;
    if (lang != PC_LANG_JA) {
        return unit;
    }
    text[0] = '\0';
    for (const char *word = unit;; word++) {
        const size_t length = strcspn(word, "/");
        unit_word(word, length, lang, text + used, PC_UNIT_SIZE - used);
        used += strlen(text + used);
        word += length;
        if (*word == '\0' || used + 2 > PC_UNIT_SIZE) {
            return text;
        }
        text[used++] = '/';
        text[used] = '\0';
    }
}

/* Reiwa 7, Heisei 30, Showa 60; in Japanese the first year of an era has a word. */
static void
era_year(int year, pc_lang lang, char *text, size_t size)
{
    const int count = year - (year >= 2019 ? 2018 : year >= 1989 ? 1988 : 1925);
    char number[16];
    snprintf(number, sizeof(number), "%d", count);
    snprintf(text, size,
        year >= 2019   ? pc_text(lang, "Reiwa %s")
        : year >= 1989 ? pc_text(lang, "Heisei %s")
                       : pc_text(lang, "Showa %s"),
        count == 1 ? pc_text_of(lang, "year of an era", "1") : number);
}

/* With its year of an era in Japanese. */
static const char *
full_name(int year, pc_lang lang, char name[PC_LABEL_SIZE])
{
    char era[40];
    if (lang == PC_LANG_JA && year >= 1926) {
        era_year(year, lang, era, sizeof(era));
        snprintf(name, PC_LABEL_SIZE, pc_text(lang, "FY%d (%s)"), year, era);
    } else {
        snprintf(name, PC_LABEL_SIZE, pc_text(lang, "FY%d"), year);
    }
    return name;
}

const char *
pc_fiscal_year_name(int year, pc_lang lang, char text[PC_LABEL_SIZE])
{
    char era[40];
    if (lang == PC_LANG_JA && year >= 1926) {
        era_year(year, lang, era, sizeof(era));
        snprintf(text, PC_LABEL_SIZE, pc_text(lang, "FY of %s"), era);
    } else {
        snprintf(text, PC_LABEL_SIZE, pc_text(lang, "FY%d"), year);
    }
    return text;
}

const char *
pc_fiscal_year_label(int year, int months, pc_lang lang, char text[PC_LABEL_SIZE])
{
    char name[PC_LABEL_SIZE], part[48] = "";
    full_name(year, lang, name);
    if (months == 0) {
        snprintf(part, sizeof(part), "%s", pc_text(lang, " (not simulated)"));
    } else if (months < 12) {
        snprintf(part, sizeof(part), pc_text(lang, " (part: %d months)"), months);
    }
    snprintf(text, PC_LABEL_SIZE, "%.44s%.47s", name, part);
    return text;
}

const char *
pc_month_label(pc_month month, pc_lang lang, char text[PC_LABEL_SIZE])
{
    snprintf(text, PC_LABEL_SIZE, pc_text(lang, "%d-%02d"), pc_month_year(month),
        pc_month_of_year(month));
    return text;
}
