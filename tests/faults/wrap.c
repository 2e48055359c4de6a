/* wrap.c - the program with calls that fail on request, for tests/deep/every_fault.sh.
 *
 * Linked with `--wrap` for every function below, so that the calls of the program and of
 * the libraries linked into it come here first. FAULT=alloc:N lets allocation N fail,
 * from 1; io:N what opens, ends or moves a file; stream:N what writes into one by stdio.
 * With a
 * `+` behind it every later one fails as well. FAULT_COUNT names a file that gets how
 * many calls of each kind there were.
 *
 * FAULT_TRACE=1 shows where the first one was (addr2line -f -e PROGRAM ADDRESS).
 *
 * Messages on standard error never fail, so that they can be looked at. What is still
 * allocated at the end is a leak: exit code 99, with the numbers of the allocations. */
#include <errno.h>
#include <execinfo.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

#include <cjson/cJSON.h>
#include <gsl/gsl_matrix.h>

#include "analysis/compare/compare.h"
#include "analysis/ensemble/ensemble.h"
#include "analysis/milestone/fit_summary.h"

enum { ALLOC, IO, STREAM, NUM_KINDS };
static const char *const kinds[NUM_KINDS] = { "alloc", "io", "stream" };
static atomic_long calls[NUM_KINDS];
static long fault_at[NUM_KINDS];
static int go_on;

static int
fails(int kind, int error)
{
    const long call = ++calls[kind];
    if (fault_at[kind] == 0 || call < fault_at[kind]
        || (call > fault_at[kind] && !go_on)) {
        return 0;
    }
    if (getenv("FAULT_TRACE") != NULL && call == fault_at[kind]) {
        void *frames[16];
        backtrace_symbols_fd(frames, backtrace(frames, 16), STDERR_FILENO);
    }
    errno = error;
    return 1;
}

/* --- memory --------------------------------------------------------------------------
 */

void *__real_malloc(size_t size);
void *__real_calloc(size_t num, size_t size);
void *__real_realloc(void *old, size_t size);
char *__real_strdup(const char *text);
char *__real_strndup(const char *text, size_t size);
char *__real_realpath(const char *path, char *resolved);
FILE *__real_open_memstream(char **text, size_t *size);
int __real_pthread_create(pthread_t *thread, const pthread_attr_t *attributes,
    void *(*start)(void *), void *argument);

void __real_free(void *block);

/* What is allocated now: open addressing by address. */
enum { SLOTS = 1 << 17 };
static struct {
    const void *block; /* NULL: empty */
    long call;
} live[SLOTS];
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

static size_t
first_slot(const void *block)
{
    return ((size_t) block >> 4) * 2654435761u % SLOTS;
}

static size_t
slot_of(const void *block)
{
    size_t k = first_slot(block);
    while (live[k].block != NULL && live[k].block != block) {
        k = (k + 1) % SLOTS;
    }
    return k;
}

/* The first block of this thread since this was made NULL. */
static _Thread_local void *first_kept;

static void *
keep(void *block)
{
    if (block != NULL) {
        first_kept = first_kept == NULL ? block : first_kept;
        pthread_mutex_lock(&lock);
        const size_t k = slot_of(block);
        live[k].block = block;
        live[k].call = calls[ALLOC];
        pthread_mutex_unlock(&lock);
    }
    return block;
}

/* Blocks that libc allocated itself were never kept. What stands behind an emptied slot
 * moves up, so that it is still found: the table does not fill over time. */
static void
forget(const void *block)
{
    pthread_mutex_lock(&lock);
    size_t hole = slot_of(block);
    for (size_t k = (hole + 1) % SLOTS;
         live[hole].block != NULL && live[k].block != NULL; k = (k + 1) % SLOTS) {
        if ((k - first_slot(live[k].block)) % SLOTS >= (k - hole) % SLOTS) {
            live[hole] = live[k];
            hole = k;
        }
    }
    live[hole].block = NULL;
    pthread_mutex_unlock(&lock);
}

