#include "analysis/milestone/growth.h"

#include <math.h>

const pc_growth_info_t pc_growth_table[PC_NUM_GROWTHS] = {
    { "linear", N_("linear"), 1, 0, { "a" }, { "site/year" } },
    { "saturating", N_("saturating exponential"), 2, 1, { "r", "K" },
        { "1/year", "site" } },
    { "logistic", N_("logistic"), 2, 1, { "r", "K" }, { "1/year", "site" } },
    { "gompertz", N_("Gompertz"), 2, 1, { "r", "K" }, { "1/year", "site" } },
    { "bass", N_("Bass"), 3, 1, { "p", "q", "K" }, { "1/year", "1/year", "site" } },
    { "trend", N_("local trend"), 0, 0, { NULL }, { NULL } },
};

/* (K - N) / (p K + q N) decays as exp(-(p + q) t). */
static double
bass_odds(const double *theta, double count)
{
    return (theta[2] - count) / (theta[0] * theta[2] + theta[1] * count);
}

double
pc_growth_at(pc_growth kind, const double *theta, double start, double t)
{
    double u;
    switch (kind) {
    case PC_GROWTH_LINEAR:
        return start + theta[0] * t;
    case PC_GROWTH_SATURATING:
        return start - (theta[1] - start) * expm1(-theta[0] * t);
    case PC_GROWTH_LOGISTIC:
        return theta[1] / (1 + (theta[1] / start - 1) * exp(-theta[0] * t));
    case PC_GROWTH_GOMPERTZ:
        return theta[1] * exp(-log(theta[1] / start) * exp(-theta[0] * t));
    case PC_GROWTH_BASS:
        u = bass_odds(theta, start) * exp(-(theta[0] + theta[1]) * t);
        return theta[2] * (1 - theta[0] * u) / (1 + theta[1] * u);
    case PC_GROWTH_TREND:
    case PC_NUM_GROWTHS:
        break;
    }
    return NAN;
}

double
pc_growth_ceiling(pc_growth kind, const double *theta)
{
    const pc_growth_info_t *info = &pc_growth_table[kind];
    return info->has_ceiling ? theta[info->num - 1] : INFINITY;
}

double
pc_growth_when(pc_growth kind, const double *theta, double start, double count)
{
    const double ceiling = pc_growth_ceiling(kind, theta);
    if (count >= ceiling) {
        return INFINITY;
    }
    switch (kind) {
    case PC_GROWTH_LINEAR:
        return theta[0] > 0 ? (count - start) / theta[0] : INFINITY;
    case PC_GROWTH_SATURATING:
        return log((ceiling - start) / (ceiling - count)) / theta[0];
    case PC_GROWTH_LOGISTIC:
        return log(count / (ceiling - count) * (ceiling - start) / start) / theta[0];
    case PC_GROWTH_GOMPERTZ:
        return log(log(ceiling / start) / log(ceiling / count)) / theta[0];
    case PC_GROWTH_BASS:
        return log(bass_odds(theta, start) / bass_odds(theta, count))
               / (theta[0] + theta[1]);
    case PC_GROWTH_TREND:
    case PC_NUM_GROWTHS:
        break;
    }
    return INFINITY;
}
