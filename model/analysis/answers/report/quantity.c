#include "analysis/answers/report/quantity.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/answers/words.h"

/* What stands under a heading; 1 if it can only be counted. */
static const struct {
    const char *unit;
    int whole;
} kinds[] = {
    [PC_QUANTITY_SITES] = { N_("sites, end of the fiscal year"), 1 },
    [PC_QUANTITY_HOSPITALS] = { N_("hospitals, end of the fiscal year"), 1 },
    [PC_QUANTITY_TESTS] = { N_("tests in the fiscal year"), 1 },
    [PC_QUANTITY_CASES] = { N_("cases in the fiscal year"), 1 },
    [PC_QUANTITY_OPTIONS] = { N_("options in the fiscal year"), 1 },
    [PC_QUANTITY_HOURS] = { N_("hours in the fiscal year"), 1 },
    [PC_QUANTITY_PEOPLE] = { N_("full-time equivalents"), 0 },
    [PC_QUANTITY_MONEY] = { N_("million JPY in the fiscal year"), 0 },
    [PC_QUANTITY_DAYS] = { N_("days to the panel"), 0 },
    [PC_QUANTITY_PERCENT] = { N_("per cent, of the fiscal year"), 0 },
};

#define TEN_THOUSAND 10000.0

static double
three_digits(double value)
{
    char text[48];
    snprintf(text, sizeof(text), "%.2e", value);
    return strtod(text, NULL);
}

double
pc_quantity_rounded(double value, pc_quantity_kind kind)
{
    const double rounded = three_digits(value);
    return kinds[kind].whole ? floor(rounded + 0.5) : rounded;
}

/* Groups the digits before the point by threes. */
static const char *
with_commas(double value, int decimals, char text[PC_QUANTITY_SIZE])
{
    char plain[64];
    snprintf(plain, sizeof(plain), "%.*f", decimals, fabs(value));
    const size_t whole = strcspn(plain, ".");
    size_t used = 0;
    if (value < 0) {
        text[used++] = '-';
    }
    for (size_t k = 0; plain[k] != '\0' && used + 2 < PC_QUANTITY_SIZE; k++) {
        if (k > 0 && k < whole && (whole - k) % 3 == 0) {
            text[used++] = ',';
        }
        text[used++] = plain[k];
    }
    text[used] = '\0';
    return text;
}

/* Digits after the point that three significant ones leave; what is counted has none. */
static int
decimals_of(double value, pc_quantity_kind kind)
{
    const double size = fabs(value);
    return kinds[kind].whole || size >= 100 || size == 0 ? 0
           : size >= 10                                  ? 1
           : size >= 1                                   ? 2
                                                         : 3;
}

/* Hours are counted in ten thousands in Japanese, money in hundred millions (in English
 * in millions). */
static double
scale_of(pc_quantity_kind kind, pc_lang lang)
{
    if (kind == PC_QUANTITY_MONEY) {
        return lang == PC_LANG_JA ? TEN_THOUSAND * TEN_THOUSAND : 1e6;
    }
    return kind == PC_QUANTITY_HOURS && lang == PC_LANG_JA ? TEN_THOUSAND : 1;
}

/* Digits after the point of a rounded value that is shown in units of `scale`. */
static int
shown_decimals(double rounded, pc_quantity_kind kind, double scale)
{
    return scale > 1 ? decimals_of(rounded / scale, PC_QUANTITY_PEOPLE)
                     : decimals_of(rounded, kind);
}

double
pc_quantity_shown(double value, pc_quantity_kind kind, pc_lang lang)
{
    const double scale = scale_of(kind, lang);
    return scale > 1 ? three_digits(pc_quantity_rounded(value, kind) / scale)
                     : pc_quantity_rounded(value, kind);
}

int
pc_quantity_decimals(double value, pc_quantity_kind kind, pc_lang lang)
{
    return shown_decimals(pc_quantity_rounded(value, kind), kind, scale_of(kind, lang));
}

const char *
pc_quantity_bare(
    double value, pc_quantity_kind kind, pc_lang lang, char text[PC_QUANTITY_SIZE])
{
    if (isnan(value)) {
        snprintf(text, PC_QUANTITY_SIZE, "%s", C_("report", "none"));
        return text;
    }
    const double shown = pc_quantity_rounded(value, kind), scale = scale_of(kind, lang);
    return with_commas(shown / scale, shown_decimals(shown, kind, scale), text);
}

