#include "run_many.h"

#include <string.h>
#include <time.h>
#include <unistd.h>

int
pc_wants_many(const pc_scenario_t *scenario)
{
    return scenario->draws > 1 || scenario->replicates > 1;
}

const char *
pc_many_fault(const pc_scenario_t *scenario, const pc_options_t *options)
{
    if (scenario->mode == PC_MODE_EXPECTED && scenario->replicates > 1) {
        return "expected mode has no chance, so all replicates are alike: add --mode "
               "stochastic, or use --draws "
               "to draw the uncertain parameters";
    }
    if (options->draw > 0 || options->replicate > 1) {
        return "--draw and --replicate choose one run: leave out -n and --draws";
    }
    if (options->save_file != NULL || options->hosts) {
        return "--save-state and --hosts are for one run: leave out -n and --draws";
    }
    return NULL;
}

void
pc_show_progress(void *context, size_t done, size_t all)
{
    pc_clock_t *clock = context;
    const time_t now = time(NULL);
    if (now - clock->started < 2 || now == clock->shown || done == 0) {
        return;
    }
    clock->shown = now;
    const double left =
        (double) (now - clock->started) * (double) (all - done) / (double) done;
    fprintf(stderr, "\r%zu of %zu runs, %.0f s left   ", done, all, left);
}

pc_status
pc_many_run(pc_many_t *self, const pc_scenario_t *scenario, const pc_state_t *past,
    const pc_options_t *options, const volatile sig_atomic_t *interrupted)
{
    pc_clock_t clock = { time(NULL), 0 };
    const int terminal = !options->quiet && isatty(STDERR_FILENO);
    const pc_ensemble_plan_t plan = {
        .draws = scenario->draws > 1 ? (uint32_t) scenario->draws : 0,
        .replicates = (uint32_t) scenario->replicates,
        .threads = options->threads,
        .prefectures = 1,
        .past = past,
        .interrupted = interrupted,
        .progress = terminal ? pc_show_progress : NULL,
        .context = &clock,
    };
    memset(self, 0, sizeof(*self));
    pc_status status = pc_ensemble_run(&self->ensemble, scenario, &plan, NULL);
    if (clock.shown != 0) {
        fputc('\n', stderr);
    }
    if ((status == PC_OK || status == PC_ERR_INTERRUPT) && self->ensemble.num_done > 0) {
        const pc_status counted =
            pc_ensemble_statistics_init(&self->statistics, &self->ensemble);
        status = counted == PC_OK ? status : counted;
    }
    return status;
}

void
pc_many_free(pc_many_t *self)
{
    pc_ensemble_statistics_free(&self->statistics);
    pc_ensemble_free(&self->ensemble);
}

static void
print_row(const pc_many_t *self, size_t year, pc_variable variable, int ja)
{
    const pc_sample_layout_t *layout = &self->ensemble.layout;
    const pc_variable_info_t *info = &pc_variable_table[variable];
    const pc_statistics_t *s =
        &self->statistics
             .values[pc_sample_place(layout, PC_PERIOD_FISCAL, year, variable)];
    char label[128], mean[PC_DIGITS_SIZE], low[PC_DIGITS_SIZE], high[PC_DIGITS_SIZE],
        error[PC_DIGITS_SIZE];
    snprintf(label, sizeof(label), "%s (%s)", ja ? info->ja : info->name, info->unit);
    printf("  %-44s %12s  %10s .. %-10s %10s\n", label, pc_three_digits(s->mean, mean),
        pc_three_digits(s->quantile[0], low),
        pc_three_digits(s->quantile[PC_NUM_QUANTILES - 1], high),
        pc_three_digits(s->mean_error, error));
}

void
pc_many_print(const pc_many_t *self, const char *lang)
{
    static const pc_variable shown[] = { PC_V_SITES, PC_V_BASE_UNCOVERED, PC_V_TESTS,
        PC_V_EP_CASES, PC_V_EP_OMITTED, PC_V_HOURS_EP, PC_V_EP_UTILISATION,
        PC_V_EP_WAIT };
    const int ja = strcmp(lang, "ja") == 0;
    const pc_ensemble_t *e = &self->ensemble;
    const pc_sample_layout_t *layout = &e->layout;
    size_t year = layout->num_fiscal;
    while (year > 1 && layout->fiscal_months[year - 1] < 12) {
        year--;
    }
    printf("%s\n", ja ? e->scenario->title_ja : e->scenario->title_en);
    printf(ja ? "%zu回の計算（パラメータ抽出 %lu × 反復 %lu）、失敗 %zu\n"
              : "%zu runs (%lu parameter draws x %lu replicates), %zu failed\n",
        e->num_done, (unsigned long) (e->draws > 0 ? e->draws : 1),
        (unsigned long) e->replicates, e->num_failed);
    printf(ja ? "  %d年度                                             平均      5 %% .. "
                "95 %%            平均の誤差\n"
              : "  FY%d                                                mean         5 "
                "%% .. 95 %%        error of mean\n",
        layout->first_fiscal + (int) year - 1);
    for (size_t k = 0; year > 0 && k < sizeof(shown) / sizeof(shown[0]); k++) {
        print_row(self, year - 1, shown[k], ja);
    }
    if (e->draws > 0) {
        puts(ja ? "  幅は仮定の幅（信頼区間ではない）"
                : "  5 to 95 per cent: range of assumptions, not a confidence interval");
    } else {
        puts(ja ? "  幅は偶然によるばらつき（パラメータは固定）"
                : "  5 to 95 per cent: spread by chance; parameters are fixed");
    }
}
