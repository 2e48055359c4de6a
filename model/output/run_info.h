/* run_info.h - who made a result, from what. All strings are borrowed. */
#ifndef PC_OUTPUT_RUN_INFO_H
#define PC_OUTPUT_RUN_INFO_H

#include <stddef.h>
#include <stdint.h>

#include "output/cells.h"

typedef struct {
    const char *path;   /* as the user would find it */
    const char *sha256; /* 64 hexadecimal digits */
} pc_run_input_t;

typedef struct {
    const char *name; /* of the scenario */
    const char *title_en, *title_ja;
    const char *model; /* "panelcast" */
    const char *version, *commit, *compiler, *flags, *libraries;
    const char *command_line;
    const char *mode; /* "expected" or "stochastic" */
    uint64_t seed;
    uint32_t draws, replicates;
    size_t runs_done;         /* of many runs; 0: not many */
    size_t runs_asked;        /* 0: as many as are needed */
    int interrupted;          /* 1: runs_done is a part of what was asked for */
    uint32_t draw, replicate; /* of a single run: which; draw 0: parameters not drawn */
    const char *scenario_sha256;  /* of the resolved scenario */
    const pc_run_input_t *inputs; /* [num_inputs] */
    size_t num_inputs;
    const char *from_state; /* YYYY-MM of the saved state it went on from, or NULL */
    const char *reference;  /* name of the reference scenario, NULL if none */
    const char *started, *finished; /* written to the manifest alone; NULL: left out */
    pc_lang lang;                   /* of the tables for people */
    int bom; /* 1: tables for people begin with a byte order mark */
} pc_run_info_t;

#endif
