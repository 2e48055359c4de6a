#!/usr/bin/env python3
"""Compare result folders of panelcast with the second implementation (panelcast_oracle.py): compare.py FOLDER...

Mode, seed, draw and replicate of a run are those of its manifest.json. Whole counts of a stochastic run must be equal;
everything else to 1e-9 relative, or 1e-9 absolute. Compared are all monthly values of the nation, the fiscal and
calendar years of the nation and the fiscal years of the prefectures. Exit code 1 if anything differs.
"""

import argparse
import csv
import json
import pathlib
import sys
import time

import panelcast_oracle as oracle

ROOT = pathlib.Path(__file__).resolve().parents[2]
# What is a whole number in a stochastic run.
WHOLE = ("Sites|", "Base Hospitals|", "Tests|", "Expert Panel|Cases", "Expert Panel|Omitted", "Expert Panel|Referred",
         "Expert Panel|Received", "Expert Panel|Discussed", "Expert Panel|Dropouts", "Expert Panel|Backlog",
         "Expert Panel|Hosts")
NOT_WHOLE = ("Expert Panel|Omitted Share",)


def read_series(folder):
    """{(region, variable, time): value} of the modelled rows, region 0 for the nation, None for an empty cell."""
    found = {}
    with open(folder / "series.csv", encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            if row["output_type"] in ("mean", "sample"):
                region = 0 if row["region"] == "JP" else int(row["region"][3:])
                found[region, row["variable"], row["time"]] = float(row["value"]) if row["value"] else None
    return found


def agree(name, a, b, exact):
    if a is None or b is None:
        return a is None and b is None
    if exact and name.startswith(WHOLE) and name not in NOT_WHOLE:
        return a == b
    return abs(a - b) <= 1e-9 * max(1.0, abs(a), abs(b))


def compare(folder, data, bounds, rules, show):
    started = time.time()
    scenario = json.loads((folder / "resolved.json").read_text(encoding="utf-8"))
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    draw, replicate = manifest["draw"], manifest["replicate"]
    model = oracle.Model(scenario, data, bounds, int(manifest["seed"]), draw, replicate, manifest["mode"]).run()
    theirs, ours = read_series(folder), oracle.all_values(model, rules)
    differences = [(time_, region, name) for region, name, time_ in theirs
                   if (region, name, time_) not in ours or not agree(
                       name, theirs[region, name, time_], ours[region, name, time_],
                       model.stochastic and rules[name][0] in ("sum", "at the end"))]
    missing = [key for key in ours if key not in theirs]
    print("%-4s %-28s %-10s draw %d replicate %d: %d values, %d differ, %d not in series.csv (%.1f s)" % (
        "bad" if differences or missing else "ok", folder.name, "stochastic" if model.stochastic else "expected",
        draw, replicate, len(theirs), len(differences), len(missing), time.time() - started))
    for time_, region, name in sorted(differences, key=lambda d: (d[0][0] in "FC", d))[:show]:
        print("       %s %s %s: program %r, oracle %r" % (
            time_, "JP-%02d" % region if region else "JP", name, theirs[region, name, time_],
            ours.get((region, name, time_), "absent")))
    if differences and show:
        print("       variables: " + ", ".join(sorted({name for _, _, name in differences})[:show * 4]))
    for key in missing[:show]:
        print("       not in series.csv:", key)
    return not (differences or missing)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("folders", nargs="+", type=pathlib.Path)
    parser.add_argument("--data", type=pathlib.Path, default=ROOT / "scenarios" / "data")
    parser.add_argument("--parameters", type=pathlib.Path, default=ROOT / "docs" / "parameters.md")
    parser.add_argument("--show", type=int, default=5)
    options = parser.parse_args()
    bounds = oracle.read_bounds(options.parameters.read_text(encoding="utf-8"))
    rules = oracle.year_rules((ROOT / "docs" / "outputs.md").read_text(encoding="utf-8"))
    results = [compare(folder, options.data, bounds, rules, options.show) for folder in options.folders]
    sys.exit(0 if all(results) else 1)


if __name__ == "__main__":
    main()
