/* pthread.h - threads for WebAssembly, where there are none: a thread cannot be started,
 * and then pool.h does all the work on the caller's own. Nobody else can hold a lock. */
#ifndef PC_TOOLS_REPORT_CORE_WASI_PTHREAD_H
#define PC_TOOLS_REPORT_CORE_WASI_PTHREAD_H

#include <errno.h>
#include <stddef.h>

typedef struct {
    char unused;
} pthread_mutex_t;
typedef struct {
    char unused;
} pthread_t;

static inline int
pthread_mutex_init(pthread_mutex_t *mutex, const void *attributes)
{
    (void) attributes;
    mutex->unused = 0;
    return 0;
}

static inline int
pthread_mutex_destroy(pthread_mutex_t *mutex)
{
    (void) mutex;
    return 0;
}

static inline int
pthread_mutex_lock(pthread_mutex_t *mutex)
{
    (void) mutex;
    return 0;
}

static inline int
pthread_mutex_unlock(pthread_mutex_t *mutex)
{
    (void) mutex;
    return 0;
}

static inline int
pthread_create(
    pthread_t *thread, const void *attributes, void *(*start)(void *), void *argument)
{
    (void) thread;
    (void) attributes;
    (void) start;
    (void) argument;
    return EAGAIN;
}

/* Never called: no thread was started. */
static inline int
pthread_join(pthread_t thread, void **result)
{
    (void) thread;
    (void) result;
    return ESRCH;
}

#endif
