"""The statistics of an ensemble beside the same worked out again from its members, each run alone.

    python3 tests/member_statistics.py PROGRAM SCENARIO FOLDER

Runs DRAWS x REPLICATES members of a short SCENARIO with a sampled roll-out curve, and each of them alone
(`run --draw d --replicate r`). Means, standard deviations, quantiles and the errors of means in series.csv,
the variances in ledger.csv, the figures in structures.csv, the structures in members.csv and the values in
samples.csv must be those of the members. Errors of quantiles and of the standard deviation, which want more
units, are held against a cluster bootstrap of samples.csv. Uses the standard library alone; no formula is
taken from the program. Exit code 1 on a difference.
"""
import concurrent.futures
import csv
import itertools
import math
import random
import statistics
import subprocess
import sys

PROGRAM, SCENARIO, FOLDER = sys.argv[1:4]
DRAWS, REPLICATES = 25, 2
LEVELS = [0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95]
SAMPLED = ["Tests|Total", "Workload|Hours", "Expert Panel|Cases"]
MANY = 400  # units for the errors of quantiles: with fewer, the six places differ too much by luck
RESAMPLES = 300
faults = []
checks = 0


def fault(text):
    faults.append(text)


def run(folder, *options):
    command = [PROGRAM, "run", SCENARIO, "--mode", "stochastic", "--set", "end=2026-06", "--no-plots",
               "-o", folder, *options]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def rows(path):
    with open(path, encoding="utf-8") as file:
        return list(csv.DictReader(file))


def national(path):
    """(variable, time) -> {(type, id): value}; missing is NaN."""
    table = {}
    for row in rows(path):
        if row["region"] == "JP" and row["output_type"] != "observed":
            name = row["output_type_id"].removesuffix("part").strip()
            value = float(row["value"]) if row["value"] else math.nan
            table.setdefault((row["variable"], row["time"]), {})[row["output_type"], name] = value
    return table


def near(what, got, expected, scale):
    global checks
    checks += 1
    same = math.isnan(got) if math.isnan(expected) else abs(got - expected) <= 1e-9 * scale
    if not same:
        fault(f"{what}: {got!r}, from the members {expected!r}")


def mean(values):
    return math.fsum(values) / len(values) if values else math.nan


def spread(values):
    """Do they differ by more than the rounding of sums?"""
    return max(values) - min(values) > 1e-13 * max(map(abs, values))


def variance(values):
    """From the differences of all pairs."""
    if len(values) > 1 and not spread(values):
        return 0.0
    pairs = list(itertools.combinations(values, 2))
    return math.fsum((a - b) ** 2 for a, b in pairs) / (2 * len(pairs)) if pairs else math.nan


def quantile(values, level):
    """Type 7 of Hyndman and Fan."""
    ordered = sorted(values)
    if not ordered:
        return math.nan
    place = (len(ordered) - 1) * level
    low = math.floor(place)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (place - low) * (ordered[high] - ordered[low])


def mean_error(units):
    """Of units of equal size: the spread of their means."""
    means = [mean(unit) for unit in units]
    return math.sqrt(variance(means) / len(means)) if len(means) > 1 else math.nan


def check_cell(key, cell, units):
    values = [v for unit in units for v in unit if not math.isnan(v)]
    whole = all(not math.isnan(v) for unit in units for v in unit)
    scale = max([1e-6] + [abs(v) for v in values])
    name = " ".join(key)
    near(name + " mean", cell["mean", ""], mean(values), scale)
    near(name + " sd", cell["sd", ""], math.sqrt(variance(values)) if len(values) > 1 else math.nan, scale)
    if whole:  # units of unequal size have another formula
        near(name + " mcse mean", cell["mcse", "mean"], mean_error(units), scale)
    near(name + " mcse sd", cell["mcse", "sd"], math.nan, scale)
    if len(values) > 1 and not spread(values):
        near(name + " sd without a spread", cell["sd", ""], 0, 0)
        near(name + " mcse without a spread", cell["mcse", "mean"], 0, 0)
    for level in LEVELS:
        near(f"{name} quantile {level}", cell["quantile", f"{level:g}"], quantile(values, level), scale)
        if not key[1][0].isdigit() and len(key[1]) < 7:  # a year
            error = cell["mcse", f"{level:g}"]
            near(f"{name} mcse {level}", error, math.nan, scale)


