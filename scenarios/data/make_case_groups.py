#!/usr/bin/env python3
"""Writes case_groups_example.csv from the published tables in sources/.

Run from the root of the project: python3 scenarios/data/make_case_groups.py
Standard library only, no chance: the same sources give the same bytes. Every rule is in docs/data.md.
"""
import csv
import math
import os

HERE = os.path.dirname(os.path.abspath(__file__))
HEADER = ("id,title_en,title_ja,share,secondary_finding,none,approved_cdx,guideline,trial,matched,"
          "trend_approved_cdx,trend_guideline,trend_trial,source,note").split(",")

# (id, English, Japanese, registry sites, testing intensity). The class of intensity is assumed.
TYPES = [
    ("pancreas", "pancreas", "膵臓", ["pancreas"], "high"),
    ("biliary", "biliary tract", "胆道", ["gallbladder_bileduct"], "known"),
    ("ovary", "ovary", "卵巣", ["ovary"], "high"),
    ("brain", "brain and nervous system", "脳・中枢神経系", ["brain_cns"], "high"),
    ("colorectum", "colon and rectum", "大腸", ["colorectum"], "middle"),
    ("uterus", "uterus", "子宮", ["uterus"], "middle"),
    ("head_neck", "head and neck", "頭頸部", ["oral_pharynx", "larynx"], "middle"),
    ("oesophagus", "oesophagus", "食道", ["esophagus"], "middle"),
    ("thyroid", "thyroid", "甲状腺", ["thyroid"], "middle"),
    ("lung", "lung", "肺", ["lung"], "low"),
    ("stomach", "stomach", "胃", ["stomach"], "low"),
    ("breast", "breast", "乳房", ["breast"], "known"),
    ("prostate", "prostate", "前立腺", ["prostate"], "low"),
    ("urinary", "kidney, urinary tract, bladder", "腎・尿路・膀胱",
     ["kidney_urinary_excl_bladder", "bladder"], "low"),
    ("liver", "liver", "肝臓", ["liver"], "low"),
]

# The nation: the defaults of case_mix.*.
SECONDARY, NONE, CDX, GUIDELINE, TRIAL = 0.12, 0.555, 0.248, 0.1, 0.747

# none, where it is not the common value.
OWN_NONE = {
    "thyroid": (0.147, "derived, 1 - 85.3 % with a candidate drug (case_mix, NHK 2024-02-29, grade C)"),
    "breast": (0.399, "derived, 1 - 60.1 % with a candidate drug (case_mix, NHK 2024-02-29, grade C)"),
    "lung": (0.4, None),
    "pancreas": (0.7, None),
    "liver": (0.7, None),
}
# Approved drug in per cent of all tested cases (derived) or of those with an option (assumed).
OWN_CDX_OF_ALL = {
    "breast": (0.284, "derived, 28.4 % linked to an approved drug (case_mix, n = 3,776, grade B)"),
    "biliary": ((5019 * 0.248 + 1550 * 0.168) / 6569,
                "derived, listed alteration in 24.8 % (tissue) and 16.8 % (liquid) weighted 5,019 : 1,550 "
                "(case_mix, grade B)"),
}
OWN_CDX = {"thyroid": 0.7, "lung": 0.5, "pancreas": 0.05, "liver": 0.05}
MATCHED = {
    "thyroid": (0.348, "measured, 34.8 % (case_mix, 2019-06 to 2024-06, grade B)"),
    "lung": (0.203, "measured, 20.3 % of non-small-cell lung (case_mix, 2019-06 to 2024-06, grade B)"),
    "pancreas": (0.013, "measured, 1.3 % (case_mix, 2019-06 to 2024-06, grade C)"),
    "liver": (0.01, "measured, about 1 % (case_mix, 2019-06 to 2024-06, grade B)"),
}
TREND = 0.01  # assumed: added to approved_cdx a year


def read(name, key, value):
    with open(os.path.join(HERE, "sources", name), encoding="utf-8", newline="") as f:
        return {row[key]: row[value] for row in csv.DictReader(f)}


