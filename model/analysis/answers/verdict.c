#include "analysis/answers/verdict.h"

#include <math.h>
#include <stdio.h>

#include "analysis/answers/words.h"

/* Every line lies before 2037, or after it, or in it. */
static const char *
word_of(size_t before, size_t in, size_t after, pc_lang lang)
{
    if (in > 0 && before == 0 && after == 0) {
        return C_("verdict", "yes");
    }
    if (in == 0 && after == 0) {
        return C_("verdict", "no, earlier");
    }
    if (in == 0 && before == 0) {
        return C_("verdict", "no, later");
    }
    return C_("verdict", "it depends on the window of the record");
}

void
pc_answer_verdict(
    const pc_ministry_sum_t *sum, int which, pc_lang lang, char text[PC_VERDICT_SIZE])
{
    const pc_reading_t *reading = &sum->readings[which];
    double first = INFINITY, last = -INFINITY;
    size_t before = 0, in = 0, after = 0;
    char from[PC_DATE_SIZE], to[PC_DATE_SIZE];
    for (size_t l = 0; l < sum->num_lines; l++) {
        const double time = pc_line_reaches(&sum->lines[l], reading->target);
        first = fmin(first, time);
        last = fmax(last, time);
        if (pc_is_around_2037(time)) {
            in++;
        } else if (time < 2037) {
            before++;
        } else {
            after++;
        }
    }
    pc_date_format(first, from);
    pc_date_format(last, to);
    snprintf(text, PC_VERDICT_SIZE,
        _("2037? %s: %s. Of %zu straight lines through the record %zu reach it in 2037; "
          "they reach it from %.7s to %.7s."),
        _(reading->text), word_of(before, in, after, lang), sum->num_lines, in, from,
        to);
}
