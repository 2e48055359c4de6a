#include "scenario/text/lexical.h"

#include "base/words.h"

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
        return N_("a number does not begin with +");
    }
    if (left > 0 && *p == '-') {
        p++;
        left--;
    }
    if (left > 0 && *p == '.') {
        return N_("a number begins with a digit: write 0.5, not .5");
    }
    size_t n = digits(p, left);
    if (n == 0) {
        return N_("this is not a number");
    }
    if (n > 1 && *p == '0') {
        return N_("a number does not begin with 0 unless a point follows");
    }
    p += n;
    left -= n;
    if (left > 0 && *p == '.') {
        n = digits(p + 1, left - 1);
        if (n == 0) {
            return N_("a digit must follow the decimal point");
        }
        p += n + 1;
        left -= n + 1;
    }
    if (left > 0 && (*p == 'e' || *p == 'E')) {
        const size_t sign = left > 1 && (p[1] == '+' || p[1] == '-');
        n = digits(p + 1 + sign, left - 1 - sign);
        if (n == 0) {
            return N_("digits must follow the e of a number");
        }
        left -= 1 + sign + n;
    }
    return left == 0 ? NULL : N_("this is not a number");
}
