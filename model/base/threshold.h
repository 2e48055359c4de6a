/* threshold.h - when a value meets a threshold: the one rule for milestones, targets and
 * the dates made of them.
 *
 * In expected mode whole numbers are sums of fractions and carry rounding: 223 hospitals
 * less 222.5 openings may be 0.5 + 1e-13. So a value is taken as equal to the threshold
 * if they differ by at most
 *
 *     1e-9 x max(1, |threshold|)        in the unit of the variable
 *
 * that is 1e-9 for thresholds up to 1, and a billionth of the threshold above. Equal
 * meets >= and <=, and does not meet > and <. A missing value (NaN) meets nothing. */
#ifndef PC_BASE_THRESHOLD_H
#define PC_BASE_THRESHOLD_H

#define PC_THRESHOLD_SLACK 1e-9

typedef enum {
    PC_GOAL_AT_LEAST,
    PC_GOAL_ABOVE,
    PC_GOAL_AT_MOST,
    PC_GOAL_BELOW
} pc_goal_op;

int pc_threshold_met(pc_goal_op op, double value, double threshold);

#endif
