#!/usr/bin/env python3
"""Writes hospitals.csv, tier_changes.csv and prefectures.csv from the published tables in sources/.

Run from the root of the project: python3 scenarios/data/make_hospitals.py
Standard library only, no chance: the same sources give the same bytes. Every rule is in docs/data.md.
"""
import csv
import math
import os
import statistics

HERE = os.path.dirname(os.path.abspath(__file__))
SOURCES = os.path.join(HERE, "sources")
CODES = range(1, 48)

# National totals on 2025-06-01 (ministry: 2026-03-13 material 1; 2025-07-25 p.40).
NATION = {"prefectural": 51, "regional": 352, "specific": 1, "treatment": 59}
NUM_SITES, TREATMENT_SITES, CHILDHOOD_SITES, OTHER_SITES = 282, 1, 6, 36
NUM_CANDIDATES = 45  # assumed: hospitals outside the base system that may become sites

# Registrations a year: median and coefficient of variation. The first two are measured (48
# hospitals), treatment has one measured hospital (419), the last two are assumed.
SIZE = {
    "prefectural": (2401, 0.53),
    "regional": (1416, 0.47),
    "specific": (700, 0.0),
    "treatment": (420, 0.30),
    "none": (700, 0.40),
}
# How strongly the size of a hospital follows the patients per hospital of its prefecture.
FOLLOW = {"prefectural": 1.0, "regional": 0.5, "specific": 0.0, "treatment": 0.5, "none": 0.5}
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
    (frozenset([24]), "2022-08", 1, 1, 233),    # 1 hub, 0 cooperative
    (frozenset([18]), "2023-01", 2, 2, 243),
    (frozenset([9]), "2023-03", 4, 4, 243),     # as of 2023-04-01
]
LATE_CORE_2020 = 22   # Shizuoka, hub in 2019-09, core from 2020-04 (press release 2020-03-31)
LOST_HUB_2023 = 27    # Osaka: hubs fell from 3 to 2 in 2023-04
NEW_HUB_2023 = 43     # Kumamoto: a hospital there was a hub by 2024-02
HOST_WEIGHT = {"core": 385, "hub": 166}
EP_CAPABLE = [("2024-06", 12), ("2025-03", 27)]


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


