/* trend.h - the local trend of fit.h, for fit.c alone. */
#ifndef PC_TREND_H
#define PC_TREND_H

#include "analysis/fit.h"

void pc_trend_fit(pc_fit_t *self, const pc_record_t *record);
double pc_trend_at(const pc_fit_t *self, double time, double z);
double pc_trend_when(const pc_fit_t *self, double count, double z);

#endif
