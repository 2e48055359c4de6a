#!/usr/bin/env python3
"""Writes hospitals.csv, tier_changes.csv and prefectures.csv from the published tables in sources/.

Run from the root of the project: python3 scenarios/data/make_hospitals.py
Standard library only, no chance: the same sources give the same bytes. Every rule is in docs/data.md.
"""
import csv
import math
import os
import statistics
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from named_sites import CHILDREN, Hospitals, named_sites

HERE = os.path.dirname(os.path.abspath(__file__))
SOURCES = os.path.join(HERE, "sources")
CODES = range(1, 48)

# National totals on 2025-06-01 (ministry: 2026-03-13 material 1; 2025-07-25 p.40).
NATION = {"prefectural": 51, "regional": 352, "specific": 1, "treatment": 59}
NUM_SITES, TREATMENT_SITES, CHILDHOOD_SITES, OTHER_SITES = 282, 1, 6, 36
NUM_CANDIDATES = 45  # assumed: hospitals outside the base system that may become sites

# Median registrations a year of a regional base hospital (48 hospitals): what discharges are scaled to.
REGISTRATIONS = 1416
# Usual registrations by type, for patients per hospital of a prefecture.
SIZE = {"prefectural": 2401, "regional": 1416, "specific": 700, "treatment": 420}
HUNDREDS = {"prefectural": 0, "regional": 100, "specific": 200, "treatment": 300}
CHILDHOOD, OTHER, CANDIDATE = 400, 500, 600  # the other id blocks of a prefecture

# (row, number of sites): the month's end by which the published number is open.
ANCHORS = [
    ("2018-04", 111),  # designation day 2018-04-01
    ("2018-10", 146),  # 35 cooperative hospitals added at the start of the month
    ("2019-08", 167),  # published for 2019-09-05, before the hubs were named
    ("2020-03", 167),
    ("2020-04", 206),  # designation day 2020-04-01
    ("2021-03", 206),
    ("2022-03", 234),  # as of 2022-04-01
    ("2022-06", 234),  # 233 was published for 2022-05-01 and 2022-07-01: sites never fall here
    ("2023-03", 243),
    ("2024-02", 263),  # additions of 2024-02-01
    ("2024-03", 264),  # as of 2024-04-01
    ("2024-06", 266),  # as of 2024-07-01
    ("2025-03", 278),
    ("2025-04", 280),  # 278 the day before: designations of 2025-04-01
    ("2025-05", 282),  # as of 2025-06-01
]
TOHOKU = frozenset(range(2, 8))
# Published sites of a region at a row: (prefectures, row, at least, at most, national total then).
KNOWN = [
    (frozenset([3, 10, 43, 44, 47]), "2018-04", 0, 0, None),
    (frozenset([13]), "2018-04", 19, 21, None), # 24, less 3 added in 2018-10, less up to 2 of 21 later
    (frozenset([13]), "2019-08", 24, 24, 167),  # 3 cores, 4 hubs, 17 cooperative (2019-09-19)
    (TOHOKU, "2022-08", 10, 10, 233),           # 1 core, 2 hubs, 7 cooperative
]
YAMAGATA, YAMAGATA_LEAST = 6, 2  # insurance claims in two of its medical areas in FY2022
TOHOKU_LATE = "2022-09"          # after the count of Tohoku
LATE = "2022-07"                 # after 234, the count of 2022-03 to 2022-06
OKINAWA = 47                     # insurance claims in FY2020, and no notification before 2023-09
LOST_HUB_2023 = 27    # Osaka: hubs fell from 3 to 2 in 2023-04
KANTO = frozenset([8, 9, 10, 11, 12, 13, 14, 15, 19, 20])  # whose hubs fill the region's 12 places
HOST_WEIGHT = {"core": 385, "hub": 166}
EP_CAPABLE = [("2024-05", 2), ("2024-06", 12), ("2025-03", 27)]  # the first two by name


def read(name):
    with open(os.path.join(SOURCES, name), encoding="utf-8", newline="") as f:
        return list(csv.DictReader(f))


def number(text, empty=0):
    return int(text) if text.strip() else empty


def by_code(rows):
    return {int(r["code"]): r for r in rows}


