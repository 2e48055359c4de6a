#include "tools/plot/notices.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "base/utf8.h"
#include "tools/command.h"

#define PART_END '\037'
#define PARTS_MAX 2

/* Those of plots/draw.sh, which tests/deep/plots.sh holds against this list. */
static const char *const sentences[] = {
    /* NOLINTNEXTLINE(bugprone-suspicious-missing-comma) */
    N_("usage: draw.sh [--lang en|ja] [--only sites|tests|panels|hours|map|curve|"
       "milestone|record|compare|sensitivity] RESULTDIR [OUTDIR]"),
    N_("cannot find my own folder"),
    N_("no %s in %s"),
    N_("gnuplot is missing: apt-get install --no-install-recommends gnuplot-nox"),
    N_("fc-list is missing: apt-get install --no-install-recommends fontconfig"),
    N_("cannot make a temporary folder"),
    N_("cannot write the temporary folder"),
    N_("this gnuplot lacks the pngcairo or svg terminal: apt-get install "
       "--no-install-recommends gnuplot-nox"),
    N_("no font for --lang %s: apt-get install --no-install-recommends %s"),
    N_("cannot read manifest.json or summary.json"),
    N_("cannot read %s"),
    N_("%s cannot be drawn: %s"),
    N_("note: the plot %s is left out: %s has no rows for it"),
    N_("there is nothing to draw in %s"),
    N_("gnuplot failed at %s: %s"),
    N_("cannot make the folder of the pictures"),
    N_("cannot write the pictures"),
};

/* `sentence` with its parts: the next at each %s, number N at %N$s. */
static void
print(const char *sentence, char *const parts[PARTS_MAX])
{
    int next = 0;
    fputs("panelcast: ", stderr);
    for (const char *p = sentence; *p != '\0'; p++) {
        if (strncmp(p, "%s", 2) == 0 && next < PARTS_MAX) {
            fputs(parts[next++], stderr);
            p++;
        } else if (p[0] == '%' && (p[1] == '1' || p[1] == '2')
                   && strncmp(p + 2, "$s", 2) == 0) {
            fputs(parts[p[1] - '1'], stderr);
            p += 3;
        } else {
            fputc(*p, stderr);
        }
    }
    fputc('\n', stderr);
}

static void
say(char *line)
{
    char nothing[] = "", *parts[PARTS_MAX] = { nothing, nothing };
    char *at = strchr(line, PART_END);
    for (int k = 0; at != NULL; k++) {
        *at++ = '\0';
        char *end = strchr(at, PART_END);
        if (k < PARTS_MAX && end != NULL) {
            parts[k] = at;
        }
        at = end;
    }
    for (int k = 0; k < PARTS_MAX; k++) {
        pc_utf8_make_plain(parts[k]);
    }
    for (size_t k = 0; k < sizeof(sentences) / sizeof(sentences[0]); k++) {
        if (strcmp(sentences[k], line) == 0) {
            print(_(sentences[k]), parts);
            return;
        }
    }
    pc_utf8_make_plain(line);
    print(line, parts);
}

int
pc_notices_take(pc_notices_t *self, int fd)
{
    char bytes[512];
    const ssize_t num = read(fd, bytes, sizeof(bytes));
    for (ssize_t k = 0; k < num; k++) {
        if (bytes[k] == '\n') {
            self->text[self->length] = '\0';
            say(self->text);
            self->length = 0;
        } else if (bytes[k] != '\0' && self->length + 1 < sizeof(self->text)) {
            self->text[self->length++] = bytes[k];
        }
    }
    return num > 0 || (num < 0 && errno == EINTR);
}
