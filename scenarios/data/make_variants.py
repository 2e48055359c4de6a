#!/usr/bin/env python3
"""Writes the tables of scenarios that differ in hospitals or tiers, from hospitals.csv and tier_changes.csv.

Run from the root of the project, after make_hospitals.py: python3 scenarios/data/make_variants.py
Standard library only, no chance: the same tables give the same bytes. Every rule is in docs/data.md.
A planner who has replaced hospitals.csv runs it again.
"""
import csv
import os

from make_hospitals import CODES, SOURCES, by_code, distances, larger_first

HERE = os.path.dirname(os.path.abspath(__file__))
REDESIGNATION = "2027-04"          # four years after that of 2023-04
STOP, RESUME = "2030-04", "2030-10"  # six months without the EP of one core
OWN_WEIGHT = 10.8                  # default of demand.own_weight_core
FIRST_OPENING = "2018-04"
BASE_HOSPITALS = 400               # after consolidation


def read(name):
    with open(os.path.join(HERE, name), encoding="utf-8", newline="") as f:
        reader = csv.DictReader(f)
        return list(reader), reader.fieldnames


def write(name, header, rows):
    with open(os.path.join(HERE, name), "w", encoding="utf-8", newline="") as f:
        out = csv.DictWriter(f, header, lineterminator="\n")
        out.writeheader()
        out.writerows(rows)


def load():
    rows, header = read("hospitals.csv")
    for r in rows:
        r["id"], r["prefecture"], r["volume"] = int(r["id"]), int(r["prefecture"]), int(r["volume"])
    return rows, header


def save(name, header, rows):
    write(name, header, [dict(r, prefecture="%02d" % r["prefecture"]) for r in rows])


def chain_end(row, by_id):
    while row["tier"] not in ("core", "hub"):
        row = by_id[int(row["host"])]
    return row


def redesignation(rows):
    """As in 2023: one hub becomes core, one hub goes, a prefecture without core and hub gets a hub."""
    hubs = [r for r in rows if r["tier"] == "hub"]
    hosts = [r for r in rows if r["tier"] in ("core", "hub")]
    covered = [r["prefecture"] for r in hosts]
    risen = min(hubs, key=larger_first)
    lost = max((r for r in hubs if r is not risen and covered.count(r["prefecture"]) > 1), key=larger_first)
    new = min((r for r in rows if r["tier"] == "cooperative_ep" and r["prefecture"] not in covered),
              key=larger_first)
    return [(risen["id"], "core"), (lost["id"], "cooperative"), (new["id"], "hub")]


def busiest_core(rows):
    """The core with the largest load: its own volume, times OWN_WEIGHT, and that of the sites it serves."""
    by_id = {r["id"]: r for r in rows}
    load_of = {r["id"]: 0 for r in rows if r["tier"] == "core"}
    for r in rows:
        end = chain_end(r, by_id)["id"]
        if end in load_of and r["tier"] not in ("none", "cooperative_ep"):
            load_of[end] += r["volume"] * (OWN_WEIGHT if r["id"] == end else 1)
    return by_id[min(load_of, key=lambda k: (-load_of[k], k))]


def stand_in(core, rows):
    """The core that takes over: of the nearest prefecture with another core, the largest."""
    with open(os.path.join(SOURCES, "prefecture_names.csv"), encoding="utf-8", newline="") as f:
        km = distances(by_code(csv.DictReader(f)))
    others = [r for r in rows if r["tier"] == "core" and r is not core]
    return min(others, key=lambda r: (km[core["prefecture"], r["prefecture"]], r["prefecture"])
               + larger_first(r))


def consolidated(rows):
    """Base hospitals that are not yet sites are merged until BASE_HOSPITALS are left: the smallest one
    goes into the smallest other one of its prefecture. Nothing changes for a site or for the total."""
    rows = [dict(r) for r in rows]

    def waiting(code):
        return sorted((r for r in rows if r["prefecture"] == code and r["base_type"] != "none"
                       and r["tier"] == "none"), key=larger_first, reverse=True)

    while sum(r["base_type"] != "none" for r in rows) > BASE_HOSPITALS:
        pools = [pool for pool in map(waiting, CODES) if len(pool) > 1]
        gone, into = max(pools, key=lambda pool: larger_first(pool[0]))[:2]
        into["volume"] += gone["volume"]
        rows.remove(gone)
    return rows


def openings(rows, changes):
    """Every opening after the first as a dated change, so that a run from 2018-05 opens the sites of the table in their
    months. A site whose first tier is dated needs none."""
    first = {}
    for c in changes:
        first.setdefault(int(c["id"]), c["date"])
    return [(r["opened"], r["id"], "cooperative") for r in rows
            if r["opened"] > FIRST_OPENING and first.get(r["id"], "9999") > r["opened"]]


def main():
    rows, header = load()
    changes, change_header = read("tier_changes.csv")

    def dated(name, new):
        extra = [{"date": d, "id": i, "tier": t} for d, i, t in new]
        write(name, change_header, changes + sorted(extra, key=lambda c: (c["date"], c["id"])))

    write("tier_changes_record.csv", change_header, sorted(
        changes + [{"date": d, "id": "%d" % i, "tier": t} for d, i, t in openings(rows, changes)],
        key=lambda c: (c["date"], int(c["id"]))))

    dated("tier_changes_redesignation.csv", [(REDESIGNATION, i, t) for i, t in redesignation(rows)])
    dated("tier_changes_cores_only.csv", [(REDESIGNATION, r["id"], "cooperative") for r in rows
                                          if r["tier"] in ("hub", "cooperative_ep")])
    core = busiest_core(rows)
    dated("tier_changes_core_stopped.csv", [(STOP, core["id"], "cooperative"), (RESUME, core["id"], "core")])
    other = stand_in(core, rows)
    save("hospitals_core_stopped.csv", header,
         [dict(r, host=other["id"]) if r is core else r for r in rows])
    save("hospitals_400.csv", header, consolidated(rows))


if __name__ == "__main__":
    main()