void
__wrap_free(void *block)
{
    if (block != NULL) {
        forget(block);
    }
    __real_free(block);
}

void *
__wrap_malloc(size_t size)
{
    return fails(ALLOC, ENOMEM) ? NULL : keep(__real_malloc(size));
}

void *
__wrap_calloc(size_t num, size_t size)
{
    return fails(ALLOC, ENOMEM) ? NULL : keep(__real_calloc(num, size));
}

void *
__wrap_realloc(void *old, size_t size)
{
    if (fails(ALLOC, ENOMEM)) {
        return NULL;
    }
    if (old != NULL) {
        forget(old);
    }
    return keep(__real_realloc(old, size));
}

char *
__wrap_strdup(const char *text)
{
    return fails(ALLOC, ENOMEM) ? NULL : keep(__real_strdup(text));
}

char *
__wrap_strndup(const char *text, size_t size)
{
    return fails(ALLOC, ENOMEM) ? NULL : keep(__real_strndup(text, size));
}

char *
__wrap_realpath(const char *path, char *resolved)
{
    return fails(ALLOC, ENOMEM) ? NULL : keep(__real_realpath(path, resolved));
}

FILE *
__wrap_open_memstream(char **text, size_t *size)
{
    return fails(ALLOC, ENOMEM) ? NULL : __real_open_memstream(text, size);
}

int
__wrap_pthread_create(pthread_t *thread, const pthread_attr_t *attributes,
    void *(*start)(void *), void *argument)
{
    return fails(ALLOC, EAGAIN)
               ? EAGAIN
               : __real_pthread_create(thread, attributes, start, argument);
}

/* gsl_matrix_alloc of GSL 2.7.1 does not free the matrix when its numbers get no memory
 * (matrix/init_source.c; gsl_vector_alloc does). The minimiser of the fits calls it, and
 * the program cannot help it: what it leaves is given back here. */
gsl_matrix *__real_gsl_matrix_alloc(size_t rows, size_t columns);
gsl_matrix *__wrap_gsl_matrix_alloc(size_t rows, size_t columns);

gsl_matrix *
__wrap_gsl_matrix_alloc(size_t rows, size_t columns)
{
    first_kept = NULL;
    gsl_matrix *matrix = __real_gsl_matrix_alloc(rows, columns);
    if (matrix == NULL) {
        __wrap_free(first_kept);
    }
    return matrix;
}

/* --- streams -------------------------------------------------------------------------
 */

int __real_vfprintf(FILE *stream, const char *format, va_list arguments);
size_t __real_fwrite(const void *data, size_t size, size_t num, FILE *stream);
int __real_fputs(const char *text, FILE *stream);
int __real_fputc(int c, FILE *stream);
int __real_fflush(FILE *stream);
int __real_fclose(FILE *stream);
FILE *__real_fopen(const char *path, const char *mode);
FILE *__real_fdopen(int handle, const char *mode);
int __real_mkstemp(char *path);

/* As a full disk does it: the stream remembers the error (_IO_ERR_SEEN of glibc). */
static int
stream_fails(FILE *stream)
{
    if (stream == stderr || !fails(STREAM, ENOSPC)) {
        return 0;
    }
    if (stream != NULL) {
        stream->_flags |= 0x20;
    }
    return 1;
}

int
__wrap_vfprintf(FILE *stream, const char *format, va_list arguments)
{
    return stream_fails(stream) ? -1 : __real_vfprintf(stream, format, arguments);
}

int
__wrap_fprintf(FILE *stream, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    const int result = __wrap_vfprintf(stream, format, arguments);
    va_end(arguments);
    return result;
}

int
__wrap_printf(const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    const int result = __wrap_vfprintf(stdout, format, arguments);
    va_end(arguments);
    return result;
}

size_t
__wrap_fwrite(const void *data, size_t size, size_t num, FILE *stream)
{
    return stream_fails(stream) ? 0 : __real_fwrite(data, size, num, stream);
}

