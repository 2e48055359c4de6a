#include "tools/sweep/shard.h"

#include <stdlib.h>
#include <string.h>

/* Part `k` of `n`, from 1; `n` 0: the variables are not there. */
typedef struct {
    long k, n;
    const char *source; /* the names of the variables */
} part_t;

enum { ABSENT, THERE, WRONG };

/* A variable of the environment that is a whole number below 10^9. */
static int
read_number(const char *name, long *value)
{
    const char *text = getenv(name);
    *value = 0;
    if (text == NULL) {
        return ABSENT;
    }
    const size_t length = strlen(text);
    if (length == 0 || length > 9 || text[strspn(text, "0123456789")] != '\0') {
        return WRONG;
    }
    *value = strtol(text, NULL, 10);
    return THERE;
}

static void
say_which(void)
{
    fputs(_("say which part: --shard K/N\n"), stderr);
}

static int
complain(const char *name)
{
    const char *text = getenv(name);
    if (text == NULL) {
        fprintf(stderr, _("panelcast sweep: --shard auto: %s is not set; "), name);
    } else {
        fprintf(stderr,
            _("panelcast sweep: --shard auto: %s is '%s', no whole number; "), name,
            text);
    }
    say_which();
    return -1;
}

/* Reads what a source needs, or complains. */
static int
need(const char *name, long *value)
{
    return read_number(name, value) == THERE ? 0 : complain(name);
}

/* The task of a Slurm array. A part of an array that is submitted again has fewer tasks
 * than there are shards, so only what begins at 0 or 1 and has no gaps is taken. */
static int
from_array(part_t *part)
{
    long id, least, most, count, step = 1;
    part->source = "SLURM_ARRAY_TASK_ID and _COUNT";
    if (getenv("SLURM_ARRAY_TASK_ID") == NULL) {
        return 0;
    }
    if (need("SLURM_ARRAY_TASK_ID", &id) || need("SLURM_ARRAY_TASK_MIN", &least)
        || need("SLURM_ARRAY_TASK_MAX", &most) || need("SLURM_ARRAY_TASK_COUNT", &count)
        || (getenv("SLURM_ARRAY_TASK_STEP") != NULL
            && need("SLURM_ARRAY_TASK_STEP", &step))) {
        return -1;
    }
    if (least > 1) {
        fprintf(stderr,
            _("panelcast sweep: --shard auto: the tasks of the array begin at %ld, so "
              "it "
              "may be a part of another; "),
            least);
        say_which();
        return -1;
    }
    if (step < 1 || id < least || id > most || (id - least) % step != 0
        || count != (most - least) / step + 1) {
        fprintf(stderr,
            _("panelcast sweep: --shard auto: the array has gaps (task %ld, %ld tasks "
              "from %ld to %ld by %ld); number its tasks 1-N, or "),
            id, count, least, most, step);
        say_which();
        return -1;
    }
    part->k = (id - least) / step + 1;
    part->n = count;
    return 0;
}

/* A rank from 0, of so many. */
static int
from_rank(part_t *part, const char *rank, const char *size, const char *source)
{
    part->source = source;
    if (getenv(rank) == NULL) {
        return 0;
    }
    if (need(rank, &part->k) || need(size, &part->n)) {
        return -1;
    }
    if (part->k >= part->n) {
        fprintf(stderr,
            _("panelcast sweep: --shard auto: %s is %ld and %s %ld, but ranks begin at "
              "0; "),
            rank, part->k, size, part->n);
        say_which();
        return -1;
    }
    part->k++;
    return 0;
}

/* The launcher nearest to the process: mpirun may itself have been started by srun. The
 * script of a Slurm job carries the variables of srun as well, but is alone. */
