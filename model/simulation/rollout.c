#include "simulation/rollout.h"

#include <math.h>

#include "base/chance/elementary.h"

static double
smaller(double a, double b)
{
    return a < b ? a : b;
}

static int
is_base(const pc_hospitals_t *hospitals, size_t i)
{
    return hospitals->base_type[i] != PC_BASE_NONE;
}

static void
new_wait(pc_run_t *run, size_t i)
{
    run->state.wait_survival[i] = 1;
    if (run->chance.mode == PC_MODE_STOCHASTIC) {
        run->wait_threshold[i] = pc_chance_threshold(&run->chance, PC_PROCESS_OPENING,
            run->plan->input->hospitals->id[i], (uint32_t) run->state.episode[i]);
    }
}

static void
new_stay(pc_run_t *run, size_t i)
{
    if (run->chance.mode == PC_MODE_STOCHASTIC) {
        run->state.stay_survival[i] = 1;
        run->state.episode[i] += 1;
        run->stay_threshold[i] = pc_chance_threshold(&run->chance, PC_PROCESS_WITHDRAWAL,
            run->plan->input->hospitals->id[i], (uint32_t) run->state.episode[i]);
    }
}

/* The part `share` of a site's EP-capability ends: that part of its backlog goes to the
 * host of its cases. */
static void
hand_over(pc_run_t *run, size_t i, double share)
{
    pc_state_t *s = &run->state;
    const double moved = share * s->backlog[i];
    const int32_t to = run->routes.chain_end[i];
    if (moved > 0 && to != (int32_t) i) {
        s->backlog[to] += moved;
        s->backlog[i] -= moved;
    }
}

static void
close_share(pc_run_t *run, size_t i, double share)
{
    pc_state_t *s = &run->state;
    const double closed = share * s->open[i];
    if (s->ep_capable[i] > 0) {
        s->ep_capable[i] = share == 1 ? 0 : s->ep_capable[i] * (1 - share);
        run->sites_changed = 1;
    }
    s->open[i] = share == 1 ? 0 : s->open[i] - closed;
    run->open_changed = 1;
    if (is_base(run->plan->input->hospitals, i)) {
        s->candidate[i] += closed;
        run->candidates_changed = 1;
        new_wait(run, i);
    }
    run->flows.closed += closed;
}

/* A dated change makes the hospital a site of that tier, or closes it. Those that lose
 * the core or hub tier hand their backlog on once the new chains are known
 * (pc_rollout_settle). */
static void
change_tier(pc_run_t *run, const pc_tier_change_t *change)
{
    pc_state_t *s = &run->state;
    const size_t i = (size_t) change->hospital;
    const int host = change->tier == PC_TIER_CORE || change->tier == PC_TIER_HUB;
    const double designation = host ? change->tier : PC_TIER_COOPERATIVE;

    if (change->tier == PC_TIER_NONE) {
        if (s->open[i] > 0) {
            close_share(run, i, 1);
        }
    } else if (s->open[i] < 1) {
        run->flows.opened += 1 - s->open[i];
        s->open[i] = 1;
        s->candidate[i] = 0;
        run->open_changed = 1;
        run->candidates_changed = 1;
        new_stay(run, i);
    }
    if (s->designation[i] != designation) {
        s->designation[i] = designation;
        run->designations_changed = 1;
        run->open_changed = 1;
    }
    const double capable = change->tier == PC_TIER_COOPERATIVE_EP;
    if (s->ep_capable[i] != capable) {
        s->ep_capable[i] = capable;
        run->sites_changed = 1;
        run->open_changed = 1;
    }
}

void
pc_rollout_tier_changes(pc_run_t *run, const pc_month_plan_t *now)
{
    const pc_model_input_t *input = run->plan->input;
    run->flows.opened = 0;
    run->flows.closed = 0;
    for (size_t k = 0; k < input->num_tier_changes; k++) {
        if (input->tier_changes[k].month == now->month) {
            change_tier(run, &input->tier_changes[k]);
        }
    }
}

static void
withdraw(pc_run_t *run, const pc_month_plan_t *now)
{
    pc_state_t *s = &run->state;
    if (now->withdrawal == 0) {
        return;
    }
    for (size_t i = 0; i < s->num; i++) {
        if (s->open[i] > 0 && s->designation[i] == PC_TIER_COOPERATIVE) {
            const double share = pc_chance_event(&run->chance, now->withdrawal,
                run->stay_threshold[i], &s->stay_survival[i]);
            if (share > 0) {
                if (s->ep_capable[i] > 0) {
                    hand_over(run, i, share);
                }
                close_share(run, i, share);
            }
        }
    }
}

