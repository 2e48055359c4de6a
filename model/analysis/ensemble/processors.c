/* sched_getaffinity is beyond POSIX. */
#if defined(__linux__) && !defined(_GNU_SOURCE)
#define _GNU_SOURCE /* NOLINT(bugprone-reserved-identifier) */
#endif
#include "analysis/ensemble/processors.h"

#include <errno.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define PATH_SIZE 4600
#define TEXT_SIZE 4096
#define PROCESSORS_MAX (1 << 20) /* of a set that is asked for */

/* The beginning of a small file; 0 if there is none. */
static int
read_text(const char *path, char *text, size_t size)
{
    FILE *in = fopen(path, "r");
    if (in == NULL) {
        return 0;
    }
    const size_t length = fread(text, 1, size - 1, in);
    text[length] = '\0';
    fclose(in);
    return length > 0;
}

/* Time in a period, in microseconds: so many processors; 0 without a limit. */
static size_t
share(double quota, double period)
{
    if (!(quota > 0) || !(period > 0) || quota / period > PROCESSORS_MAX) {
        return 0;
    }
    const size_t whole = (size_t) (quota / period);
    return whole + ((double) whole * period < quota);
}

/* The limit of one group: cpu.max of version 2, `QUOTA PERIOD` or `max PERIOD`; of
 * version 1 two files, in which -1 is no limit. */
static size_t
limit_of(const char *folder)
{
    char path[PATH_SIZE + 32], text[64], *end;
    snprintf(path, sizeof(path), "%s/cpu.max", folder);
    if (read_text(path, text, sizeof(text))) {
        const double quota = strtod(text, &end);
        return end != text ? share(quota, strtod(end, NULL)) : 0;
    }
    snprintf(path, sizeof(path), "%s/cpu.cfs_quota_us", folder);
    if (!read_text(path, text, sizeof(text))) {
        return 0;
    }
    const double quota = strtod(text, NULL);
    snprintf(path, sizeof(path), "%s/cpu.cfs_period_us", folder);
    return read_text(path, text, sizeof(text)) ? share(quota, strtod(text, NULL)) : 0;
}

static size_t
smaller(size_t a, size_t b)
{
    return a == 0 || (b > 0 && b < a) ? b : a;
}

/* The least limit of a group and of those above it, up to the root. Inside a container
 * the path may be that of the machine, of which only the root is to be seen here. */
static size_t
limit_along(const char *root, const char *group, size_t length)
{
    char folder[PATH_SIZE];
    const int size =
        snprintf(folder, sizeof(folder), "%s%.*s", root, (int) length, group);
    size_t least = 0;
    if (size < 0 || (size_t) size >= sizeof(folder)) {
        return 0;
    }
    for (;;) {
        least = smaller(least, limit_of(folder));
        if (strlen(folder) <= strlen(root)) {
            return least;
        }
        *strrchr(folder, '/') = '\0';
    }
}

/* Is `cpu` among the words of "cpu,cpuacct"? */
static int
has_cpu(const char *words, size_t length)
{
    while (length > 0) {
        const char *comma = memchr(words, ',', length);
        const size_t word = comma != NULL ? (size_t) (comma - words) : length;
        if (word == 3 && strncmp(words, "cpu", 3) == 0) {
            return 1;
        }
        const size_t past = word < length ? word + 1 : word;
        words += past;
        length -= past;
    }
    return 0;
}

size_t
pc_processors_of_cgroup(const char *cgroup, const char *root)
{
    size_t least = 0;
    /* Lines `NUMBER:WORDS:/GROUP`; of version 2 there are no words. */
    for (const char *line = cgroup; *line != '\0';
         line += strcspn(line, "\n"), line += *line == '\n') {
        const size_t length = strcspn(line, "\n");
        const char *words = memchr(line, ':', length);
        const char *group =
            words != NULL ? memchr(words + 1, ':', length - (size_t) (words + 1 - line))
                          : NULL;
        if (group == NULL || group[1] != '/') {
            continue;
        }
        words++;
        const size_t num_words = (size_t) (group - words);
        char mount[PATH_SIZE] = "";
        if (num_words == 0) {
            snprintf(mount, sizeof(mount), "%s", root);
        } else if (has_cpu(words, num_words)) {
            snprintf(mount, sizeof(mount), "%s/cpu", root);
        } else {
            continue;
        }
        group++;
        least =
            smaller(least, limit_along(mount, group, length - (size_t) (group - line)));
    }
    return least;
}

/* Processors of the set that the process may run on; 0 if it cannot be told. */
static size_t
of_set(void)
{
    size_t num = 0;
#if defined(__linux__) && defined(CPU_ALLOC)
    for (size_t room = 1024; room <= PROCESSORS_MAX && num == 0; room *= 4) {
        cpu_set_t *set = CPU_ALLOC(room);
        const size_t size = CPU_ALLOC_SIZE(room);
        if (set == NULL) {
            return 0;
        }
        const int failed = sched_getaffinity(0, size, set) != 0;
        num = failed ? 0 : (size_t) CPU_COUNT_S(size, set);
        const int too_small = failed && errno == EINVAL;
        CPU_FREE(set);
        if (!too_small) {
            break;
        }
    }
#endif
    return num;
}

size_t
pc_processors(void)
{
    char cgroup[TEXT_SIZE];
    const long online = sysconf(_SC_NPROCESSORS_ONLN);
    size_t num = smaller(of_set(), online > 0 ? (size_t) online : 1);
    if (read_text("/proc/self/cgroup", cgroup, sizeof(cgroup))) {
        num = smaller(num, pc_processors_of_cgroup(cgroup, "/sys/fs/cgroup"));
    }
    return num > 0 ? num : 1;
}
