#include "tools/sweep/progress.h"

#include <stdint.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

#include "base/input.h"
#include "tools/command.h"
#include "tools/record.h"

/* Seconds between two lines of progress. */
#define LOG_EVERY 10
#define STDERR_EVERY 60 /* where stderr is no terminal: a file of a batch job */

double
pc_seconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double) now.tv_sec + 1e-9 * (double) now.tv_nsec;
}

static void
write_rate(
    const pc_sweep_progress_t *self, FILE *out, size_t done, size_t all, double now)
{
    const double rate = (double) (done - self->before) / (now - self->started);
    fprintf(out, _("%zu of %zu points, %.0f a second"), done, all, rate);
    if (rate > 0) {
        const double left = (double) (all - done) / rate;
        const int unit = left < 120 ? 0 : left < 7200 ? 1 : 2;
        static const char *const names[] = { "s", "min", "h" };
        static const double lengths[] = { 1, 60, 3600 };
        fprintf(out, _(", %.*f %s left"), unit == 2, left / lengths[unit], names[unit]);
    }
}

/* A line with the time, for people who look later. */
static void
write_line(
    const pc_sweep_progress_t *self, FILE *out, size_t done, size_t all, double now)
{
    char time_now[32];
    pc_utc_now(time_now);
    fprintf(out, "%s ", time_now);
    write_rate(self, out, done, all, now);
    fputc('\n', out);
    fflush(out);
}

void
pc_sweep_check_log(pc_sweep_progress_t *self)
{
    if (ferror(self->log) && !self->log_failed) {
        self->log_failed = 1;
        fprintf(stderr, _("panelcast sweep: warning: %s: the log cannot be written\n"),
            self->log_path);
    }
}

void
pc_sweep_show(void *context, size_t done, size_t all)
{
    pc_sweep_progress_t *self = context;
    const double now = pc_seconds();
    if (self->before == SIZE_MAX) {
        self->before = done; /* the first report: what came before is no speed */
        self->started = self->shown = self->logged = now;
        return;
    }
    if (!self->quiet && now - self->shown >= (self->terminal ? 1 : STDERR_EVERY)) {
        self->shown = now;
        if (self->terminal) {
            fputc('\r', stderr);
            write_rate(self, stderr, done, all, now);
            fputs("   ", stderr);
        } else {
            write_line(self, stderr, done, all, now);
        }
    }
    if (self->log != NULL && now - self->logged >= LOG_EVERY) {
        self->logged = now;
        write_line(self, self->log, done, all, now);
        pc_sweep_check_log(self);
    }
}

int
pc_is_sweep_log(const char *path)
{
    static const char form[] = "0000-00-00T00:00:00Z begun: ";
    char line[sizeof(form)] = "";
    FILE *in;
    struct stat info;
    if (stat(path, &info) != 0 || !S_ISREG(info.st_mode) || info.st_size == 0) {
        return 1;
    }
    if (pc_input_open(&in, path, PC_INPUT_FILE, PC_SHA256_ANY_SIZE) != PC_OK) {
        return 0;
    }
    const size_t num = fread(line, 1, sizeof(form) - 1, in);
    fclose(in);
    int same = num == sizeof(form) - 1;
    for (size_t k = 0; k < num && same; k++) {
        same = form[k] == '0' ? line[k] >= '0' && line[k] <= '9' : line[k] == form[k];
    }
    return same;
}