double
pc_rollout_pace(
    const pc_month_plan_t *now, double sites, double candidates, double hosts)
{
    const pc_params_t *p = now->params;
    double rate = 0; /* sites a year */
    switch ((pc_rollout_mode) (int) p->rollout_mode) {
    case PC_ROLLOUT_LINEAR:
        rate = p->rollout_rate;
        break;
    case PC_ROLLOUT_HAZARD:
        rate = p->rollout_hazard * candidates;
        break;
    case PC_ROLLOUT_LOGISTIC:
        rate = p->rollout_growth * sites * (1 - sites / p->rollout_ceiling);
        break;
    case PC_ROLLOUT_GOMPERTZ:
        rate = sites > 0 ? p->rollout_growth * sites * pc_log(p->rollout_ceiling / sites)
                         : 0;
        break;
    case PC_ROLLOUT_SCHEDULE:
        rate = 12 * now->schedule_openings;
        break;
    case PC_ROLLOUT_CAPACITY:
        rate = smaller(p->rollout_hazard * candidates, p->rollout_onboarding * hosts);
        break;
    }
    return rate > 0 ? rate / 12 : 0;
}

/* w_i = volume^priority x weight of the base type. */
static void
update_weights(pc_run_t *run, const pc_params_t *p)
{
    const double now[6] = { p->rollout_priority, p->rollout_weight_prefectural,
        p->rollout_weight_regional, p->rollout_weight_specific,
        p->rollout_weight_treatment, p->rollout_weight_none };
    int same = 1;
    for (int k = 0; k < 6; k++) {
        same &= run->weight_for[k] == now[k];
        run->weight_for[k] = now[k];
    }
    const pc_hospitals_t *h = run->plan->input->hospitals;
    for (size_t i = 0; !same && i < h->num; i++) {
        run->weight[i] = pc_pow(h->volume[i], now[0]) * now[1 + h->base_type[i]];
    }
}

/* The hospitals that may open, by row, those outside the base system and base
 * hospitals. */
static void
list_candidates(pc_run_t *run)
{
    const pc_hospitals_t *h = run->plan->input->hospitals;
    if (!run->candidates_changed) {
        return;
    }
    run->candidates_changed = 0;
    run->num_candidates[0] = run->num_candidates[1] = 0;
    for (size_t i = 0; i < h->num; i++) {
        if (run->state.candidate[i] > 0) {
            const int base = is_base(h, i);
            run->candidates[base][run->num_candidates[base]++] = (int32_t) i;
        }
    }
}

/* The candidates of one pool: base hospitals (1) or others (0). Sums over those with
 * w > 0. */
typedef struct {
    const int32_t *rows;
    size_t num;
    double mass, weighted, largest; /* sum of c, sum of c w, largest w */
} pool_t;

static pool_t
make_pool(const pc_run_t *run, int base)
{
    pool_t pool = { run->candidates[base], run->num_candidates[base], 0, 0, 0 };
    for (size_t k = 0; k < pool.num; k++) {
        const int32_t i = pool.rows[k];
        const double c = run->state.candidate[i], w = run->weight[i];
        if (w > 0) {
            pool.mass += c;
            pool.weighted += c * w;
            pool.largest = w > pool.largest ? w : pool.largest;
        }
    }
    return pool;
}

/* The factor k with sum of c_i min(1, k w_i) = openings; infinite if openings reaches
 * every candidate. */
static double
solve_factor(const pc_run_t *run, const pool_t *pool, double openings)
{
    if (openings >= pool->mass) {
        return INFINITY;
    }
    double factor = openings / pool->weighted;
    while (factor * pool->largest > 1) {
        double certain = 0, rest = 0;
        for (size_t k = 0; k < pool->num; k++) {
            const int32_t i = pool->rows[k];
            const double c = run->state.candidate[i], w = run->weight[i];
            if (w > 0) {
                if (factor * w >= 1) {
                    certain += c;
                } else {
                    rest += c * w;
                }
            }
        }
        const double next = rest > 0 ? (openings - certain) / rest : INFINITY;
        if (!(next > factor)) {
            break;
        }
        factor = next;
    }
    return factor;
}

