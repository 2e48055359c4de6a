#include "base/number.h"

#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- reading ---- */

/* A decimal text taken apart: digits x 10^exponent. */
typedef struct {
    int negative;
    int64_t digits;   /* the first 15 significant digits */
    int num_digits;   /* how many significant digits there were, 0 for zero */
    int64_t exponent; /* of ten; meaningful up to 15 digits */
} decimal_t;

static int
is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static void
take_digit(decimal_t *d, char c)
{
    if (d->num_digits == 0 && c == '0') {
        return;
    }
    if (d->num_digits < 15) {
        d->digits = 10 * d->digits + (c - '0');
    }
    if (d->num_digits < 16) { /* 16 means: too many */
        d->num_digits++;
    }
}

/* Follows the number grammar of RFC 8259. Returns 0 if `s` is not a number of it. */
static int
scan(const char *s, decimal_t *d)
{
    memset(d, 0, sizeof(*d));
    if (*s == '-') {
        d->negative = 1;
        s++;
    }
    if (!is_digit(*s) || (s[0] == '0' && is_digit(s[1]))) {
        return 0;
    }
    for (; is_digit(*s); s++) {
        take_digit(d, *s);
    }
    if (*s == '.') {
        s++;
        if (!is_digit(*s)) {
            return 0;
        }
        for (; is_digit(*s); s++) {
            take_digit(d, *s);
            d->exponent--;
        }
    }
    if (*s == 'e' || *s == 'E') {
        s++;
        const int negative = *s == '-';
        int64_t exponent = 0;
        if (*s == '-' || *s == '+') {
            s++;
        }
        if (!is_digit(*s)) {
            return 0;
        }
        for (; is_digit(*s); s++) {
            exponent = exponent < 100000 ? 10 * exponent + (*s - '0') : exponent;
        }
        d->exponent += negative ? -exponent : exponent;
    }
    return *s == '\0';
}

/* Up to 15 digits times or over a power of ten up to 10^22: both are exact doubles, so
 * one operation gives the correctly rounded result (Clinger 1990). Returns 0 if `d` is
 * not so. */
static int
convert_exactly(const decimal_t *d, double *value)
{
    static const double tens[] = { 1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9,
        1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22 };
    if (d->num_digits == 0) {
        *value = d->negative ? -0.0 : 0.0;
        return 1;
    }
    if (d->num_digits > 15 || d->exponent < -22 || d->exponent > 22) {
        return 0;
    }
    double x = (double) d->digits;
    x = d->exponent < 0 ? x / tens[-d->exponent] : x * tens[d->exponent];
    *value = d->negative ? -x : x;
    return 1;
}

/* strtod wants the locale's decimal point, which may be more than one byte. */
static pc_status
convert_by_library(const char *text, double *value)
{
    char sample[16];
    const int length =
        snprintf(sample, sizeof(sample), "%.1f", 0.5); /* "0", point, "5" */
    const char *dot = strchr(text, '.');
    if (dot == NULL || length < 3 || (length == 3 && sample[1] == '.')) {
        *value = strtod(text, NULL);
        return PC_OK;
    }
    const size_t point = (size_t) length - 2;
    const size_t before = (size_t) (dot - text);
    const size_t after = strlen(dot + 1);
    char *local = malloc(before + point + after + 1);
    if (local == NULL) {
        return PC_ERR_NOMEM;
    }
    memcpy(local, text, before);
    memcpy(local + before, sample + 1, point);
    memcpy(local + before + point, dot + 1, after + 1);
    *value = strtod(local, NULL);
    free(local);
    return PC_OK;
}

pc_status
pc_number_parse(const char *text, double *value)
{
    decimal_t decimal;
    double x = 0;
    if (!scan(text, &decimal)) {
        return PC_ERR_INPUT;
    }
    if (!convert_exactly(&decimal, &x)) {
        pc_status status = convert_by_library(text, &x);
        if (status != PC_OK) {
            return status;
        }
    }
    if (!isfinite(x)) {
        return PC_ERR_RANGE;
    }
    *value = x;
    return PC_OK;
}

/* ---- writing ---- */

static size_t
format_whole(double value, char *text)
{
    char reversed[24];
    size_t num = 0, length = 0;
    uint64_t rest = (uint64_t) fabs(value);
    do {
        reversed[num++] = (char) ('0' + rest % 10);
        rest /= 10;
    } while (rest > 0);
    if (value < 0) {
        text[length++] = '-';
    }
    while (num > 0) {
        text[length++] = reversed[--num];
    }
    text[length] = '\0';
    return length;
}

/* printf's text with the locale's decimal point, of however many bytes, made a point. */
static size_t
print_plain(double value, int digits, char text[PC_NUMBER_SIZE])
{
    size_t length = 0;
    int in_point = 0;
    char local[PC_NUMBER_SIZE + 16];
    const int num = snprintf(local, sizeof(local), "%.*g", digits, value);
    for (int i = 0; i < num && length + 1 < PC_NUMBER_SIZE; i++) {
        const char c = local[i];
        if (is_digit(c) || c == '-' || c == '+' || c == 'e') {
            text[length++] = c;
            in_point = 0;
        } else if (!in_point) {
            text[length++] = '.';
            in_point = 1;
        }
    }
    text[length] = '\0';
    return length;
}

size_t
pc_number_format(double value, char text[PC_NUMBER_SIZE])
{
    if (!isfinite(value)) {
        text[0] = '\0';
        return 0;
    }
    if (fabs(value) < 1e15 && floor(value) == value) {
        return format_whole(value, text); /* -0 too becomes "0" */
    }
    for (int digits = 15; digits < 17; digits++) {
        double back = 0;
        const size_t length = print_plain(value, digits, text);
        if (pc_number_parse(text, &back) == PC_OK && back == value) {
            return length;
        }
    }
    return print_plain(value, 17, text);
}

double
pc_round12(double value)
{
    char text[PC_NUMBER_SIZE];
    double rounded = value;
    if (!isfinite(value)) {
        return value;
    }
    print_plain(value, 12, text);
    /* Only the largest doubles can round to infinity; they stay as they are. */
    return pc_number_parse(text, &rounded) == PC_OK ? rounded : value;
}