def site_counts(share, counts, named, treatment_code):
    """Sites of each prefecture on 2025-06-01: {code: (base sites, sites outside the base system)}."""
    base_most = {c: counts[c, "prefectural"][0] + counts[c, "regional"][0] + (c == treatment_code)
                 for c in CODES}
    least = {c: max(counts[c, "prefectural"][0], named[c]) + (c == treatment_code) for c in CODES}
    groups = []
    for region, _, low, high, nation in KNOWN:
        if nation is not None:
            # A region grew no faster than the nation after its last published count.
            groups.append((region, -(-high * NUM_SITES // nation)))
            if len(region) == 1:
                least[min(region)] = max(least[min(region)], low)
    outside = CHILDHOOD_SITES + OTHER_SITES
    total = apportion(NUM_SITES, share, least, {c: base_most[c] + outside for c in CODES}, groups)
    out_least = {c: max(0, total[c] - base_most[c]) for c in CODES}
    out_most = {c: total[c] - least[c] for c in CODES}
    out = apportion(outside, share, out_least, out_most)
    base = {c: total[c] - out[c] for c in CODES}
    assert sum(base.values()) == NUM_SITES - outside
    return base, out


def make_rows(share, counts, out, candidates):
    rows = []

    def add(code, kind, block, count, published):
        for k in range(count):
            rows.append({"id": code * 1000 + block + k + 1, "prefecture": code, "base_type": kind,
                         "rank": k, "of": count, "block": block,
                         "status": "published" if published else "filled"})

    childhood = apportion(CHILDHOOD_SITES, share, {c: 0 for c in CODES},
                          {c: min(1, out[c]) for c in CODES})
    for c in CODES:
        for kind in NATION:
            add(c, kind, HUNDREDS[kind], *counts[c, kind])
        add(c, "none", CHILDHOOD, childhood[c], False)
        add(c, "none", OTHER, out[c] - childhood[c], False)
        add(c, "none", CANDIDATE, candidates[c], False)
    return rows


def give_volumes(rows, share, counts):
    """A national ladder of lognormal quantiles per type, handed out in the order of a score."""
    size = {c: sum(SIZE[t][0] * counts[c, t][0] for t in NATION) for c in CODES}
    normal = statistics.NormalDist()
    for kind, (median, variation) in SIZE.items():
        sigma = math.sqrt(math.log(1 + variation * variation))

        def score(r):
            own = sigma * normal.inv_cdf((r["of"] - r["rank"] - 0.5) / r["of"])
            patients = math.log(share[r["prefecture"]] / size[r["prefecture"]])
            return own + FOLLOW[kind] * patients

        group = [r for r in rows if r["base_type"] == kind]
        group.sort(key=lambda r: (-round(score(r), 9), r["id"]))
        n = len(group)
        for k, r in enumerate(group):
            r["volume"] = round(median * math.exp(sigma * normal.inv_cdf((n - k - 0.5) / n)))


def larger_first(r):
    return (-r["volume"], r["id"])


def choose_core_and_hub(rows, cgm):
    """Core and hub of the prefectures: prefectural base hospitals first, then regional, by volume."""
    for c in CODES:
        base = [r for r in rows if r["prefecture"] == c and r["base_type"] in ("prefectural", "regional")]
        base.sort(key=lambda r: (r["base_type"] != "prefectural",) + larger_first(r))
        core, hub = number(cgm[c]["n_core"]), number(cgm[c]["n_hub"])
        for k, r in enumerate(base[:core + hub]):
            r["named"] = "core" if k < core else "hub"
        if c == NEW_HUB_2023:
            base[0]["named"] = "hub_2023"


def choose_sites(rows, base, treatment_row):
    for c in CODES:
        mine = [r for r in rows if r["prefecture"] == c]
        pool = [r for r in mine if r["base_type"] in ("prefectural", "regional")]
        pool.sort(key=lambda r: ("named" not in r, r["base_type"] != "prefectural") + larger_first(r))
        chosen = [treatment_row] if treatment_row["prefecture"] == c else []
        chosen += pool[:base[c] - len(chosen)]
        for r in mine:
            r["site"] = r in chosen or r["block"] in (CHILDHOOD, OTHER)


def open_sites(rows, cgm):
    """Gives every site its `opened` month: published totals, known regional counts, larger first."""
    waiting = sorted((r for r in rows if r["site"]),
                     key=lambda r: (r.get("named") not in ("core", "hub"),) + larger_first(r))
    wanted = [k[:4] for k in KNOWN]
    count = {c: 0 for c in CODES}
    done, previous = 0, month(ANCHORS[0][0]) - 1

    def allowed(r, now):
        return all(r["prefecture"] not in g or month(row) < now
                   or sum(count[k] for k in g) < high for g, row, _, high in wanted)

    def needed(r, end, least):
        return any(r["prefecture"] in g and month(row) <= end and sum(count[k] for k in g) < low
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
            while done < goal:
                free = [r for r in waiting if allowed(r, now)]
                must = [r for r in free if needed(r, end, least)]
                r = (must or free)[0]
                r["opened"] = now
                waiting.remove(r)
                count[r["prefecture"]] += 1
                done += 1
        previous = end
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
    tokyo_hubs = [r for r in rows if r.get("named") == "hub" and r["prefecture"] == 13]
    osaka_hubs = [r for r in rows if r.get("named") == "hub" and r["prefecture"] == LOST_HUB_2023]
    late_core = min(tokyo_hubs, key=larger_first)
    lost_hub = max(osaka_hubs, key=larger_first)
    for r in rows:
        r["tier"] = "cooperative" if r["site"] else "none"
        named = r.get("named")
        if named == "core":
            r["tier"] = "core"
            if r["prefecture"] == LATE_CORE_2020:
                changes += [("2019-09", r["id"], "hub"), ("2020-04", r["id"], "core")]
            else:
                r["first_core"] = True
                changes.append(("2018-04", r["id"], "core"))
        elif named == "hub":
            r["tier"] = "hub"
            changes.append(("2019-09", r["id"], "hub"))
        elif named == "hub_2023":
            r["tier"] = "hub"
            changes.append(("2023-04", r["id"], "hub"))
        if r is late_core:
            r["tier"] = "core"
            changes.append(("2023-04", r["id"], "core"))
        if r is lost_hub:
            r["tier"] = "cooperative"
            changes.append(("2023-04", r["id"], "cooperative"))
    capable = 0
    for text, total in EP_CAPABLE:
        pool = sorted((r for r in rows if r["tier"] == "cooperative" and r["opened"] <= month(text)),
                      key=larger_first)
        for r in pool[:total - capable]:
            r["tier"] = "cooperative_ep"
            changes.append((text, r["id"], "cooperative_ep"))
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
    burden = by_code(read("prefecture_cancer_burden.csv"))
    people = by_code(read("prefecture_population.csv"))
    cgm = by_code(read("prefecture_cgm_sites.csv"))
    raw = {c: float(burden[c]["derived_share_of_national_deaths"]) for c in CODES}
    share = {c: raw[c] / math.fsum(raw.values()) for c in CODES}

    counts = base_counts(share)
    named = {c: number(cgm[c]["n_core"]) + number(cgm[c]["n_hub"]) + (c == NEW_HUB_2023) for c in CODES}
    candidates = apportion(NUM_CANDIDATES, share, {c: 0 for c in CODES}, {c: NUM_CANDIDATES for c in CODES})
    # The one treatment site is in the prefecture whose treatment hospitals are fullest.
    treatment = max((c for c in CODES if counts[c, "treatment"][0]),
                    key=lambda c: (share[c] / sum(SIZE[t][0] * counts[c, t][0] for t in NATION), -c))
    base, out = site_counts(share, counts, named, treatment)
    rows = make_rows(share, counts, out, candidates)
    give_volumes(rows, share, counts)
    choose_core_and_hub(rows, cgm)
    treatment_row = next(r for r in rows if r["prefecture"] == treatment and r["base_type"] == "treatment")
    choose_sites(rows, base, treatment_row)
    open_sites(rows, cgm)
    changes = give_tiers(rows)
    give_hosts(rows, distances(names))

    rows.sort(key=lambda r: r["id"])
    write("hospitals.csv",
          "id,prefecture,base_type,tier,opened,volume,host,host_haem,medical_area,area_type,status".split(","),
          [[r["id"], "%02d" % r["prefecture"], r["base_type"], r["tier"],
            month_text(r["opened"]) if r["site"] else "", r["volume"], r["host"], "", "", "", r["status"]]
           for r in rows])
    write("tier_changes.csv", ["date", "id", "tier"], changes)
    years = range(2020, 2051, 5)
    write("prefectures.csv", ["code", "name_en", "name_ja", "patients_share"] + ["pop%d" % y for y in years],
          [["%02d" % c, names[c]["name_en"], names[c]["name_ja"], "%.10g" % share[c]]
           + [people[c]["pop%d" % y] for y in years] for c in CODES])


if __name__ == "__main__":
    main()
