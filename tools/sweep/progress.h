/* progress.h - how far a sweep is, on the terminal and in its log. */
#ifndef PC_TOOLS_SWEEP_PROGRESS_H
#define PC_TOOLS_SWEEP_PROGRESS_H

#include <stdio.h>

typedef struct {
    int quiet;
    int terminal;         /* stderr is one, and may be written to */
    const char *log_path; /* of --log, or NULL */
    FILE *log;            /* or NULL */
    int log_failed;       /* 1: that has been said */
    double started, shown, logged;
    size_t before; /* points done when the clock started; SIZE_MAX: it has not */
} pc_sweep_progress_t;

/* A clock that only goes forward. */
double pc_seconds(void);

/* Says on stderr and in the log, from time to time, how many points are done. `context`
 * is a pc_sweep_progress_t. */
void pc_sweep_show(void *context, size_t done, size_t all);

/* Says once that the log cannot be written; the sweep goes on without. */
void pc_sweep_check_log(pc_sweep_progress_t *self);

/* Is the file, if it is one and not empty, a log of this program? It is begun with a
 * time and `begun: `. */
int pc_is_sweep_log(const char *path);

#endif
