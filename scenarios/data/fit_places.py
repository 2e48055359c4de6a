#!/usr/bin/env python3
"""Fits the factors of the prefectures, the own weights and the uptake of record.json to the published counts.

    python3 scenarios/data/fit_places.py            print method and misfit, and the values to be shipped
    python3 scenarios/data/fit_places.py --write    also write sources/prefecture_practice.csv, for `make data`

Run from the root of the project, after `make`: it runs build/panelcast on scenarios/data/record.json. Method: docs/data.md.
"""
import csv
import json
import math
import os
import statistics
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
CODES = range(1, 48)
YEARS = (2020, 2021, 2022, 2023)
CLAIMS_PART = 0.955   # of the tests in status reports
FORGETTING = 0.1     # weight of a year relative to the next
SHRINKAGE = 0.85      # of the logarithm towards the country
CORE_SHARE = ("2019-09", "2020-08", 0.296)
COOPERATIVE_SHARE = ("2020-09", "2021-08", 0.416)
# Knots of the uptake, each with the published rate around it: first and last month, tests a month.
KNOTS = (
    ("2020-03", "2019-09", "2020-08", 622.25),
    ("2021-03", "2020-09", "2021-08", 1021.8333333333),
    ("2022-02", "2021-09", "2022-06", 1589.2146596859),  # insurance claims of these ten months / 0.955
    ("2022-10", "2022-07", "2023-01", 1665.7142857143),
    ("2023-10", "2023-02", "2024-05", 1875),
    ("2024-11", "2024-06", "2025-03", 2212.3),
)
LEVEL = "2025-06"     # of the baseline


def rows(name):
    with open(os.path.join(HERE, name), encoding="utf-8", newline="") as f:
        return list(csv.DictReader(f))


def month(text):
    return int(text[:4]) * 12 + int(text[5:]) - 1


class Model:
    """Runs of record.json with other factors, weights and uptake."""

    def __init__(self, folder):
        self.folder = folder
        self.table = rows("prefectures.csv")
        self.share = {int(r["code"]): float(r["patients_share"]) for r in self.table}
        self.factor = dict.fromkeys(CODES, 1.0)
        self.core, self.hub = 4.0, 1.75
        self.uptake = [0.2, 0.33, 0.4, 0.43, 0.46, 0.51]

    def run(self):
        with open(os.path.join(self.folder, "prefectures.csv"), "w", encoding="utf-8", newline="") as f:
            out = csv.DictWriter(f, list(self.table[0]), lineterminator="\n")
            out.writeheader()
            out.writerows(dict(r, practice=repr(self.factor[int(r["code"])])) for r in self.table)
        parameters = {"demand.own_weight_core": self.core, "demand.own_weight_hub": self.hub}
        scenario = {"schema_version": 1, "name": "fit", "title": {"en": "fit", "ja": "fit"},
                    "extends": os.path.join(ROOT, "scenarios/data/record.json"), "prefectures": "prefectures.csv",
                    "parameters": {k: {"value": v, "unit": "1", "kind": "assumed", "note": "fit"}
                                   for k, v in parameters.items()}}
        scenario["parameters"]["demand.uptake"] = {
            "series": [[k[0], round(u, 6)] for k, u in zip(KNOTS, self.uptake)], "interpolation": "linear",
            "unit": "1", "kind": "assumed", "note": "fit"}
        path = os.path.join(self.folder, "fit.json")
        with open(path, "w", encoding="utf-8") as f:
            json.dump(scenario, f)
        out = os.path.join(self.folder, "out")
        subprocess.run([os.path.join(ROOT, "build/panelcast"), "run", path, "--no-plots", "--quiet", "-o", out], check=True)
        self.monthly, self.yearly = {}, {}
        with open(os.path.join(out, "series.csv"), encoding="utf-8", newline="") as f:
            for r in csv.DictReader(f):
                if r["output_type"] != "mean" or not r["variable"].startswith("Tests|") or not r["value"]:
                    continue
                if r["time"][:2] == "FY" and r["region"] != "JP" and r["variable"] == "Tests|Total":
                    self.yearly[int(r["region"][3:]), int(r["time"][2:6])] = float(r["value"])
                elif r["region"] == "JP" and r["time"][:1] == "2":
                    self.monthly[r["variable"], month(r["time"])] = float(r["value"])

    def tests(self, first, last, *variables):
        return sum(self.monthly[v, m] for v in variables or ("Tests|Total",)
                   for m in range(month(first), month(last) + 1))

    def year(self, y):
        """Tests of a fiscal year by prefecture."""
        return {c: self.yearly[c, y] for c in CODES}

    def fit_uptake(self):
        for k, (_, first, last, rate) in enumerate(KNOTS):
            got = self.tests(first, last) / (month(last) - month(first) + 1)
            self.uptake[k] *= rate / got

    def fit_weights(self):
        core = self.tests(CORE_SHARE[0], CORE_SHARE[1], "Tests|Ordered at Core") / self.tests(*CORE_SHARE[:2])
        rest = self.tests(*COOPERATIVE_SHARE[:2], "Tests|Ordered at Cooperative", "Tests|Ordered at EP-Capable Cooperative")
        rest /= self.tests(*COOPERATIVE_SHARE[:2])
        self.core *= (CORE_SHARE[2] / core) ** 1.6
        # The hubs of the year with a published cooperative share: what cores leave of the rest.
        hub = 1 - rest - self.tests(*COOPERATIVE_SHARE[:2], "Tests|Ordered at Core") / self.tests(*COOPERATIVE_SHARE[:2])
        self.hub *= ((hub + rest - COOPERATIVE_SHARE[2]) / hub) ** 1.4
        return core, rest

    def center(self):
        mean = sum(self.share[c] * math.log(self.factor[c]) for c in CODES)
        self.factor = {c: f / math.exp(mean) for c, f in self.factor.items()}


