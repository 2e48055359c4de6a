"""Named sites, and the sizes of hospitals, from public lists: for make_hospitals.py.

Sites by name are there for the 34 prefectures with a list of notifications of 2025-10, cores and hubs by name for all.
A hospital's size is its cancer discharges of FY2022. Every rule is in docs/data.md.
"""
import collections
import csv
import os
import re
import unicodedata

SOURCES = os.path.join(os.path.dirname(os.path.abspath(__file__)), "sources")
OWNERS = ("独立行政法人", "国立病院機構", "国立大学法人", "地方", "公益財団法人", "一般財団法人", "社会福祉法人",
          "社会医療法人", "医療法人", "公益社団法人", "労働者健康安全機構", "地域医療機能推進機構", "恩賜財団",
          "日本赤十字社", "国立研究開発法人", "学校法人")
CHILDREN = ("こども", "小児", "成育")
LAST_NOTIFIED = "2025-05-31"   # sites of 2025-06-01; later notifications are later openings
BY_THEN = "2022-06-01"         # notified up to two months after the fee revision of 2022-04-01: designated by then
ADDED_2018 = "2018-10-01"


def read(name):
    with open(os.path.join(SOURCES, name), encoding="utf-8", newline="") as f:
        return list(csv.DictReader(f))


def plain(name):
    """A hospital's name without owner and blanks."""
    name = re.sub(r"\s", "", unicodedata.normalize("NFKC", name))
    for owner in OWNERS:
        name = name.replace(owner, "")
    return name.replace("附属", "付属")


def match(name, candidates):
    """The one of `candidates` {plain name: value} that is called `name`, or None."""
    wanted = plain(name)
    if wanted in candidates:
        return candidates[wanted]
    found = [v for k, v in sorted(candidates.items()) if k.endswith(wanted) or wanted.endswith(k)]
    return found[0] if len(found) == 1 else None


class Hospitals:
    """Every acute hospital with cancer discharges: [{name, size, area, site}] by prefecture, larger first."""

    def __init__(self):
        self.by_prefecture = collections.defaultdict(list)
        for r in read("hospital_dpc_cancer_fy2022.csv"):
            size = int(r["solid_sum_without_gi_gyn"] or 0)
            area = "%s %s" % (r["medical_area_code"], r["medical_area"]) if r["medical_area_code"] else ""
            self.by_prefecture[int(r["prefecture_jis"])].append(
                {"name": r["name"], "size": size, "area": area, "site": r["cgp_site_2025_10"] == "1", "taken": False})
        for rows in self.by_prefecture.values():
            rows.sort(key=lambda h: (-h["size"], h["name"]))

    def take(self, code, name):
        found = match(name, {plain(h["name"]): h for h in self.by_prefecture[code]})
        assert found is not None and not found["taken"], (code, name)
        found["taken"] = True
        return found

    def next(self, code):
        """The largest hospital that no name has taken and that is no site by name; {} if none is left."""
        for h in self.by_prefecture[code]:
            if not h["taken"] and not h["site"] and h["size"] > 0:
                h["taken"] = True
                return h
        return {}


def named_sites():
    """{code: [site]} of complete prefectures as of 2025-06-01, and cores and hubs of the others.

    A site has name, municipality, opened ("" if it is filled in), added_2018 and the tiers by which lists know it."""
    sites = collections.defaultdict(list)
    for r in read("sites_notified_2025-10.csv"):
        if r["notified_from"] <= LAST_NOTIFIED:
            sites[int(r["prefecture_jis"])].append(
                {"name": r["name"], "municipality": r["municipality"], "notified": r["notified_from"], "tiers": {},
                 "added_2018": False, "early": r["notified_from"] <= BY_THEN})
    complete = sorted(sites)
    for r in read("sites_named.csv"):
        code = int(r["prefecture_jis"])
        known = match(r["name"], {plain(s["name"]): s for s in sites[code]})
        dated_tier = r["as_of"] in ("2019-09-19", "2020-04-01", "2023-04-01", "2024-02-01", "2024-05-01")
        if known is None and dated_tier and r["tier"] in ("core", "hub"):
            known = {"name": r["name"], "municipality": "", "notified": "", "tiers": {}, "added_2018": False, "early": True}
            sites[code].append(known)
        if known is None:
            continue
        if dated_tier and (r["tier"] in ("core", "hub") or r["as_of"] == "2024-05-01"):
            known["tiers"][r["as_of"][:7]] = r["tier"]
        known["early"] |= bool(r["as_of"]) and r["as_of"] < BY_THEN
        known["added_2018"] |= r["as_of"] == ADDED_2018 and r["tier"] == "cooperative"
    return sites, complete
