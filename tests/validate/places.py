#!/usr/bin/env python3
"""The model against the national insurance claims: by month, by fiscal year, by tier and by prefecture.

    python3 tests/validate/places.py [--points FILE]

Runs build/panelcast on scenarios/data/record.json, prints the tables of docs/validation.md and says what does not hold;
exit code 1 if anything does not. --points writes what the picture is drawn from.
"""
import csv
import math
import os
import statistics
import subprocess
import sys
import tempfile

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
sys.path.insert(0, os.path.join(ROOT, "scenarios", "data"))
from fit_places import (CLAIMS_PART, CODES, COOPERATIVE_SHARE, CORE_SHARE, YEARS, Model, claims, exact_factors, fit_with,
                        level, misfit, month, rows)

LIMIT = 0.05         # of the nation, and of tests in the wrong prefecture
SHARE_LIMIT = 0.02   # of the shares by tier
OTHER_MONTHS = ("2022-02", "2022-03", "2022-04", "2022-05")  # the fee changed: claims moved between them


def simulate(factors):
    """Tests of the record by (variable, region, time); without the factors of prefectures if `factors` is 0."""
    with tempfile.TemporaryDirectory() as work:
        scenario = os.path.join(ROOT, "scenarios/data/record.json")
        command = [os.path.join(ROOT, "build/panelcast"), "run", scenario, "--no-plots", "--quiet", "-o", work + "/out"]
        if not factors:
            # A factor that is left to fade at once is still there until 2023-10: take the column out.
            table = rows("prefectures.csv")
            with open(work + "/prefectures.csv", "w", encoding="utf-8", newline="") as f:
                out = csv.DictWriter(f, [k for k in table[0] if k != "practice"], extrasaction="ignore")
                out.writeheader()
                out.writerows(table)
            with open(work + "/plain.json", "w", encoding="utf-8") as f:
                f.write('{"schema_version": 1, "name": "plain", "title": {"en": "plain", "ja": "plain"}, '
                        '"extends": "%s", "prefectures": "prefectures.csv"}' % scenario)
            command[2] = work + "/plain.json"
        subprocess.run(command, check=True)
        with open(work + "/out/series.csv", encoding="utf-8", newline="") as f:
            return {(r["variable"], r["region"], r["time"]): float(r["value"]) for r in csv.DictReader(f)
                    if r["output_type"] == "mean" and r["variable"].startswith("Tests|") and r["value"]}


def months(first, last):
    return ["%04d-%02d" % (m // 12, m % 12 + 1) for m in range(month(first), month(last) + 1)]


def total(found, variables, first, last):
    return sum(found[v, "JP", m] for v in variables for m in months(first, last))


def nation(found, check):
    print("| tests of the nation | model | claims / %.3f | difference |\n|---|---:|---:|---:|" % CLAIMS_PART)
    yearly = {r["first"][:4]: float(r["value"]) * 12 / CLAIMS_PART for r in rows("observations.csv")
              if r["id"].startswith("claims-fy")}
    for name, years in (("FY2020", ["2020"]), ("FY2021 and FY2022", ["2021", "2022"]), ("FY2023", ["2023"])):
        got = sum(total(found, ["Tests|Total"], y + "-04", "%d-03" % (int(y) + 1)) for y in years)
        seen = sum(yearly[y] for y in years)
        print("| %s | %.0f | %.0f | %+.1f %% |" % (name, got, seen, 100 * (got / seen - 1)))
        check("tests of " + name, abs(got / seen - 1) <= LIMIT)


def by_month(found, points):
    seen = {r["first"]: float(r["value"]) / CLAIMS_PART for r in rows("observations.csv")
            if r["variable"] == "Tests|Total" and r["region"] == "JP" and r["measure"] == "insured claims"
            and r["first"] == r["last"]}
    ratio = [math.log(found["Tests|Total", "JP", m] / v) for m, v in seen.items() if m not in OTHER_MONTHS]
    print("\nBy month, %d months without the four around the change of the fee: mean of the log ratio %+.3f, standard deviation %.3f, largest %+.3f"
          % (len(ratio), statistics.mean(ratio), statistics.pstdev(ratio), max(ratio, key=abs)))
    points += [("month", m, v, found["Tests|Total", "JP", m]) for m, v in sorted(seen.items())]


def by_tier(found, check):
    all_of = ["Tests|Total"]
    rest = ["Tests|Ordered at Cooperative", "Tests|Ordered at EP-Capable Cooperative"]
    print("\n| share of the tests | model | published |\n|---|---:|---:|")
    for name, of, (first, last, published) in (("cores", ["Tests|Ordered at Core"], CORE_SHARE),
                                               ("cooperative hospitals", rest, COOPERATIVE_SHARE)):
        share = total(found, of, first, last) / total(found, all_of, first, last)
        print("| %s, %s to %s | %.3f | %.3f |" % (name, first, last, share, published))
        check("share of " + name, abs(share - published) <= SHARE_LIMIT)


def by_prefecture(found, plain, points):
    seen, share = claims(), {int(r["code"]): float(r["patients_share"]) for r in rows("prefectures.csv")}

    def year(model, y):
        return {c: model["Tests|Total", "JP-%02d" % c, "FY%d" % y] for c in CODES}

    print("\n| tests by prefecture | sd of the log ratio | rank correlation of tests per patient | in the wrong prefecture |\n|---|---:|---:|---:|")
    for y in YEARS:
        for name, model in (("model", found), ("without the factor", plain)):
            sd, rho, wrong = misfit(year(model, y), seen, y, share)
            print("| FY%d, %s | %.3f | %.3f | %.1f %% |" % (y, name, sd, rho, 100 * wrong))
    points += [("prefecture", c, seen[c, 2023] / CLAIMS_PART, year(found, 2023)[c]) for c in CODES]


def forecast(check):
    """FY2023 by prefecture from the claims up to FY2022."""
    seen = claims()
    with tempfile.TemporaryDirectory() as folder:
        model = Model(folder)
        logs = {y: exact_factors(model, seen, y) for y in YEARS if y < 2023}
        fit_with(model, level(logs, 2022))
        sd, rho, wrong = misfit(model.year(2023), seen, 2023, model.share)
        before = misfit({c: seen[c, 2022] for c in CODES}, seen, 2023, model.share)
    print("| FY2023, model from the claims up to FY2022 | %.3f | %.3f | %.1f %% |" % (sd, rho, 100 * wrong))
    print("| FY2023, the claims of FY2022 carried forward | %.3f | %.3f | %.1f %% |" % (before[0], before[1], 100 * before[2]))
    check("forecast by prefecture, spread", sd <= 1.05 * before[0])
    check("forecast by prefecture, ranks", rho >= 0.9)
    check("forecast by prefecture, wrong prefecture", wrong <= LIMIT)


def main():
    bad, points = [], []

    def check(name, holds):
        if not holds:
            bad.append(name)

    found, plain = simulate(1), simulate(0)
    nation(found, check)
    by_month(found, points)
    by_tier(found, check)
    by_prefecture(found, plain, points)
    forecast(check)
    if "--points" in sys.argv:
        with open(sys.argv[sys.argv.index("--points") + 1], "w", encoding="utf-8", newline="") as f:
            csv.writer(f, lineterminator="\n").writerows(points)
    for name in bad:
        print("does not hold: " + name)
    sys.exit(1 if bad else 0)


if __name__ == "__main__":
    main()
