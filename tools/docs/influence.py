#!/usr/bin/env python3
"""Writes docs/influence.md: the assumptions of the baseline, what they rest on, and what they move.

    python3 tools/docs/influence.py [--check]

Runs scenarios/baseline.json in expected mode with the program that PANELCAST names (default build/panelcast), once as it is
and then with one assumed parameter at a time at the lower and at the upper end of its range. Standard library only.
"""
import concurrent.futures
import csv
import io
import json
import os
import re
import subprocess
import sys
import tempfile

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
PROGRAM = os.path.abspath(os.environ.get("PANELCAST") or os.path.join(ROOT, "build", "panelcast"))
BASELINE = os.path.join("scenarios", "baseline.json")
YEAR = "FY2040"
FIGURES = (("Workload|EP Hours", "EP hours"), ("Tests|Total", "tests"), ("Expert Panel|Wait", "days to the EP"),
           ("Expert Panel|Utilisation", "use of EP capacity"), ("Outcome|Matched Therapy", "matched therapies"),
           ("Counselling|Counsellors Needed", "counsellors needed"))
MATTERS = 0.01  # of a figure; below it an assumption needs no range
END = "2060-03"  # dates are looked for until then; the figures of the year do not hang on it
DATES = (("sites_460", "460 sites"), ("base_covered", "every base hospital"))
MATTERS_MONTHS = 2  # of a date; what moves none by as much needs no range

# Where half and one and a half times the value is no range: 0, dates, choices, and what its source gives in words.
OWN_RANGES = {
    "demand.offer_1": (0, 0.1), "rollout.withdrawal": (0, 0.002), "rollout.priority": (0, 2),
    "early.end": (202712, 203106), "rollout.schedule": None, "demand.dispersion": None,
    "workload.ep_share_reference": None,
    "rollout.mode": ("hazard", "logistic", "gompertz", "capacity"), "ep.constraint": ("hard",),
}
NOT_VARIED = {
    "rollout.schedule": "used in schedule mode only",
    "demand.dispersion": "a spread; moves no mean",
    "workload.ep_share_reference": "belongs to the fit of the hours, not to the future",
}


def bounds():
    """(lower, upper) of every parameter, from the table of docs/parameters.md."""
    found = {}
    with open(os.path.join(ROOT, "docs", "parameters.md"), encoding="utf-8") as page:
        for line in page:
            cells = [cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]]
            if len(cells) > 5 and " .. " in cells[4]:
                found[cells[0].strip("`")] = tuple(float(x) for x in cells[4].split(" .. "))
    return found


def central(entry):
    """The value that holds at the end of the run."""
    return entry["series"][-1][1] if "series" in entry else entry["value"]


def ends(name, entry, limits):
    """The values to run, and where they come from."""
    if name in OWN_RANGES:
        return OWN_RANGES[name], "own"
    factor = central(entry) if "series" in entry else 1
    dist = entry.get("dist")
    if dist:
        low, high = dist.get("min", dist.get("low")), dist.get("max", dist.get("high"))
        return (low * factor, high * factor), "scenario"
    low, high = limits[name]
    values = [min(max(part * central(entry), low), high) for part in (0.5, 1.5)]
    if entry["unit"] == "month":
        values = [int(value + 0.5) for value in values]
    return values, "half"


def run(setting):
    """The figures of the year, and the dates as months, with one value set, or of the baseline."""
    with tempfile.TemporaryDirectory() as folder:
        command = [PROGRAM, "run", BASELINE, "--set", "end=" + END, "--no-plots", "--quiet", "-o", os.path.join(folder, "r")]
        subprocess.run(command + (["--set", setting] if setting else []), cwd=ROOT, check=True,
                       stderr=subprocess.DEVNULL)
        with open(os.path.join(folder, "r", "series.csv"), encoding="utf-8-sig", newline="") as file:
            found = {row["variable"]: float(row["value"]) for row in csv.DictReader(file)
                     if row["region"] == "JP" and row["time"] == YEAR and row["output_type"] == "mean" and row["value"]}
        with open(os.path.join(folder, "r", "summary.json"), encoding="utf-8") as file:
            reached = {one["id"]: one["month"] for one in json.load(file)["milestones"]}
    return [found[variable] for variable, _ in FIGURES], [months(reached[name] or END) for name, _ in DATES]


def months(text):
    """A month as a number of months."""
    return 12 * int(text[:4]) + int(text[5:]) - 1