def month(text):
    return int(text[:4]) * 12 + int(text[5:7]) - 1


def month_text(m):
    return "%04d-%02d" % (m // 12, m % 12 + 1)


def apportion(total, weight, lower, upper, groups=()):
    """Whole numbers that sum to `total`: start at `lower`, then one at a time to the code with the
    most weight per (number + 1/2), while it is below `upper` and its groups below their maximum."""
    got = dict(lower)
    for _ in range(total - sum(got.values())):
        open_codes = [
            c for c in weight
            if got[c] < upper[c] and all(c not in g or sum(got.get(k, 0) for k in g) < most
                                         for g, most in groups)
        ]
        best = max(open_codes, key=lambda c: (weight[c] / (got[c] + 0.5), -c))
        got[best] += 1
    assert sum(got.values()) == total
    return got


def base_counts(share):
    """{(code, type): (count, published?)}; unpublished counts fill the rest of the national total."""
    table = by_code(read("prefecture_cancer_hospitals.csv"))
    column = {"prefectural": "n_prefectural_base", "regional": "n_regional_base",
              "specific": "n_specific_area", "treatment": "n_regional_treatment"}
    counts = {(c, t): (number(table[c][k]), True) for t, k in column.items()
              for c in CODES if c in table and table[c][k].strip()}
    counts[1, "regional"] = (19, True)      # stated for 2023-03 in the note of the table
    counts[4, "prefectural"] = (2, False)   # named in 2016; total of 8 in 2024
    counts[4, "regional"] = (5, False)
    counts[4, "treatment"] = (1, False)     # 8 - 2 - 5
    counts[23, "treatment"] = (0, False)    # 17 in total, 1 + 16 base hospitals
    for c in CODES:
        counts.setdefault((c, "prefectural"), (1, False))  # every prefecture has one
        counts.setdefault((c, "specific"), (0, False))
    # Hospitals known at least, and 4 that share the two open types in Fukui (5 in all).
    fill(counts, "regional", share, lower={7: 6, 15: 5}, upper={18: 4})
    counts[18, "treatment"] = (4 - counts[18, "regional"][0], False)
    fill(counts, "treatment", share, lower={15: 1}, upper={})
    for t, total in NATION.items():
        assert sum(counts[c, t][0] for c in CODES) == total, t
    return counts


def fill(counts, kind, share, lower, upper):
    missing = [c for c in CODES if (c, kind) not in counts]
    rest = NATION[kind] - sum(n for (c, t), (n, _) in counts.items() if t == kind)
    got = apportion(rest, {c: share[c] for c in missing}, {c: lower.get(c, 0) for c in missing},
                    {c: upper.get(c, rest) for c in missing})
    counts.update({(c, kind): (n, False) for c, n in got.items()})


def site_counts(share, counts, known, complete, treatment_code):
    """Sites of each prefecture on 2025-06-01: {code: (base sites, sites outside the base system)}."""
    base_most = {c: counts[c, "prefectural"][0] + counts[c, "regional"][0] + (c == treatment_code)
                 for c in CODES}
    outside = CHILDHOOD_SITES + OTHER_SITES
    children = {c: len(named_children(known[c])) for c in CODES}
    least = {c: max(counts[c, "prefectural"][0], sum(bool(s["tiers"]) for s in known[c]) - children[c])
                + (c == treatment_code) for c in CODES}
    total = {c: len(known[c]) for c in complete}
    rest = [c for c in CODES if c not in total]
    first = {int(r["code"]): int(r["sites_in_model_table_2025_05"]) for r in read("prefecture_sites_2025-10.csv")
             if r["sites_in_model_table_2025_05"].strip()}
    region, _, _, high, nation = KNOWN[-1]
    total.update(apportion(NUM_SITES - sum(total.values()), {c: first[c] for c in rest},
                           {c: max(least[c] + children[c], YAMAGATA_LEAST * (c == YAMAGATA)) for c in rest},
                           {c: base_most[c] + outside for c in rest},
                           [(region, -(-high * NUM_SITES // nation))]))  # grew no faster than the nation
    out_least = {c: max(0, total[c] - base_most[c], children[c]) for c in CODES}
    out_most = {c: max(total[c] - least[c], out_least[c]) for c in CODES}
    out = apportion(outside, share, out_least, out_most)
    base = {c: total[c] - out[c] for c in CODES}
    assert sum(base.values()) == NUM_SITES - outside
    return base, out, children


def named_children(sites):
    return [s for s in sites if any(w in s["name"] for w in CHILDREN)]


def make_rows(share, counts, out, children, candidates):
    rows = []

    def add(code, kind, block, count, published):
        for k in range(count):
            rows.append({"id": code * 1000 + block + k + 1, "prefecture": code, "base_type": kind,
                         "block": block, "lead": {}, "status": "published" if published else "filled",
                         "name": "", "municipality": "", "medical_area": "", "site": False,
                         "filled": "tier opened volume medical_area"})

    childhood = apportion(CHILDHOOD_SITES, share, children, {c: max(children[c], min(1, out[c])) for c in CODES})
    for c in CODES:
        for kind in NATION:
            add(c, kind, HUNDREDS[kind], *counts[c, kind])
        add(c, "none", CHILDHOOD, childhood[c], False)
        add(c, "none", OTHER, out[c] - childhood[c], False)
        add(c, "none", CANDIDATE, candidates[c], False)
    return rows


def give_hospital(row, hospital, site=None):
    """A public hospital's size and area; with `site`, also its name and what is known of it."""
    row["size"], row["medical_area"] = hospital.get("size", 0), hospital.get("area", "")
    if site is None:
        return
    row["name"], row["municipality"] = site["name"], site["municipality"]
    row["lead"], row["added_2018"] = site["tiers"], site["added_2018"]
    row["status"] = "published"
    filled = ["base_type"] + ["tier"] * (not site["tiers"])
    if site["early"]:
        row["by"] = month(LATE) - 4  # 2022-03
        filled.append("opened")
    else:
        row["at"] = month(site["notified"])
    row["filled"] = " ".join(filled)


def place_hospitals(rows, base, known, hospitals, treatment_code):
    """Names and sizes: sites first, the leading ones and the larger ones in the base system."""
    for c in CODES:
        mine = [r for r in rows if r["prefecture"] == c]
        block = {b: [r for r in mine if r["block"] == b] for b in (0, 100, 200, 300, CHILDHOOD, OTHER, CANDIDATE)}
        found = {s["name"]: hospitals.take(c, s["name"]) for s in known[c]}
        young = named_children(known[c])
        sites = sorted((s for s in known[c] if s not in young),
                       key=lambda s: (not s["tiers"], -found[s["name"]]["size"], s["name"]))
        if c == OKINAWA:  # the larger of its sites had claims before its notification
            max(sites, key=lambda s: found[s["name"]]["size"])["early"] = True
        slots = (block[0] + block[100])[:base[c] - (c == treatment_code)]
        slots += block[300][:c == treatment_code]
        others = [r for r in block[0] + block[100] + block[200] if r not in slots]
        for r in slots + block[OTHER] + block[CHILDHOOD]:
            r["site"] = True
        for r, s in zip(block[CHILDHOOD], young):
            give_hospital(r, found[s["name"]], s)
        for r, s in zip(slots + block[OTHER], sites):
            give_hospital(r, found[s["name"]], s)
        for r in slots + others + block[OTHER] + block[300] + block[CANDIDATE]:
            if "size" not in r:
                give_hospital(r, hospitals.next(c))


def give_volumes(rows):
    """Discharges scaled so that the median regional hospital has the registrations of the sample."""
    children = statistics.median(r["size"] for r in rows if r["block"] == CHILDHOOD and r.get("size"))
    scale = REGISTRATIONS / statistics.median(r["size"] for r in rows if r["base_type"] == "regional")
    smallest = {c: min((r["size"] for r in rows if r["prefecture"] == c and r.get("size")), default=1) for c in CODES}
    for r in rows:
        size = r.get("size") or (children if r["block"] == CHILDHOOD else smallest[r["prefecture"]])
        r["volume"] = max(1, round(size * scale))


def larger_first(r):
    return (-r["volume"], r["id"])


def hold_back_late(rows):
    """Sites without a published month that open after 234 was counted: the smaller ones, in Tohoku first those above
    its count of 2022-08."""
    free = sorted((r for r in rows if r["site"] and "at" not in r and "by" not in r and not r["lead"]),
                  key=larger_first, reverse=True)
    tohoku = [r for r in free if r["prefecture"] in TOHOKU]
    number_late = NUM_SITES - 234 - sum("at" in r for r in rows)
    late = tohoku[:sum(r["site"] and r["prefecture"] in TOHOKU for r in rows) - 10]
    for r in late:
        r["from"] = month(TOHOKU_LATE)
    for r in [r for r in free if r not in tohoku][:number_late - len(late)]:
        r["from"] = month(LATE)


def open_sites(rows, cgm):
    """Gives every site its `opened` month: published months and totals, known regional counts, larger first."""
    waiting = sorted((r for r in rows if r["site"]),
                     key=lambda r: ("2020-04" not in r["lead"] and "2019-09" not in r["lead"],) + larger_first(r))
    wanted = [k[:4] for k in KNOWN]
    count = {c: 0 for c in CODES}
    done, previous = 0, month(ANCHORS[0][0]) - 1

    def allowed(r, now):
        return r.get("at", 0) <= now and r.get("from", 0) <= now and all(
            r["prefecture"] not in g or month(row) < now or sum(count[k] for k in g) < high
            for g, row, _, high in wanted)

    def needed(r, now, end, least):
        return "at" in r or (now == month("2018-10") and r.get("added_2018", False)) or any(
            r["prefecture"] in g and month(row) <= end and sum(count[k] for k in g) < low
            for g, row, low, _ in least)

    for text, target in ANCHORS:
        end, start = month(text), done
        # 2018-10: the additions by prefecture are published (34 of the 35).
        least = list(wanted)
        if text == "2018-10":
            least += [(frozenset([c]), text, count[c] + number(cgm[c]["n_cooperative_added_2018_10"]), 0)
                      for c in CODES]
        first = end if text in ("2018-04", "2018-10", "2020-04") else previous + 1
        for now in range(first, end + 1):
            goal = start + (target - start) * (now - first + 1) // (end - first + 1)
            due = [r for r in waiting if r.get("at") == now]
            goal = min(goal, target - sum(now < r.get("at", 0) <= end for r in waiting))
            while done < goal or due:
                free = [r for r in waiting if allowed(r, now)]
                must = [r for r in free if needed(r, now, end, least)]
                r = (due or must or free)[0]
                r["opened"] = now
                waiting.remove(r)
                due = [d for d in due if d is not r]
                count[r["prefecture"]] += 1
                done += 1
        previous = end
        assert done == target, (text, done, target)
    assert not waiting


def distances(names):
    """Great-circle kilometres between prefectural capitals, whole numbers."""
    def place(c):
        return math.radians(float(names[c]["capital_lat"])), math.radians(float(names[c]["capital_lon"]))

    def km(a, b):
        (p, q), (r, s) = place(a), place(b)
        h = math.sin((r - p) / 2) ** 2 + math.cos(p) * math.cos(r) * math.sin((s - q) / 2) ** 2
        return round(2 * 6371 * math.asin(math.sqrt(h)))
    return {(a, b): km(a, b) for a in CODES for b in CODES}


def give_tiers(rows):
    """Tiers on 2025-06-01 and the dated changes [(month, id, tier)]."""
    changes = []

    def change(r, text, tier):
        r["tier"] = tier
        changes.append((text, r["id"], tier))

    for r in rows:
        r["tier"] = "cooperative" if r["site"] else "none"
        lists = r["lead"]
        if lists.get("2020-04") == "core" and "2019-09" not in lists:
            r["first_core"] = True
            change(r, "2018-04", "core")
        elif "2019-09" in lists:
            change(r, "2019-09", "hub")
            if "2020-04" in lists:
                change(r, "2020-04", "core")
            elif lists.get("2023-04") == "core":
                change(r, "2023-04", "core")
            elif "2024-05" in lists:
                change(r, "2023-04", "cooperative")
                change(r, "2024-05", "cooperative_ep")
        elif lists:
            change(r, "2023-04", "hub")
    osaka = [r for r in rows if r["tier"] == "hub" and r["prefecture"] == LOST_HUB_2023]
    change(max(osaka, key=larger_first), "2023-04", "cooperative")
    covered = {r["prefecture"] for r in rows if r["tier"] in HOST_WEIGHT} | KANTO
    new = min((r for r in rows if r["tier"] == "cooperative" and r["prefecture"] not in covered
               and r["opened"] < month("2023-04")), key=larger_first)
    change(new, "2023-04", "hub")
    capable = 2
    for text, total in EP_CAPABLE[1:]:
        pool = sorted((r for r in rows if r["tier"] == "cooperative" and r["opened"] <= month(text)),
                      key=larger_first)
        for r in pool[:total - capable]:
            change(r, text, "cooperative_ep")
        capable = total
    return sorted(changes)


def give_hosts(rows, km):
    order = sorted(rows, key=larger_first)

    def assign(hospitals, targets, weight):
        load = {t["id"]: 0 for t in targets}
        for r in hospitals:
            near = min((km[r["prefecture"], t["prefecture"]], t["prefecture"]) for t in targets)[1]
            local = [t for t in targets if t["prefecture"] == near]
            host = min(local, key=lambda t: (load[t["id"]] / weight[t["tier"]], t["id"]))
            load[host["id"]] += r["volume"]
            r["host"] = host["id"]

    first = [r for r in order if r.get("first_core")]
    leading = [r for r in order if r["tier"] in HOST_WEIGHT]
    for r in first:
        r["host"] = r["id"]
    assign([r for r in leading if r not in first], first, {"core": 1})
    assign([r for r in order if r["tier"] not in HOST_WEIGHT], leading, HOST_WEIGHT)


def write(name, header, rows):
    with open(os.path.join(HERE, name), "w", encoding="utf-8", newline="") as f:
        out = csv.writer(f, lineterminator="\n")
        out.writerow(header)
        out.writerows(rows)


def main():
    names = by_code(read("prefecture_names.csv"))
    deaths = by_code(read("prefecture_cancer_deaths_2024.csv"))
    people = by_code(read("prefecture_population.csv"))
    cgm = by_code(read("prefecture_cgm_sites.csv"))
    raw = {c: float(deaths[c]["deaths_2024"]) for c in CODES}
    share = {c: raw[c] / math.fsum(raw.values()) for c in CODES}

    counts = base_counts(share)
    known, complete = named_sites()
    candidates = apportion(NUM_CANDIDATES, share, {c: 0 for c in CODES}, {c: NUM_CANDIDATES for c in CODES})
    # The one treatment site is in the prefecture whose treatment hospitals are fullest.
    treatment = max((c for c in CODES if counts[c, "treatment"][0]),
                    key=lambda c: (share[c] / sum(SIZE[t] * counts[c, t][0] for t in NATION), -c))
    base, out, children = site_counts(share, counts, known, complete, treatment)
    rows = make_rows(share, counts, out, children, candidates)
    place_hospitals(rows, base, known, Hospitals(), treatment)
    give_volumes(rows)
    hold_back_late(rows)
    open_sites(rows, cgm)
    changes = give_tiers(rows)
    give_hosts(rows, distances(names))

    rows.sort(key=lambda r: r["id"])
    write("hospitals.csv",
          "id,prefecture,base_type,tier,opened,volume,host,host_haem,medical_area,area_type,status,name,municipality,filled".split(","),
          [[r["id"], "%02d" % r["prefecture"], r["base_type"], r["tier"],
            month_text(r["opened"]) if r["site"] else "", r["volume"], r["host"], "", r["medical_area"], "", r["status"],
            r["name"], r["municipality"], r["filled"]]
           for r in rows])
    write("tier_changes.csv", ["date", "id", "tier"], changes)
    years = range(2020, 2051, 5)
    practice = by_code(read("prefecture_practice.csv"))  # fit_places.py
    write("prefectures.csv", ["code", "name_en", "name_ja", "patients_share"] + ["pop%d" % y for y in years] + ["practice"],
          [["%02d" % c, names[c]["name_en"], names[c]["name_ja"], "%.10g" % share[c]]
           + [people[c]["pop%d" % y] for y in years] + [practice[c]["practice"]] for c in CODES])


if __name__ == "__main__":
    main()
