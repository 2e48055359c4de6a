#include "analysis/ensemble/pool.h"

#include "analysis/ensemble/processors.h"

int
pc_pool_ended(const pc_pool_t *self)
{
    return self->status != PC_OK || (self->interrupted != NULL && *self->interrupted);
}

int
pc_pool_take(pc_pool_t *self, size_t *task)
{
    pthread_mutex_lock(&self->lock);
    const int taken = !pc_pool_ended(self) && self->next < self->num_tasks;
    if (taken) {
        *task = self->next++;
        if (self->plan != NULL && self->plan->progress != NULL) {
            self->plan->progress(self->plan->context, *task, self->num_tasks);
        }
    }
    pthread_mutex_unlock(&self->lock);
    return taken;
}

static void *
work(void *shared)
{
    pc_pool_t *self = shared;
    const pc_status status = self->work(self, self->context);
    pthread_mutex_lock(&self->lock);
    self->status = self->status == PC_OK ? status : self->status;
    pthread_mutex_unlock(&self->lock);
    return NULL;
}

pc_status
pc_pool_run(pc_pool_t *self)
{
    pthread_t threads[PC_MAX_THREADS];
    size_t wanted = self->threads > 0 ? self->threads : pc_processors();
    wanted = wanted > self->num_tasks ? self->num_tasks : wanted;
    wanted = wanted > PC_MAX_THREADS ? PC_MAX_THREADS : wanted;
    if (pthread_mutex_init(&self->lock, NULL) != 0) {
        self->status = PC_ERR_NOMEM;
        return self->status;
    }
    size_t started = 0;
    while (started + 1 < wanted
           && pthread_create(&threads[started], NULL, work, self) == 0) {
        started++;
    }
    work(self);
    for (size_t k = 0; k < started; k++) {
        pthread_join(threads[k], NULL);
    }
    pthread_mutex_destroy(&self->lock);
    if (self->status != PC_OK) {
        return self->status;
    }
    return self->next < self->num_tasks ? PC_ERR_INTERRUPT : PC_OK;
}