int
__wrap_fputs(const char *text, FILE *stream)
{
    return stream_fails(stream) ? EOF : __real_fputs(text, stream);
}

int
__wrap_fputc(int c, FILE *stream)
{
    return stream_fails(stream) ? EOF : __real_fputc(c, stream);
}

int
__wrap_putc(int c, FILE *stream)
{
    return __wrap_fputc(c, stream);
}

int
__wrap_putchar(int c)
{
    return __wrap_fputc(c, stdout);
}

int
__wrap_puts(const char *text)
{
    return stream_fails(stdout)
               ? EOF
               : __real_fputs(text, stdout) + __real_fputc('\n', stdout);
}

int
__wrap_fflush(FILE *stream)
{
    return stream != stderr && fails(IO, ENOSPC) ? EOF : __real_fflush(stream);
}

int
__wrap_fclose(FILE *stream)
{
    const int failed = stream != stderr && fails(IO, ENOSPC);
    const int result = __real_fclose(stream);
    errno = failed ? ENOSPC : errno;
    return failed ? EOF : result;
}

FILE *
__wrap_fopen(const char *path, const char *mode)
{
    return fails(IO, EIO) ? NULL : __real_fopen(path, mode);
}

FILE *
__wrap_fdopen(int handle, const char *mode)
{
    return fails(ALLOC, ENOMEM) ? NULL : __real_fdopen(handle, mode);
}

int
__wrap_mkstemp(char *path)
{
    return fails(IO, ENOSPC) ? -1 : __real_mkstemp(path);
}

/* --- the file system -----------------------------------------------------------------
 */

int __real_open(const char *path, int flags, mode_t mode);
int __real_open64(const char *path, int flags, mode_t mode);

int
__wrap_open(const char *path, int flags, mode_t mode)
{
    return fails(IO, EIO) ? -1 : __real_open(path, flags, mode);
}

int
__wrap_open64(const char *path, int flags, mode_t mode)
{
    return fails(IO, EIO) ? -1 : __real_open64(path, flags, mode);
}

/* RESULT NAME(PARAMETERS) that is -1 with ENOSPC when it fails. */
#define SYSTEM(result, name, parameters, arguments)                                     \
    result __real_##name parameters;                                                    \
    result __wrap_##name parameters;                                                    \
    result __wrap_##name parameters                                                     \
    {                                                                                   \
        return fails(IO, ENOSPC) ? -1 : __real_##name arguments;                        \
    }

SYSTEM(ssize_t, write, (int fd, const void *data, size_t size), (fd, data, size))
SYSTEM(ssize_t, pwrite, (int fd, const void *data, size_t size, off_t at),
    (fd, data, size, at))
SYSTEM(ssize_t, pwrite64, (int fd, const void *data, size_t size, off_t at),
    (fd, data, size, at))
SYSTEM(int, fsync, (int fd), (fd))
SYSTEM(int, fdatasync, (int fd), (fd))
SYSTEM(int, ftruncate, (int fd, off_t size), (fd, size))
SYSTEM(int, ftruncate64, (int fd, off_t size), (fd, size))
SYSTEM(int, mkdir, (const char *path, mode_t mode), (path, mode))
SYSTEM(int, link, (const char *from, const char *to), (from, to))
SYSTEM(int, rename, (const char *from, const char *to), (from, to))
SYSTEM(int, mkdirat, (int folder, const char *path, mode_t mode), (folder, path, mode))
SYSTEM(int, linkat,
    (int from_dir, const char *from, int to_dir, const char *to, int flags),
    (from_dir, from, to_dir, to, flags))
SYSTEM(int, renameat, (int from_dir, const char *from, int to_dir, const char *to),
    (from_dir, from, to_dir, to))