def shares():
    """Share of the tests and where it comes from, by type; what is left is `other`."""
    cases = {k[len("incidence_"):]: int(v) for k, v in read("demand_drivers.csv", "measure", "value").items()
             if k.startswith("incidence_")}
    tests = read("test_volumes.csv", "measure", "value")
    biliary = int(tests["btc_f1cdx_cases_in_ccat"]) + int(tests["btc_f1liquid_cases_in_ccat"])
    breast = int(tests["breast_cases_in_ccat"])
    # Registrations at the dates of the two counts, from 100,123 (2025-03-31) and 78,000 (2024-05-31).
    known = {"biliary": (biliary, 100123 - 2 * 2325, "2025-01"), "breast": (breast, 78000 + 2212, "2024-06")}
    high = known["biliary"][0] / known["biliary"][1] / cases["gallbladder_bileduct"]
    low = known["breast"][0] / known["breast"][1] / cases["breast"]
    intensity = {"high": high, "middle": math.sqrt(high * low), "low": low}
    out = {}
    for key, _, _, sites, level in TYPES:
        new = sum(cases[s] for s in sites)
        if level == "known":
            number, total, month = known[key]
            out[key] = (round(number / total, 4),
                        f"derived, {number:,} of about {total:,} registrations by {month} (test_volumes)")
        else:
            out[key] = (round(new * intensity[level], 4),
                        f"derived, {new:,} new cases in 2021 (demand_drivers) x {level} testing intensity (assumed class)")
    out["other"] = (round(1 - sum(v for v, _ in out.values()), 4),
                    "derived, the rest: sarcoma, skin, unknown primary and all others")
    return out


def common(share, fixed, weight, target):
    """The value of the types that have none of their own, so that the nation keeps its mean."""
    have = sum(share[k] * weight[k] * fixed[k] for k in fixed)
    return (target - have) / sum(share[k] * weight[k] for k in share if k not in fixed)


def main():
    sized = shares()
    share = {k: v for k, (v, _) in sized.items()}
    one = {k: 1 for k in share}
    none = {k: v for k, (v, _) in OWN_NONE.items()}
    rest_none = round(common(share, none, one, NONE), 4)
    none.update({k: rest_none for k in share if k not in none})
    option = {k: 1 - none[k] for k in share}
    cdx = dict(OWN_CDX)
    cdx.update({k: round(v / option[k], 4) for k, (v, _) in OWN_CDX_OF_ALL.items()})
    rest_cdx = round(common(share, cdx, option, (1 - NONE) * CDX), 4)
    rows = []
    for key, en, ja, _, _ in TYPES + [("other", "other cancers", "その他", None, None)]:
        source = ["share: " + sized[key][1]]
        assumed = ["trends"]
        solved = []
        labels = [("none", OWN_NONE.get(key, (0, None))[1], key in OWN_NONE),
                  ("approved_cdx", OWN_CDX_OF_ALL.get(key, (0, None))[1], key in OWN_CDX)]
        for column, text, own in labels:
            if text:
                source.append(f"{column}: {text}")
            else:
                (assumed if own else solved).append(column)
        if key in MATCHED:
            source.append("matched: " + MATCHED[key][1])
        a = cdx.get(key, rest_cdx)
        rows.append([key, en, ja, "%.4f" % share[key], SECONDARY, none[key], a, GUIDELINE, TRIAL,
                     MATCHED[key][0] if key in MATCHED else "", TREND, round(GUIDELINE * TREND / (1 - a), 4),
                     round(-(1 - TRIAL) * TREND / ((1 - a) * (1 - GUIDELINE)), 4), "; ".join(source),
                     "; ".join(["assumed: " + ", ".join(assumed),
                                "assumed as for the nation: secondary_finding, guideline, trial"]
                               + ["derived, one value that keeps the national mean: " + ", ".join(solved)] * bool(solved))])
    with open(os.path.join(HERE, "case_groups_example.csv"), "w", encoding="utf-8", newline="") as f:
        out = csv.writer(f, lineterminator="\n")
        out.writerow(HEADER)
        out.writerows(rows)


if __name__ == "__main__":
    main()
