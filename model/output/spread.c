#include "output/spread.h"

#include <stdio.h>
#include <string.h>

static const struct {
    const char *id, *words;
} kinds[] = {
    [PC_SPREAD_CHANCE] = { "chance", N_("chance alone; parameters are fixed") },
    [PC_SPREAD_CHANCE_OF_DRAW] = { "chance", N_("chance alone; parameters of draw 1") },
    [PC_SPREAD_ASSUMED] = { "assumed ranges",
        N_("range of assumptions, not a confidence interval") },
    [PC_SPREAD_BOTH] = { "both",
        N_("range of assumptions and chance, not a confidence interval") },
};

pc_spread_kind
pc_spread_of(uint32_t draws, uint32_t replicates, int chance)
{
    if (draws > 1) {
        return chance ? PC_SPREAD_BOTH : PC_SPREAD_ASSUMED;
    }
    return replicates < 2 ? PC_SPREAD_NONE
           : draws == 1   ? PC_SPREAD_CHANCE_OF_DRAW
                          : PC_SPREAD_CHANCE;
}

const char *
pc_spread_id(pc_spread_kind kind)
{
    return kinds[kind].id;
}

const char *
pc_spread_words(pc_spread_kind kind, pc_lang lang)
{
    return pc_text(lang, kinds[kind].words);
}

pc_spread_kind
pc_run_spread(const pc_run_info_t *info)
{
    return pc_spread_of(info->draws, info->replicates,
        info->mode != NULL && strcmp(info->mode, "stochastic") == 0);
}

const char *
pc_range_words(pc_spread_kind kind, pc_lang lang, char text[PC_RANGE_SIZE])
{
    text[0] = '\0';
    if (kind != PC_SPREAD_NONE) {
        snprintf(text, PC_RANGE_SIZE,
            pc_text(lang,
                "mean of the runs, and 5 to 95 %% of them, a spread and not an error: "
                "%s"),
            pc_spread_words(kind, lang));
    }
    return text;
}