def ledger(units, structures):
    n = len(units[0])
    means = [mean(unit) for unit in units]
    chance = mean([variance(unit) for unit in units])
    groups = [[m for m, s in zip(means, structures) if s == which] for which in sorted(set(structures))]
    repeated = [group for group in groups if len(group) > 1]
    within = math.fsum(len(g) * variance(g) for g in repeated) / sum(map(len, repeated))
    parts = [variance(means) - within, within - chance / n, chance]
    return dict(zip(["structure", "parameters", "chance", "total"], parts + [sum(parts)]))


def check_ledger(table, structures):
    for row in rows(f"{FOLDER}/many/ledger.csv"):
        units = table[row["variable"], row["time"]]
        if any(math.isnan(v) for unit in units for v in unit):
            continue
        expected = ledger(units, structures)
        scale = max([1e-6] + [v * v for unit in units for v in unit])
        name = f"ledger {row['variable']} {row['time']} {row['source']}"
        near(name, float(row["variance"] or "nan"), expected[row["source"]], scale)
        if not spread([v for unit in units for v in unit]):
            near(name + " without a spread", float(row["variance"]), 0, 0)
        if expected["total"] > 1e-12 * scale:
            share = float(row["share_percent"] or "nan")
            near(name + " share", share, 100 * expected[row["source"]] / expected["total"], 1e4)


def check_structures(table, structures):
    found = set()
    for row in rows(f"{FOLDER}/many/structures.csv"):
        found.add(row["value"])
        own = [d for d, s in enumerate(structures) if s == row["value"]]
        units = [table[row["variable"], row["time"]][d] for d in own]
        values = [v for unit in units for v in unit]
        name = f"structures {row['value']} {row['variable']} {row['time']}"
        scale = max([1e-6] + [abs(v) for v in values])
        near(name + " draws", float(row["draws"]), len(own), 1)
        near(name + " runs", float(row["runs"]), REPLICATES * len(own), 1)
        if any(math.isnan(v) for v in values):
            continue
        near(name + " mean", float(row["mean"]), mean(values), scale)
        near(name + " mcse", float(row["mean_mcse"] or "nan"), mean_error(units), scale)
        near(name + " low", float(row["q05"]), quantile(values, 0.05), scale)
        near(name + " high", float(row["q95"]), quantile(values, 0.95), scale)
    if found != set(structures) or len(found) < 2:
        fault(f"structures.csv has {sorted(found)}, the members {sorted(set(structures))}")


def alone(member):
    draw, replicate = member
    folder = f"{FOLDER}/{draw}.{replicate}"
    said = run(folder, "--draw", str(draw), "--replicate", str(replicate))
    curve = [line.split("; rollout.mode: ")[1] for line in said.splitlines() if "; rollout.mode: " in line]
    values = {key: cell["sample", f"d{draw}r{replicate}"] for key, cell in national(folder + "/series.csv").items()}
    return curve[0] if curve else "not said", values


def check_members(members, found):
    listed = rows(f"{FOLDER}/many/members.csv")
    for row, member, (curve, _) in zip(listed, members, found, strict=True):
        got = (int(row["draw"]), int(row["replicate"]), row["status"], row["rollout.mode"])
        if got != (*member, "ok", curve):
            fault(f"members.csv has {got}, alone {(*member, 'ok', curve)}")


