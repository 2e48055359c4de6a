#include "base/threshold.h"

#include <math.h>

int
pc_threshold_met(pc_goal_op op, double value, double threshold)
{
    const double size = fabs(threshold);
    const double slack = PC_THRESHOLD_SLACK * (size > 1 ? size : 1);
    /* Comparisons with NaN are false. */
    switch (op) {
    case PC_GOAL_AT_LEAST:
        return value >= threshold - slack;
    case PC_GOAL_ABOVE:
        return value > threshold + slack;
    case PC_GOAL_AT_MOST:
        return value <= threshold + slack;
    case PC_GOAL_BELOW:
        return value < threshold - slack;
    }
    return 0;
}
