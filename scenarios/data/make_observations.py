#!/usr/bin/env python3
"""Writes observations.csv: the record kept by hand, and the rows that follow from published tables.

Run from the root of the project: python3 scenarios/data/make_observations.py
By hand is sources/record.csv. The insurance claims and the sites notified by prefecture are added from
sources/ndb_*.csv and sources/prefecture_sites_2025-10.csv. Standard library only, no chance: the same
sources give the same bytes. Every rule is in docs/data.md.
"""
import csv
import os

HERE = os.path.dirname(os.path.abspath(__file__))
SOURCES = os.path.join(HERE, "sources")

# At submission only: "at explanation" counts the same tests again.
SUBMITTED = ("tissue_at_submission", "blood_at_submission", "tissue", "blood")
FEE_CHANGE = ("2022-02", "2022-03", "2022-04", "2022-05")  # the change of fee moved claims between these
CLAIMS_SD = 0.01  # of the log of the share of tests that claims hold
CLAIMS = {
    "variable": "Tests|Total", "unit": "test/month", "fit": "no", "grade": "A",
    "measure": "insured claims", "sd": "%g" % CLAIMS_SD,
    "rule": "claims hold 95.5 % of the tests in status reports: for calibration, not for curves",
}
NDB = "Ministry of Health, NDB Open Data, D006-19 at submission, %s; https://www.mhlw.go.jp/stf/seisakunitsuite/bunya/0000177182.html"


def read(name):
    with open(os.path.join(SOURCES, name), encoding="utf-8", newline="") as f:
        return list(csv.DictReader(f))


def add_months(month, more):
    m = int(month[:4]) * 12 + int(month[5:]) - 1 + more
    return "%04d-%02d" % (m // 12, m % 12 + 1)


def sums(rows, key):
    """{key: (claims shown, cells that the source leaves out because they are below 10)}"""
    total = {}
    for r in rows:
        if r["item"] in SUBMITTED:
            claims, hidden = total.get(key(r), (0, 0))
            shown = r["claims"].strip()
            total[key(r)] = (claims + int(shown or 0), hidden + (not shown))
    return total


def row(name, first, last, count, hidden=0, **more):
    """A row of claims: `count` of them from `first` to `last`, as a mean per month."""
    months = (int(last[:4]) - int(first[:4])) * 12 + int(last[5:]) - int(first[5:]) + 1
    note = "%s claims in %d months" % (format(count, ","), months) if months > 1 else ""
    if hidden:
        note += "%s%d suppressed cells of fewer than 10 left out" % ("; " if note else "", hidden)
    made = dict(CLAIMS, id="claims-" + name, date=first if first == last else "%s/%s" % (first, last), first=first, last=last,
                row=add_months(first, months // 2), region="JP", value="%.10f" % (count / months),
                bound="about" if hidden else "exact", split="fit", note=note)
    made["value"] = made["value"].rstrip("0").rstrip(".")
    return dict(made, **more)


def claims():
    by_month = sums(read("ndb_tests_by_month.csv"), lambda r: r["month"])
    for month, (count, hidden) in sorted(by_month.items()):
        made = row(month, month, month, count, hidden, source=NDB % "by month")
        if month in FEE_CHANGE:
            made.update(split="check", rule="the fee changed: claims moved between these months, whose sum is a row of its own")
        yield made
    count, hidden = (sum(by_month[m][k] for m in FEE_CHANGE) for k in (0, 1))
    yield row("2022-02-to-2022-05", FEE_CHANGE[0], FEE_CHANGE[-1], count, hidden, source=NDB % "by month",
              derived_from=" ".join("claims-" + m for m in FEE_CHANGE), grade="D")
    for r in read("new_facts.csv"):
        if r["measure"] == "insured_cgp_tests_D006-19_claims_Japan" and "/20" in r["date"] and len(r["date"]) == 21:
            first, last = r["date"][:7], r["date"][11:18]
            months = [m for m in sorted(by_month) if first <= m <= last]
            made = row("fy" + first[:4], first, last, int(r["value"]), source=NDB % "by prefecture")
            if months:
                made.update(derived_from=" ".join("claims-" + m for m in months), split="check",
                            rule="the same claims as by month")
            yield made
    by_prefecture = sums(read("ndb_tests_by_prefecture.csv"), lambda r: (r["fiscal_year"], r["code"]))
    for (year, code), (count, hidden) in sorted(by_prefecture.items()):
        yield row("jp-%s-fy%s" % (code, year), year + "-04", "%d-03" % (int(year) + 1), count, hidden,
                  region="JP-" + code, source=NDB % "by prefecture",
                  rule="claims of one prefecture: they shape its factor of practice and inflow, and are not fitted to a curve")


def notified():
    for r in read("prefecture_sites_2025-10.csv"):
        if r["sites_notified_2025_10"].strip() and int(r["code"]):
            yield {"id": "sites-jp-%s-2025-10-01" % r["code"], "date": "2025-10-01", "row": "2025-09",
                   "first": "2025-09", "last": "2025-09", "region": "JP-" + r["code"],
                   "variable": "Sites|Total", "value": r["sites_notified_2025_10"], "unit": "site",
                   "bound": "exact", "fit": "no", "split": "check", "measure": "notifications",
                   "rule": "prefecture counts shape the hospital table and are not fitted",
                   "source": "Regional bureaus of health, lists of accepted facility-standard notifications, 2025-10; "
                             "copy: github kazrin/sk data/2025/10/", "grade": "A"}


def main():
    rows = read("record.csv")
    head = list(rows[0])
    rows += list(notified()) + list(claims())
    with open(os.path.join(HERE, "observations.csv"), "w", encoding="utf-8", newline="") as f:
        out = csv.DictWriter(f, head, restval="", lineterminator="\n")
        out.writeheader()
        out.writerows(rows)


if __name__ == "__main__":
    main()
