/* shard.h - which part of a sweep this process computes. */
#ifndef PC_TOOLS_SWEEP_SHARD_H
#define PC_TOOLS_SWEEP_SHARD_H

#include <stddef.h>

#include "tools/command.h"

/* The shard of --shard K/N; of --shard auto, from the variables of a Slurm array or of a
 * launcher of many tasks; without the option 1 of 1, with a note if this process is one
 * of many. Messages go to stderr. PC_EXIT_OK, or PC_EXIT_USAGE if `auto` finds no shard
 * or no single one. */
int pc_shard_find(const pc_options_t *options, size_t *shard, size_t *num_shards);

/* `path` with every `{shard}` replaced by the number; to be freed. NULL without memory
 * or path. */
char *pc_shard_path(const char *path, size_t shard);

#endif
