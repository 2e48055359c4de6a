/* record_fixture.h - published records that tests make up. */
#ifndef PC_TESTS_UNIT_RECORD_FIXTURE_H
#define PC_TESTS_UNIT_RECORD_FIXTURE_H

#include "analysis/milestone/record.h"

/* One more count, in order of time. */
void fixture_add_fact(pc_record_t *record, double time, double value);

#endif