def claims():
    found = {}
    for r in rows("observations.csv"):
        if r["id"].startswith("claims-jp-"):
            found[int(r["region"][3:]), int(r["first"][:4])] = float(r["value"]) * 12
    return found


def parts(counts):
    total = sum(counts.values())
    return {c: n / total for c, n in counts.items()}


def exact_factors(model, seen, year):
    """Logarithms of the factors with which the model has the claims of `year` by prefecture."""
    wanted = parts({c: seen[c, year] for c in CODES})
    for _ in range(10):
        model.run()
        got = parts(model.year(year))
        model.factor = {c: model.factor[c] * (wanted[c] / got[c]) ** 1.05 for c in CODES}
        model.center()
        model.fit_uptake()
        model.fit_weights()
    return {c: math.log(model.factor[c]) for c in CODES}


def level(logs, last):
    """The local level at `last`: recent years weigh more; shrunk towards the country."""
    used = [y for y in YEARS if y <= last and y in logs]
    weight = [FORGETTING ** (last - y) for y in used]
    return {c: SHRINKAGE * sum(w * logs[y][c] for w, y in zip(weight, used)) / sum(weight) for c in CODES}


def ranks(values):
    order = sorted(CODES, key=lambda c: values[c])
    return {c: k for k, c in enumerate(order)}


def misfit(model_counts, seen, year, share):
    """sd of the log ratio, rank correlation of tests per patient, part in the wrong prefecture."""
    a, b = parts(model_counts), parts({c: seen[c, year] for c in CODES})
    sd = statistics.pstdev(math.log(a[c] / b[c]) for c in CODES)
    x, y = ranks({c: a[c] / share[c] for c in CODES}), ranks({c: b[c] / share[c] for c in CODES})
    rho = 1 - 6 * sum((x[c] - y[c]) ** 2 for c in CODES) / (47 * (47 ** 2 - 1))
    return sd, rho, sum(abs(a[c] - b[c]) for c in CODES) / 2


def fit_with(model, factors):
    """Weights and uptake with these factors."""
    model.factor = {c: math.exp(v) for c, v in factors.items()}
    model.center()
    for _ in range(10):
        model.run()
        model.fit_uptake()
        shares = model.fit_weights()
    model.run()
    return shares


def main():
    seen = claims()
    with tempfile.TemporaryDirectory() as folder:
        model = Model(folder)

        def say(name, counts):
            sd, rho, wrong = misfit(counts, seen, 2023, model.share)
            print("  %-52s sd of log ratio %.3f  rank correlation %.3f  in the wrong prefecture %.1f %%" % (name, sd, rho, 100 * wrong))

        logs = {y: exact_factors(model, seen, y) for y in YEARS}
        print("tests of FY2023 by prefecture")
        say("FY2022 carried forward", {c: seen[c, 2022] for c in CODES})
        fit_with(model, dict.fromkeys(CODES, 0.0))
        say("no factor", model.year(2023))
        fit_with(model, level(logs, 2022))
        say("data up to FY2022", model.year(2023))
        core, cooperative = fit_with(model, level(logs, 2023))
        say("shipped, fitted with FY2023", model.year(2023))
        print("own weights: core %.3f, hub %.3f; core share %.4f (0.296), cooperative share %.4f (0.416)"
              % (model.core, model.hub, core, cooperative))
        print("uptake: " + ", ".join("[\"%s\", %.4f]" % (k[0], u) for k, u in zip(KNOTS, model.uptake)))
        # Since 2022-04 the fee is one and the same.
        times, values = [month(k[0]) for k in KNOTS[3:]], model.uptake[3:]
        slope, start = statistics.linear_regression(times, values)
        print("level of %s on the straight line from %s: %.4f, %.4f a year" % (LEVEL, KNOTS[3][0], start + slope * month(LEVEL), 12 * slope))
        for first, last in (("2020-04", "2021-03"), ("2021-04", "2023-03"), ("2023-04", "2024-03")):
            published = sum(float(r["value"]) * 12 for r in rows("observations.csv")
                            if r["id"].startswith("claims-fy") and first[:4] <= r["first"][:4] < last[:4])
            print("  %s to %s: %.0f tests, claims / %.3f = %.0f, %+.1f %%" % (
                first, last, model.tests(first, last), CLAIMS_PART, published / CLAIMS_PART,
                100 * (model.tests(first, last) / (published / CLAIMS_PART) - 1)))
        factors = sorted((f, c) for c, f in model.factor.items())
        print("factors from %.2f (JP-%02d) to %.2f (JP-%02d)" % (factors[0] + factors[-1]))
        if "--write" in sys.argv:
            path = os.path.join(HERE, "sources", "prefecture_practice.csv")
            with open(path, "w", encoding="utf-8", newline="") as f:
                out = csv.writer(f, lineterminator="\n")
                out.writerow(["code", "practice"])
                out.writerows(["%02d" % c, "%.4f" % model.factor[c]] for c in CODES)


if __name__ == "__main__":
    main()
