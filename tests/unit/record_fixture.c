#include "tests/unit/record_fixture.h"

void
fixture_add_fact(pc_record_t *record, double time, double value)
{
    pc_fact_t *fact = &record->facts[record->num++];
    pc_date_format(time, fact->date);
    fact->time = time;
    fact->value = value;
}