/* Files that are made; what opens folders also cleans up. */
#define MAKE(name)                                                                      \
    int __real_##name(int folder, const char *path, int flags, mode_t mode);            \
    int __wrap_##name(int folder, const char *path, int flags, mode_t mode);            \
    int __wrap_##name(int folder, const char *path, int flags, mode_t mode)             \
    {                                                                                   \
        return (flags & O_CREAT) != 0 && fails(IO, ENOSPC)                              \
                   ? -1                                                                 \
                   : __real_##name(folder, path, flags, mode);                          \
    }
MAKE(openat)
MAKE(openat64)
SYSTEM(int, renameat2,
    (int from_dir, const char *from, int to_dir, const char *to, unsigned flags),
    (from_dir, from, to_dir, to, flags))

/* This one gives the error back instead of setting errno. */
int __real_posix_fallocate(int fd, off_t from, off_t size);
int __wrap_posix_fallocate(int fd, off_t from, off_t size);

int
__wrap_posix_fallocate(int fd, off_t from, off_t size)
{
    return fails(IO, ENOSPC) ? ENOSPC : __real_posix_fallocate(fd, from, size);
}

/* With FAULT_IN_FILE=1 what many runs and comparisons keep lies in a file at once. */
pc_status __real_pc_ensemble_open(
    pc_ensemble_t *self, const pc_scenario_t *scenario, const pc_ensemble_plan_t *plan);
pc_status __real_pc_compare_run(pc_compare_t *self,
    const pc_scenario_t *const *scenarios, size_t num, const pc_compare_plan_t *plan);

pc_status
__wrap_pc_ensemble_open(
    pc_ensemble_t *self, const pc_scenario_t *scenario, const pc_ensemble_plan_t *plan)
{
    pc_ensemble_plan_t small = *plan;
    small.memory = getenv("FAULT_IN_FILE") != NULL ? 1 : plan->memory;
    return __real_pc_ensemble_open(self, scenario, &small);
}

pc_status
__wrap_pc_compare_run(pc_compare_t *self, const pc_scenario_t *const *scenarios,
    size_t num, const pc_compare_plan_t *plan)
{
    pc_compare_plan_t small = *plan;
    small.memory = getenv("FAULT_IN_FILE") != NULL ? 1 : plan->memory;
    return __real_pc_compare_run(self, scenarios, num, &small);
}

/* Fits have a few samples: these make the same allocations over and over. */
size_t __real_pc_fit_samples(pc_growth kind, size_t refits);

size_t
__wrap_pc_fit_samples(pc_growth kind, size_t refits)
{
    (void) refits;
    return __real_pc_fit_samples(kind, 20);
}

/* --- what is asked for ----------------------------------------------------------------
 */

static int
count_leaks(void)
{
    int leaks = 0;
    for (size_t k = 0; k < SLOTS; k++) {
        if (live[k].block != NULL && ++leaks <= 10) {
            fprintf(stderr, "leak: allocation %ld\n", live[k].call);
        }
    }
    return leaks;
}

static void
finish(void)
{
    const char *path = getenv("FAULT_COUNT");
    FILE *out = path != NULL ? __real_fopen(path, "w") : NULL;
    if (out != NULL) {
        char text[64];
        snprintf(text, sizeof(text), "%ld %ld %ld\n", (long) calls[ALLOC],
            (long) calls[IO], (long) calls[STREAM]);
        __real_fputs(text, out);
        __real_fclose(out);
    }
    if (count_leaks() > 0) {
        _exit(99);
    }
}

__attribute__((constructor)) static void
begin(void)
{
    /* cJSON is a shared library, whose own calls are not wrapped. */
    cJSON_Hooks hooks = { __wrap_malloc, __wrap_free };
    cJSON_InitHooks(&hooks);
    const char *fault = getenv("FAULT");
    for (int kind = 0; fault != NULL && kind < NUM_KINDS; kind++) {
        const size_t length = strlen(kinds[kind]);
        if (strncmp(fault, kinds[kind], length) == 0 && fault[length] == ':') {
            char *end;
            fault_at[kind] = strtol(fault + length + 1, &end, 10);
            go_on = *end == '+';
        }
    }
    atexit(finish);
}
