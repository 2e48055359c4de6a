#include "scenario/lexical.h"

size_t
pc_utf8_length(const char *text, size_t left)
{
    const unsigned char *p = (const unsigned char *) text;
    size_t length;
    if (p[0] < 0x80) {
        return 1;
    }
    if (p[0] >= 0xC2 && p[0] <= 0xDF) {
        length = 2;
    } else if (p[0] >= 0xE0 && p[0] <= 0xEF) {
        length = 3;
    } else if (p[0] >= 0xF0 && p[0] <= 0xF4) {
        length = 4;
    } else {
        return 0;
    }
    if (left < length) {
        return 0;
    }
    for (size_t i = 1; i < length; i++) {
        if ((p[i] & 0xC0) != 0x80) {
            return 0;
        }
    }
    /* overlong forms, surrogates, and past U+10FFFF */
    if ((p[0] == 0xE0 && p[1] < 0xA0) || (p[0] == 0xED && p[1] > 0x9F)
        || (p[0] == 0xF0 && p[1] < 0x90) || (p[0] == 0xF4 && p[1] > 0x8F)) {
        return 0;
    }
    return length;
}

static size_t
digits(const char *p, size_t left)
{
    size_t n = 0;
    while (n < left && p[n] >= '0' && p[n] <= '9') {
        n++;
    }
    return n;
}

const char *
pc_number_fault(const char *p, size_t left)
{
    if (left > 0 && *p == '+') {
        return "a number does not begin with +";
    }
    if (left > 0 && *p == '-') {
        p++;
        left--;
    }
    if (left > 0 && *p == '.') {
        return "a number begins with a digit: write 0.5, not .5";
    }
    size_t n = digits(p, left);
    if (n == 0) {
        return "this is not a number";
    }
    if (n > 1 && *p == '0') {
        return "a number does not begin with 0 unless a point follows";
    }
    p += n;
    left -= n;
    if (left > 0 && *p == '.') {
        n = digits(p + 1, left - 1);
        if (n == 0) {
            return "a digit must follow the decimal point";
        }
        p += n + 1;
        left -= n + 1;
    }
    if (left > 0 && (*p == 'e' || *p == 'E')) {
        const size_t sign = left > 1 && (p[1] == '+' || p[1] == '-');
        n = digits(p + 1 + sign, left - 1 - sign);
        if (n == 0) {
            return "digits must follow the e of a number";
        }
        left -= 1 + sign + n;
    }
    return left == 0 ? NULL : "this is not a number";
}
