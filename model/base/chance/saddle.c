#include "base/chance/saddle.h"

#include <math.h>

#include "base/chance/elementary.h"

double
pc_stirling_error(double x)
{
    double sum = 0;
    while (x < 16) {
        sum += (x + 0.5) * pc_log1p(1 / x) - 1;
        x++;
    }
    const double z = 1 / (x * x);
    return sum
           + (1.0 / 12
                 - z
                       * (1.0 / 360
                           - z * (1.0 / 1260 - z * (1.0 / 1680 - z * (1.0 / 1188)))))
                 / x;
}

double
pc_deviance(double x, double mean, double mean_low)
{
    const double shift = mean_low * (1 - x / mean);
    const double d = x - mean;
    if (fabs(d) > 0.1 * (x + mean)) {
        return x * pc_log(x / mean) - d + shift;
    }
    /* With v = d / (x + m), log(x / m) = 2 v (1 + v^2/3 + ...), and the first terms
     * cancel. */
    const double v = d / (x + mean);
    const double v2 = v * v;
    double power = 2 * x * v * v2;
    double sum = d * v + power / 3;
    for (int i = 5; i < 40; i += 2) {
        power *= v2;
        const double next = sum + power / i;
        if (next == sum) {
            break;
        }
        sum = next;
    }
    return sum + shift;
}
