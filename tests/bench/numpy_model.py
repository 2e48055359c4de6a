"""The month of the baseline in vectorised NumPy, to compare speeds: drawn per site and drawn per cell.

    python3 tests/bench/numpy_model.py

All replicates of a batch are worked on together, so that every operation is over a large array. The equations are
those of docs/model.md in shorter form (one group, no tier changes, elastic panels); chance comes from NumPy's own
generator and its samplers. It prints one line for each way, in the unit of bench.c, and the tests of the last month
beside those of the model, so that it is seen to do the same work.
"""
import csv
import os
import statistics
import time

import numpy as np

DATA = os.path.join(os.path.dirname(__file__), "..", "..", "scenarios", "data")
MONTHS = 190  # 2025-06 .. 2041-03
BATCH = 32
RATE, RAMP = 17.8, 6
NETWORK, REFERRAL, LOCAL, UPTAKE = 0.75, 0.5, 0.8, 0.514
FITNESS, PASS_2, PASS_3, OFFER_2 = 0.7, 0.45, 0.45, 0.3
OWN = np.array([2.5, 2.0, 1.0, 1.0])  # core, hub, EP-capable, cooperative
PULL = np.array([6.0, 4.0, 1.0, 1.0])
OMIT, UNCLEAR = 0.33, 0.1
TIERS = {"core": 0, "hub": 1, "cooperative_ep": 2, "cooperative": 3, "none": 3}


def read_hospitals():
    with open(os.path.join(DATA, "hospitals.csv"), encoding="utf-8", newline="") as f:
        rows = list(csv.DictReader(f))
    place = {r["id"]: i for i, r in enumerate(rows)}
    table = {
        "volume": np.array([float(r["volume"]) for r in rows]),
        "prefecture": np.array([int(r["prefecture"]) - 1 for r in rows]),
        "base": np.array([r["base_type"] != "none" for r in rows]),
        "tier": np.array([TIERS[r["tier"]] for r in rows]),
        "open": np.array([r["opened"] != "" and r["opened"] <= "2025-05" for r in rows], dtype=float),
        "host": np.array([place[r["host"]] if r["host"] else i for i, r in enumerate(rows)]),
    }
    key = (table["prefecture"] * len(rows) + table["host"]) * 4 + table["tier"]
    _, table["cell"] = np.unique(key, return_inverse=True)
    return table


def run_batch(h, rng, per_cell):
    """BATCH runs of MONTHS months; the mean number of tests of the last month."""
    volume, prefecture, tier, host, cell = h["volume"], h["prefecture"], h["tier"].copy(), h["host"], h["cell"]
    n, cells = len(volume), cell.max() + 1
    cell_first = np.zeros(cells, dtype=int)
    cell_first[cell[::-1]] = np.arange(n)[::-1]
    opened = np.tile(h["open"], (BATCH, 1))
    history = np.tile(opened, (RAMP, 1, 1))
    open_sum = history.sum(axis=0)
    survival, threshold = np.ones((BATCH, n)), rng.random((BATCH, n))
    candidate_base = h["base"] & (h["open"] == 0)
    by_volume = np.argsort(-volume)
    promoted = 0.0
    offset = (np.arange(BATCH) * 47)[:, None]
    pref_index = (prefecture[None, :] + offset).ravel()
    cell_index = (cell[None, :] + (np.arange(BATCH) * cells)[:, None]).ravel()
    total = 0.0
    for month in range(MONTHS):
        # roll-out
        weight = volume * candidate_base * (1 - opened)
        mass = weight.sum(axis=1, keepdims=True)
        p = np.minimum(1, RATE / 12 * weight / np.maximum(mass, 1e-300))
        survival *= 1 - p
        opened = np.where((survival <= threshold) & (p > 0), 1.0, opened)
        promoted += 20 / 12
        if promoted >= 1 and (tier == 2).sum() < 100:
            for _ in range(int(promoted)):
                ready = [i for i in by_volume if tier[i] == 3 and opened[0, i] > 0][:1]
                tier[ready] = 2
            promoted -= int(promoted)
        # effective opening and shares
        open_sum += opened - history[month % RAMP]
        history[month % RAMP] = opened
        effective = volume * open_sum / RAMP
        own, pull = effective * OWN[tier], effective * PULL[tier]
        treated = NETWORK * effective.sum(axis=1, keepdims=True) / volume.sum()
        reached = treated + REFERRAL * (1 - treated)
        here = np.bincount(pref_index, pull.ravel(), 47 * BATCH).reshape(BATCH, 47)
        elsewhere = np.bincount(pref_index, (volume - effective).ravel(), 47 * BATCH).reshape(BATCH, 47)
        local = (1 - treated / reached) * LOCAL * elsewhere / elsewhere.sum(axis=1, keepdims=True)
        per_pull = local / np.maximum(here, 1e-300)
        share = (treated / reached * own / own.sum(axis=1, keepdims=True) + pull * per_pull[:, prefecture]
                 + (1 - treated / reached) * (1 - LOCAL) * pull / pull.sum(axis=1, keepdims=True))
        second = (303000 + 44000 * month / 189) / 12 * FITNESS * PASS_2
        third = second * (1 - OFFER_2 * UPTAKE * reached) * PASS_3
        streams = [((second * OFFER_2 + third) * UPTAKE * reached, OMIT if month >= 12 else 0.0),
                   (np.full_like(reached, 59500 / 12 * 0.03), 0.0)]
        arrivals, tests_sum, hours = np.zeros((BATCH, n)), 0.0, 0.0
        for mean, omit in streams:
            rate = mean * share
            if per_cell:
                rate = np.bincount(cell_index, rate.ravel(), cells * BATCH).reshape(BATCH, cells)
            tests = rng.poisson(rate)
            omitted = rng.binomial(tests, omit) if omit else np.zeros_like(tests)
            cases = tests - omitted
            where = host[cell_first] if per_cell else host
            level = tier[cell_first] if per_cell else tier
            unclear = rng.binomial(np.where(level == 2, cases, 0), UNCLEAR)
            stays = np.where(level == 3, 0, cases - unclear)
            row = cell_first if per_cell else np.arange(n)
            for place, count in ((row, stays), (where, cases - stays)):
                index = (place[None, :] + (np.arange(BATCH) * n)[:, None]).ravel()
                arrivals += np.bincount(index, count.ravel(), n * BATCH).reshape(BATCH, n)
            tests_sum += tests.sum(axis=1)
            hours += 1.1 * tests.sum(axis=1) + 0.2 * omitted.sum(axis=1)
        hours += 3.2 * arrivals.sum(axis=1)
        total = tests_sum.mean()
    return total


def main():
    h = read_hospitals()
    site_months = BATCH * MONTHS * len(h["volume"])
    for name, per_cell in (("NumPy, drawn per site", False), ("NumPy, drawn per cell", True)):
        times, tests = [], 0.0
        for seed in range(5):
            rng = np.random.Generator(np.random.Philox(seed))
            start = time.thread_time()
            tests = run_batch(h, rng, per_cell)
            times.append((time.thread_time() - start) / site_months * 1e9)
        print(f"{name + ', one core':<44} {statistics.median(times):9.1f} ns per site-month   "
              f"({len(times)} batches of {BATCH} runs, {min(times):.1f} to {max(times):.1f}; "
              f"{tests:.0f} tests in the last month)", flush=True)


if __name__ == "__main__":
    main()