const char *
pc_quantity(
    double value, pc_quantity_kind kind, pc_lang lang, char text[PC_QUANTITY_SIZE])
{
    char n[PC_QUANTITY_SIZE];
    pc_quantity_bare(value, kind, lang, n);
    switch (kind) {
    case PC_QUANTITY_SITES:
        snprintf(text, PC_QUANTITY_SIZE, _("%s sites"), n);
        break;
    case PC_QUANTITY_HOSPITALS:
        snprintf(text, PC_QUANTITY_SIZE, _("%s hospitals"), n);
        break;
    case PC_QUANTITY_TESTS:
        snprintf(text, PC_QUANTITY_SIZE, _("%s tests"), n);
        break;
    case PC_QUANTITY_CASES:
        snprintf(text, PC_QUANTITY_SIZE, _("%s cases"), n);
        break;
    case PC_QUANTITY_OPTIONS:
        snprintf(text, PC_QUANTITY_SIZE, _("%s options"), n);
        break;
    case PC_QUANTITY_HOURS:
        snprintf(text, PC_QUANTITY_SIZE, _("%s hours"), n);
        break;
    case PC_QUANTITY_PEOPLE:
        snprintf(text, PC_QUANTITY_SIZE, _("%s full-time equivalents"), n);
        break;
    case PC_QUANTITY_MONEY:
        snprintf(text, PC_QUANTITY_SIZE, _("%s million JPY"), n);
        break;
    case PC_QUANTITY_DAYS:
        snprintf(text, PC_QUANTITY_SIZE, _("%s days"), n);
        break;
    case PC_QUANTITY_PERCENT:
        snprintf(text, PC_QUANTITY_SIZE, "%.90s%%", n);
        break;
    }
    return text;
}

const char *
pc_quantity_range(double low, double high, pc_quantity_kind kind, int unit, pc_lang lang,
    char text[PC_QUANTITY_SIZE])
{
    char a[PC_QUANTITY_SIZE], b[PC_QUANTITY_SIZE];
    pc_quantity_bare(low, kind, lang, a);
    if (unit) {
        pc_quantity(high, kind, lang, b);
    } else {
        pc_quantity_bare(high, kind, lang, b);
    }
    if (unit) {
        snprintf(text, PC_QUANTITY_SIZE, C_("report", "%s to %s"), a, b);
    } else {
        snprintf(text, PC_QUANTITY_SIZE, C_("in a table", "%s–%s"), a, b);
    }
    return text;
}

const char *
pc_quantity_change(double from, double to, pc_quantity_kind kind, pc_lang lang,
    char text[PC_QUANTITY_SIZE])
{
    const double a = pc_quantity_rounded(from, kind), b = pc_quantity_rounded(to, kind);
    char size[PC_QUANTITY_SIZE];
    if (a == b || isnan(a) || isnan(b)) {
        snprintf(text, PC_QUANTITY_SIZE, "%s", a == b ? C_("report", "same") : "");
        return text;
    }
    const double difference = fabs(b - a), scale = scale_of(kind, lang);
    const int first = shown_decimals(a, kind, scale),
              second = shown_decimals(b, kind, scale);
    with_commas(difference / scale, first > second ? first : second, size);
    const char sign = b > a ? '+' : '-';
    const double percent = a > 0 ? floor(100 * difference / a + 0.5) : 0;
    if (percent > 0) {
        /* WORDS: a difference with its sign, and the same in per cent */
        snprintf(
            text, PC_QUANTITY_SIZE, _("%c%s (%c%.0f%%)"), sign, size, sign, percent);
    } else {
        snprintf(text, PC_QUANTITY_SIZE, "%c%.90s", sign, size);
    }
    return text;
}

const char *
pc_quantity_unit(pc_quantity_kind kind, pc_lang lang)
{
    return _(kinds[kind].unit);
}

const char *
pc_percent(double share, char text[PC_QUANTITY_SIZE])
{
    snprintf(text, PC_QUANTITY_SIZE, "%.0f%%", 100 * share);
    return text;
}

const char *
pc_month_words(pc_month month, pc_month end, pc_lang lang, char text[PC_QUANTITY_SIZE])
{
    static const char *const names[] = { N_("January"), N_("February"), N_("March"),
        N_("April"), N_("May"), N_("June"), N_("July"), N_("August"), N_("September"),
        N_("October"), N_("November"), N_("December") };
    if (month == PC_MONTH_NONE) {
        char last[PC_QUANTITY_SIZE];
        pc_month_words(end, end, lang, last);
        snprintf(text, PC_QUANTITY_SIZE, _("after %s"), last);
        return text;
    }
    /* WORDS: the name of a month and the year */
    snprintf(text, PC_QUANTITY_SIZE, C_("month and year", "%s %d"),
        _(names[pc_month_of_year(month) - 1]), pc_month_year(month));
    return text;
}

const char *
pc_fiscal_words(int year, pc_lang lang, char text[PC_QUANTITY_SIZE])
{
    snprintf(text, PC_QUANTITY_SIZE, _("FY%d"), year);
    return text;
}

/* Fiscal years of Reiwa count from 2019, which began as Heisei 31. */
const char *
pc_fiscal_era(int year, pc_lang lang, char text[PC_QUANTITY_SIZE])
{
    text[0] = '\0';
    if (lang == PC_LANG_JA && year >= 2019) {
        snprintf(text, PC_QUANTITY_SIZE, _("Reiwa %d"), year - 2018);
    }
    return text;
}