static int
from_launcher(part_t *part)
{
    if (getenv("OMPI_COMM_WORLD_RANK") != NULL) {
        return from_rank(part, "OMPI_COMM_WORLD_RANK", "OMPI_COMM_WORLD_SIZE",
            "OMPI_COMM_WORLD_RANK and _SIZE");
    }
    if (getenv("PMI_RANK") != NULL) {
        return from_rank(part, "PMI_RANK", "PMI_SIZE", "PMI_RANK and PMI_SIZE");
    }
    if (getenv("SLURM_STEP_ID") == NULL) {
        return 0;
    }
    return from_rank(part, "SLURM_PROCID",
        getenv("SLURM_STEP_NUM_TASKS") != NULL ? "SLURM_STEP_NUM_TASKS" : "SLURM_NTASKS",
        "SLURM_PROCID and SLURM_NTASKS");
}

/* Inside a job of many tasks, but not started as one of them. */
static int
outside_step(void)
{
    long tasks;
    return getenv("SLURM_STEP_ID") == NULL
           && read_number("SLURM_NTASKS", &tasks) == THERE && tasks > 1;
}

static int
find_auto(part_t *part)
{
    part_t array = { 0, 0, NULL }, rank = { 0, 0, NULL };
    if (from_array(&array) != 0 || from_launcher(&rank) != 0) {
        return -1;
    }
    if (array.n > 0 && rank.n > 1) {
        fprintf(stderr,
            _("panelcast sweep: --shard auto: this is part %ld/%ld by %s, and part "
              "%ld/%ld by %s; "),
            array.k, array.n, array.source, rank.k, rank.n, rank.source);
        say_which();
        return -1;
    }
    *part = array.n > 0 ? array : rank;
    if (part->n == 0) {
        fprintf(stderr, _("panelcast sweep: --shard auto: %s; "),
            outside_step() ? _("the job has many tasks, but this is none of them: put "
                               "srun before the command")
                           : _("no task of a Slurm array (SLURM_ARRAY_TASK_ID), of srun "
                               "(SLURM_PROCID) or of MPI (OMPI_COMM_WORLD_RANK, "
                               "PMI_RANK)"));
        say_which();
        return -1;
    }
    return 0;
}

/* Many processes that all compute the whole are seldom meant. */
static void
note_tasks(void)
{
    static const char *const sizes[] = { "SLURM_ARRAY_TASK_COUNT",
        "OMPI_COMM_WORLD_SIZE", "PMI_SIZE", "SLURM_STEP_NUM_TASKS" };
    for (size_t k = 0; k < sizeof(sizes) / sizeof(sizes[0]); k++) {
        long tasks;
        if (read_number(sizes[k], &tasks) == THERE && tasks > 1) {
            fprintf(stderr,
                _("panelcast sweep: note: this is one of %ld tasks (%s), and it "
                  "computes "
                  "every point; with --shard auto it computes its part\n"),
                tasks, sizes[k]);
            return;
        }
    }
}

int
pc_shard_find(const pc_options_t *options, size_t *shard, size_t *num_shards)
{
    part_t part = { 1, 1, NULL };
    if (options->num_shards > 0) {
        part.k = (long) options->shard;
        part.n = (long) options->num_shards;
    } else if (options->shard_auto) {
        if (find_auto(&part) != 0) {
            return PC_EXIT_USAGE;
        }
        fprintf(stderr, _("panelcast sweep: shard %ld/%ld, from %s\n"), part.k, part.n,
            part.source);
    } else {
        note_tasks();
    }
    *shard = (size_t) part.k;
    *num_shards = (size_t) part.n;
    return PC_EXIT_OK;
}

char *
pc_shard_path(const char *path, size_t shard)
{
    static const char mark[] = "{shard}";
    char *text = NULL;
    size_t size = 0;
    FILE *out = path != NULL ? open_memstream(&text, &size) : NULL;
    if (out == NULL) {
        return NULL;
    }
    for (const char *next; (next = strstr(path, mark)) != NULL;) {
        fprintf(out, "%.*s%zu", (int) (next - path), path, shard);
        path = next + strlen(mark);
    }
    fputs(path, out);
    if (fclose(out) != 0) {
        free(text);
        return NULL;
    }
    return text;
}