def check_samples(members, found):
    seen = 0
    for key, cell in national(f"{FOLDER}/many/samples.csv").items():
        for member, (_, values) in zip(members, found, strict=True):
            near(f"sample {key} {member}", cell["sample", f"d{member[0]}r{member[1]}"], values[key], 0)
            seen += 1
    expected = len(members) * sum(key[0] in SAMPLED for key in found[0][1])
    if seen != expected:
        fault(f"samples.csv has {seen} values of {expected}")


def bootstrap(units, statistic):
    """Standard errors of all that `statistic` gives, from units picked with replacement."""
    dice = random.Random(1)
    drawn = [statistic([v for unit in dice.choices(units, k=len(units)) for v in unit]) for _ in range(RESAMPLES)]
    return [statistics.stdev(column) for column in zip(*drawn)]


def tied(values, level):
    """Is a value at the quantile, or next to it, there more than once?"""
    ordered = sorted(values)
    low = math.floor((len(ordered) - 1) * level)
    return any(ordered.count(v) > 1 for v in ordered[low:low + 2])


def check_errors():
    """Each error within a factor of two of the bootstrap's, and in the mean over all variables within a quarter.

    Where values tie, an error of a quantile reaches to the farther end and may be sqrt(2) times as large.
    """
    wanted = [item for name in SAMPLED for item in ("--samples", name)]
    run(f"{FOLDER}/units", "-n", str(MANY), *wanted)
    samples = national(f"{FOLDER}/units/samples.csv")
    series = national(f"{FOLDER}/units/series.csv")
    names = [("mcse", "sd")] + [("mcse", f"{level:g}") for level in LEVELS]
    ratios = {name: [] for name in names}
    ties = dict.fromkeys(names, 0)
    for variable in SAMPLED:
        for time in ("FY2025", "FY2026"):
            units = [[v] for v in samples[variable, time].values()]
            errors = bootstrap(units, lambda values: [statistics.stdev(values)]
                               + [quantile(values, level) for level in LEVELS])
            for name, error in zip(names, errors, strict=True):
                if error > 0:
                    ratio = series[variable, time][name] / error
                    ratios[name].append(ratio)
                    tie = name[1] != "sd" and tied([v for unit in units for v in unit], float(name[1]))
                    ties[name] += tie
                    if not 0.5 < ratio < (2 * math.sqrt(2) if tie else 2):
                        fault(f"{variable} {time} {name}: {ratio:.2f} of the bootstrap's error")
    for name, found in ratios.items():
        typical = math.exp(mean([math.log(r) for r in found if r > 0])) if found else math.nan
        if not 0.8 < typical < 1.25 * 2 ** (ties[name] / 2 / max(1, len(found))):
            fault(f"{name}: {typical:.2f} of the bootstrap's error in the mean of {len(found)}")


def main():
    wanted = [item for name in SAMPLED for item in ("--samples", name)]
    run(f"{FOLDER}/many", "--draws", str(DRAWS), "-n", str(REPLICATES), *wanted)
    members = [(d, r) for d in range(1, DRAWS + 1) for r in range(1, REPLICATES + 1)]
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        found = list(pool.map(alone, members))
    structures = [found[d * REPLICATES][0] for d in range(DRAWS)]
    table = {key: [[found[d * REPLICATES + r][1][key] for r in range(REPLICATES)] for d in range(DRAWS)]
             for key in found[0][1]}
    series = national(f"{FOLDER}/many/series.csv")
    if set(series) != set(table):
        fault("series.csv of the ensemble and of a member have other rows")
    for key in set(series) & set(table):
        check_cell(key, series[key], table[key])
    check_members(members, found)
    check_samples(members, found)
    check_ledger(table, structures)
    check_structures(table, structures)
    check_errors()
    for text in faults[:20]:
        print("FAIL", text)
    print(f"statistics: {checks} figures of {len(members)} members, {len(faults)} differences")
    return 1 if faults else 0


sys.exit(main())