def month(number):
    return "%d-%02d" % (number // 12, number % 12 + 1)


def words(entry):
    return "; ".join(entry[key] for key in ("source", "note") if entry.get(key))


def basis(entry):
    """Whether the words of its note and source give a reason for the value, beyond saying that it is assumed."""
    text = re.sub(r"; no range.*", "", words(entry))
    if re.search(r"not published|nothing is published|no [a-z]+ (is published|gives)|does not separate", text):
        return "none"
    return "reason" if re.sub(r"assumed( split)?[:;,]?|range [0-9.]+ to [0-9.]+|[;:., ]", "", text) else "none"


def cell(changes):
    """The changes of one figure in per cent; `0` where none is seen."""
    texts = ["0" if abs(change) < 0.0005 else "%+.1f" % (100 * change) for change in changes]
    return "0" if set(texts) == {"0"} else " / ".join(texts)


def shift(reached, date):
    """The moves of one date in months; `0` where it stays, and with `>` where it is later than END."""
    texts = [">" * (one == months(END)) + "%+d" % (one - date) if one != date else "0" for one in reached]
    return "0" if set(texts) == {"0"} else " / ".join(texts)


def number(value):
    return value if isinstance(value, str) else "%.6g" % value


HEAD = """# Assumptions: what they rest on and what they move

*Written by `make influence`; do not edit.* Every parameter of the baseline whose value or range is assumed, changed alone.
The other parameters stay; nothing is fitted again. The runs are in expected mode, and each is

    build/panelcast run scenarios/baseline.json --set end=2060-03 --set NAME=VALUE --no-plots -o out/influence

**Range.** `scenario`: the ends of the range in `scenarios/baseline.json` (of a log-normal range, its 10 % and 90 % points; of a
factor on a dated series, times the last value, in all months). `own`: given in `tools/docs/influence.py`. `half`: half and one and a
half times the value, held to the bounds; that is a yardstick, not a belief.

**Basis**, the quality of an assumption. `reason`: the source or note of the parameter gives a fact or an argument. `none`: it says
that nothing is published, or only that the value is assumed. The words are in [parameters.md](parameters.md) and in the scenario (`panelcast explain`).

**Read with care.** The first factors of demand (fitness, lines of treatment, offer, referral, network share) can be seen in the record as
a product only. If one of them were known better, `demand.uptake` would be fitted again and most of its influence on tests would go.
One at a time shows no interaction; `panelcast sweep` varies several together.

"""


def main():
    resolved = json.loads(subprocess.run([PROGRAM, "resolve", BASELINE], cwd=ROOT, check=True, stdout=subprocess.PIPE,
                                         stderr=subprocess.DEVNULL).stdout)
    limits = bounds()
    chosen = {name: entry for name, entry in resolved["parameters"].items()
              if entry.get("kind") == "assumed" or "dist" in entry}
    plan = {name: ends(name, entry, limits) for name, entry in chosen.items() if name not in NOT_VARIED}
    settings = [None] + ["%s=%s" % (name, number(value)) for name, (values, _) in plan.items() for value in values]
    with concurrent.futures.ThreadPoolExecutor(int(os.environ.get("JOBS", os.cpu_count() or 1))) as pool:
        results = dict(zip(settings, pool.map(run, settings)))
    reference, dates = results[None]
    rows, idle, without, no_reason = [], [], [], []
    for name, (values, origin) in plan.items():
        entry = chosen[name]
        runs = [results["%s=%s" % (name, number(value))] for value in values]
        changes = [[x / r - 1 for x, r in zip(figures, reference)] for figures, _ in runs]
        widest = [max(abs(change[f]) for change in changes) for f in range(len(FIGURES))]
        furthest = max(abs(x - d) for _, reached in runs for x, d in zip(reached, dates))
        if max(widest) < 0.0005 and furthest == 0:
            idle.append(name)
            continue
        if (max(widest) >= MATTERS or furthest >= MATTERS_MONTHS) and "dist" not in entry:
            reason = re.search(r"no range.*|one isolated decrease.*", words(entry))
            (without if reason else no_reason).append((name, reason and reason.group()))
        rows.append(([-round(w, 4) for w in widest], "| `%s` | %s | %s | %s | %s | %s |" % (
            name, number(central(entry)), " / ".join(number(value) for value in values), origin,
            entry["kind"] + (", " + basis(entry) if entry["kind"] == "assumed" else ", range assumed"),
            " | ".join([cell([change[f] for change in changes]) for f in range(len(FIGURES))]
                       + [shift([reached[d] for _, reached in runs], dates[d]) for d in range(len(DATES))]))))
    if no_reason:
        sys.exit("neither a range in the baseline nor a reason for none: " + ", ".join(name for name, _ in no_reason))
    rows.sort()
    page = io.StringIO()
    page.write(HEAD)
    page.write("In %s the baseline has %.0f EP hours, %.0f tests, %.1f days to the EP, %.1f %% of EP capacity in use, %.0f matched "
               "therapies, and needs\n%.1f counsellors. Changes are in per cent of these, at the low / high value. Largest first.\n\n"
               % tuple([YEAR] + reference))
    page.write("**Dates.** It has %s in %s and %s as a site in %s. The last two columns say by how many months\n"
               "each comes later (+) or earlier (-); `>`: not by %s. `panelcast milestone` names the assumption that\n"
               "moves a date most between the 10 %% and 90 %% points of its range ([milestone.md](milestone.md)).\n\n"
               % (DATES[0][1], month(dates[0]), DATES[1][1], month(dates[1]), END))
    page.write("| parameter | value | low / high | range | kind and basis | %s |\n" % " | ".join(title for _, title in FIGURES + tuple((name, title + ", months") for name, title in DATES)))
    page.write("|---|---:|---|---|---|%s\n" % ("---:|" * len(FIGURES + DATES)))
    page.write("\n".join(row for _, row in rows) + "\n\n")
    page.write("**Without a range in the baseline**, though they move a figure by %g %% or a date by %d months or more, and why:\n\n"
               % (100 * MATTERS, MATTERS_MONTHS))
    page.write("\n".join("- `%s`: %s" % item for item in without) + "\n\n")
    page.write("These move every figure by less than 0.05 %% and no date (many are used in other modes or for other results): %s.\n\n"
               % ", ".join("`%s`" % name for name in idle))
    page.write("Not varied: %s.\n" % "; ".join("`%s` (%s)" % item for item in NOT_VARIED.items()))
    path = os.path.join(ROOT, "docs", "influence.md")
    if "--check" in sys.argv[1:]:
        with open(path, encoding="utf-8") as old:
            if old.read() != page.getvalue():
                sys.exit("docs/influence.md is not what the program says now: make influence")
        return
    with open(path, "w", encoding="utf-8") as new:
        new.write(page.getvalue())
    print("wrote docs/influence.md: %d runs" % len(settings))


if __name__ == "__main__":
    main()
