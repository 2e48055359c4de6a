#include "output/spread.h"

#include <stdio.h>
#include <string.h>

static const struct {
    const char *id, *words[2]; /* words: English, Japanese */
} kinds[] = {
    [PC_SPREAD_CHANCE] = { "chance",
        { "chance alone; parameters are fixed", "偶然のみ（パラメータは固定）" } },
    [PC_SPREAD_CHANCE_OF_DRAW] = { "chance",
        { "chance alone; parameters of draw 1", "偶然のみ（パラメータは抽出1の値）" } },
    [PC_SPREAD_ASSUMED] = { "assumed ranges",
        { "range of assumptions, not a confidence interval",
            "仮定の幅（信頼区間ではない）" } },
    [PC_SPREAD_BOTH] = { "both",
        { "range of assumptions and chance, not a confidence interval",
            "仮定の幅と偶然（信頼区間ではない）" } },
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
    return kinds[kind].words[lang == PC_LANG_JA];
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
            lang == PC_LANG_JA
                ? "値は計算の平均、幅は計算の5〜95％点（誤差ではなくばらつき）：%s"
                : "mean of the runs, and 5 to 95 %% of them, a spread and not an error: "
                  "%s",
            pc_spread_words(kind, lang));
    }
    return text;
}