/* Opens candidates of the pool; those that opened in full leave the list. */
static void
open_pool(pc_run_t *run, int base, const pool_t *pool, double openings)
{
    if (openings <= 0 || pool->mass <= 0) {
        return;
    }
    const pc_state_t *s = &run->state;
    const double factor = solve_factor(run, pool, openings);
    double all_opened = 0;
    size_t left = 0;
    for (size_t k = 0; k < pool->num; k++) {
        const int32_t i = pool->rows[k];
        const double p = factor * run->weight[i] < 1 ? factor * run->weight[i] : 1;
        const double share = run->weight[i] > 0 ? pc_chance_event(&run->chance, p,
                                 run->wait_threshold[i], &s->wait_survival[i])
                                                : 0;
        if (share > 0) {
            const double opened = share * s->candidate[i];
            s->open[i] += opened;
            s->candidate[i] = share == 1 ? 0 : s->candidate[i] - opened;
            all_opened += opened;
            new_stay(run, (size_t) i);
        }
        run->candidates[base][left] = i;
        left += s->candidate[i] > 0;
    }
    run->num_candidates[base] = left;
    run->flows.opened += all_opened;
    run->open_changed |= all_opened > 0;
}

/* Chance opens a few more or fewer sites than expected. A schedule takes that up in the
 * next month that has openings, so that its totals are kept but for the chance of one
 * month, and all are open when it empties the pool. Under the other modes that chance is
 * the spread of the result. */
static void
open_sites(pc_run_t *run, const pc_month_plan_t *now)
{
    update_weights(run, now->params);
    list_candidates(run);
    const pool_t others = make_pool(run, 0), base = make_pool(run, 1);
    const double *n = run->sites.by_tier;
    const double hosts = n[PC_TIER_CORE] + n[PC_TIER_HUB];
    const double sites = hosts + n[PC_TIER_COOPERATIVE_EP] + n[PC_TIER_COOPERATIVE];
    const double share = now->params->rollout_base_share;
    const double candidates =
        (share > 0 ? base.mass : 0) + (share < 1 ? others.mass : 0);
    const double pace = pc_rollout_pace(now, sites, candidates, hosts);
    const int takes_up = run->chance.mode == PC_MODE_STOCHASTIC && pace > 0
                         && now->params->rollout_mode == PC_ROLLOUT_SCHEDULE;
    double *carry = &run->state.scalar[PC_S_SCHEDULE_CARRY];
    const double due = pace + (takes_up ? *carry : 0);
    const double openings = due > 0 ? due : 0, before = run->flows.opened;
    open_pool(run, 1, &base, openings * share);
    open_pool(run, 0, &others, openings * (1 - share));
    if (takes_up) {
        const double expected = smaller(openings * share, base.mass)
                                + smaller(openings * (1 - share), others.mass);
        *carry = due > 0 ? expected - (run->flows.opened - before) : due;
    }
}

/* Open cooperative sites become EP-capable in order of volume, then id. Expected mode
 * fills by fractions; stochastic mode promotes whole sites and carries the fraction. */
static void
promote(pc_run_t *run, const pc_params_t *p)
{
    pc_state_t *s = &run->state;
    const double capable = run->sites.by_tier[PC_TIER_COOPERATIVE_EP];
    double amount = p->ep_host_promotion / 12;
    const int whole = run->chance.mode == PC_MODE_STOCHASTIC;
    if (whole) {
        const double due = s->scalar[PC_S_PROMOTION_CARRY] + amount;
        amount = floor(due);
        s->scalar[PC_S_PROMOTION_CARRY] = due - amount;
    }
    amount = smaller(
        amount, whole ? floor(p->ep_host_limit) - capable : p->ep_host_limit - capable);
    for (size_t k = 0; k < s->num && amount > 0; k++) {
        const size_t i = (size_t) run->plan->by_volume[k];
        const double room = s->open[i] - s->ep_capable[i];
        if (room > 0 && s->designation[i] == PC_TIER_COOPERATIVE) {
            const double more = smaller(room, amount);
            s->ep_capable[i] = more == room ? s->open[i] : s->ep_capable[i] + more;
            amount -= more;
            run->sites_changed = 1;
            run->open_changed = 1;
        }
    }
}

void
pc_rollout_step(pc_run_t *run, const pc_month_plan_t *now)
{
    withdraw(run, now);
    pc_run_count_sites(run);
    open_sites(run, now);
    promote(run, now->params);
}

void
pc_rollout_settle(pc_run_t *run)
{
    const pc_state_t *s = &run->state;
    for (size_t i = 0; i < s->num; i++) {
        const int host =
            s->open[i] > 0
            && (s->designation[i] < PC_TIER_COOPERATIVE_EP || s->ep_capable[i] > 0);
        if (s->backlog[i] > 0 && !host) {
            hand_over(run, i, 1);
        }
    }
}
