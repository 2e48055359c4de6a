#!/usr/bin/env python3
"""Writes docs/scenarios.md and docs/scenarios.ja.md: what each shipped scenario changes, and its key figures.

    python3 tools/docs/scenario_library.py [--check] [--results DIR]

Runs every scenario of scenarios/ in expected mode with the program that PANELCAST names (default
build/panelcast). --results DIR takes result folders DIR/NAME that are there already. --check writes
nothing and exits with 1 if a page is out of date. Standard library only; the same program and the same
scenarios give the same bytes.
"""
import argparse
import csv
import glob
import json
import math
import os
import subprocess
import sys
import tempfile

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
PROGRAM = os.path.abspath(os.environ.get("PANELCAST") or os.path.join(ROOT, "build", "panelcast"))
REFERENCE = "baseline"
YEARS = ["FY2030", "FY2035", "FY2040"]
PAGES = {"en": "scenarios.md", "ja": "scenarios.ja.md"}

# The order of the pages. A scenario that is not named here comes last, under "Others".
THEMES = [
    ("Reference", "基準", ["baseline"]),
    ("Omission rules and their adoption", "省略の要件と省略実施率",
     ["no-omission", "drug-rule-only", "no-drug-rule-only", "low-adoption", "middle-adoption", "full-adoption",
      "rule-with-secondary-findings", "haematological-rule", "wider-rule", "everything-omitted",
      "late-c-cat-report", "approvals-grow", "case-groups"]),
    ("Timing and number of tests", "検査の時期と件数",
     ["early-testing", "advanced-care-a", "low-demand", "high-demand"]),
    ("Roll-out", "整備（施設数の推移）",
     ["slow-rollout", "recent-rollout", "ministry-rollout", "fast-rollout", "rollout-curves", "guideline-revision-12",
      "guideline-revision-24", "guideline-revision-36", "guideline-revision-linked-hosts",
      "guideline-revision-onboarding", "consolidated-400"]),
    ("Where and how expert panels are held", "エキスパートパネルの実施体制",
     ["redesignation-2027", "decentralised-ep", "concentrated-ep", "core-ep-stopped", "circulation-for-all",
      "hard-capacity", "core-ep-stopped-hard-capacity"]),
    ("Staff and work", "人員と業務", ["frozen-staff", "reduced-data-entry"]),
]
ALWAYS = ["Sites|Total", "Base Hospitals|Uncovered", "Tests|Total", "Expert Panel|Cases",
          "Expert Panel|Omitted Share", "Workload|EP Hours", "Workload|Hours", "Expert Panel|Utilisation"]
# Shown only where they differ from the reference.
IF_CHANGED = ["Expert Panel|Hosts", "Expert Panel|Discussed at Core", "Expert Panel|Wait", "Expert Panel|Backlog",
              "Expert Panel|Dropouts", "Outcome|Matched Therapy"]
ROLES = ["Medical Oncologists", "Pathologists", "Clinical Geneticists", "Genetic Counselling Experts"]
IF_CHANGED += [f"Staff|{role}|Available" for role in ROLES]
# Shown with a row of IF_CHANGED: what the people available are there for.
BESIDE = {f"Staff|{role}|Available": [f"Staff|{role}|{what}" for what in ("Needed", "Required at Hosts")]
          for role in ROLES}
BESIDE["Staff|Genetic Counselling Experts|Available"].append("Counselling|Counsellors Needed")
SUMMED = ["Expert Panel|Cases", "Workload|EP Hours"]
TABLES = ["hospitals", "tier_changes", "prefectures", "case_groups", "start", "end"]

TEXT = {
    "en": {
        "title": "Scenario library", "other": "[日本語](scenarios.ja.md)",
        "intro": [
            "Every scenario is a file of `scenarios/` and states only what differs from the baseline. How to write "
            "one: [writing-scenarios.md](writing-scenarios.md). This page is made by `make scenario-docs` from the "
            "files and from one run of each in expected mode.",
            "The figures answer \"what if\", they are not forecasts: many inputs are assumed, and each row below says "
            "which. They carry three significant digits. No range is given here: one run has none; dates as a distribution are in [2037.md](2037.md). Flows are "
            "totals of the fiscal year (April to March), sites and uncovered base hospitals are counted at its end. In brackets: per cent of "
            "the baseline in the same year; for rows in %, the difference in points."],
        "contents": "Contents", "others": "Others", "scenario": "scenario", "question": "title",
        "sites_at": "sites, end of FY2030", "covered": "every base hospital a site",
        "tests": "tests, FY2030, % of baseline", "cases": "EP cases, FY2030, % of baseline",
        "hours": "EP hours, FY2030, % of baseline", "furthest": "EP cases, year furthest from the baseline",
        "why": "Why", "changes": "What it changes", "sets": "What it sets", "figures": "Key figures",
        "extends": "Starts from {}.", "head": ["what", "baseline", "here", "kind", "source or note"],
        "default": "default", "none": "none", "rule": "rule", "new": "new rule", "gone": "not in force",
        "from": "from", "until": "until", "adoption": "adoption", "row": "",
        "sum": "From {} to {} in all", "most": "Furthest from the baseline", "milestones": "Dates",
        "same": "no year differs", "never": "not by {}", "baseline": "baseline", "points": "points",
        "kind": {}, "table_note": "[data.md](data.md)", "factor": "factor", "range": "range", "p80": "80 % range",
        "linear": "straight line", "at": "in",
        "scope": "Roll-out by itself changes the number of tests little: half of the patients treated elsewhere are assumed to "
                 "be referred to a site already. Every case that is sent to another hospital's expert panel costs hours at the hospital that "
                 "sends it, and holding a panel has no fixed cost in the model, so more hosts always mean fewer hours.",
    },
    "ja": {
        "title": "シナリオ集", "other": "[English](scenarios.md)",
        "intro": [
            "各シナリオは `scenarios/` の1ファイルで、基準シナリオと異なる点だけを記しています。書き方は "
            "[writing-scenarios.md](writing-scenarios.md) をご覧ください。このページは `make scenario-docs` により、"
            "シナリオのファイルと期待値計算での1回の推計から作成しています。",
            "数値は「もし～なら」に対する試算であり、予測でも厚生労働省の公表値でもありません。多くの入力は仮定であり、"
            "どれが仮定かを各表に示します。有効数字は3桁です。1回の推計のため幅は示していません（到達時期の分布は[2037.ja.md](2037.ja.md)）。件数と時間は年度（4月から翌年3月）の合計、施設数と未指定の拠点病院等は年度末の値です。"
            "括弧内は同じ年度の基準シナリオに対する百分率、単位が%の行はポイント差です。"],
        "contents": "目次", "others": "その他", "scenario": "シナリオ", "question": "題名",
        "sites_at": "2030年度末の施設数", "covered": "全ての拠点病院等が指定済みとなる月",
        "tests": "検査件数（2030年度、基準比%）", "cases": "EP対象件数（2030年度、基準比%）",
        "hours": "EP関連業務時間（2030年度、基準比%）", "furthest": "EP対象件数が基準と最も異なる年度",
        "why": "ねらい", "changes": "変更点", "sets": "設定値", "figures": "主要値",
        "extends": "{} をもとにする。", "head": ["項目", "基準シナリオ", "このシナリオ", "種別", "出典・注（英語）"],
        "default": "既定値", "none": "なし", "rule": "要件", "new": "新しい要件", "gone": "適用しない",
        "from": "適用開始", "until": "適用終了", "adoption": "省略実施率", "row": "",
        "sum": "{}から{}までの合計", "most": "基準シナリオと最も異なる年度", "milestones": "到達時期",
        "same": "異なる年度はない", "never": "{}までに到達せず", "baseline": "基準", "points": "ポイント",
        "kind": {"official": "公的資料", "measured": "測定値", "derived": "算出値", "calibrated": "較正値",
                 "assumed": "仮定"},
        "table_note": "[data.md](data.md)", "factor": "係数", "range": "幅", "p80": "80%の幅",
        "linear": "直線", "at": "",
        "scope": "整備の速さだけでは検査件数は大きく変わりません。他施設で治療される患者の半数は既に紹介されていると仮定しているためです。"
                 "他施設のエキスパートパネルへ提出する症例には提出側の業務時間がかかり、パネルの開催に固定的な時間は見込んでいないため、"
                 "実施施設が多いほど業務時間は必ず減ります。",
    },
}
UNITS_JA = {"site": "施設", "hospital": "施設", "test": "件", "case": "件", "hour": "時間", "day": "日",
            "person": "人", "month": "か月", "minute": "分", "point": "点", "year": "年", "option": "件"}
TABLE_NAMES = {"hospitals": ("table of hospitals", "病院の表"), "tier_changes": ("table of tier changes", "類型の変更の表"),
               "prefectures": ("table of prefectures", "都道府県の表"), "case_groups": ("case groups", "症例群"),
               "start": ("first month", "開始月"), "end": ("last month", "終了月")}


def load(path):
    """A scenario with its parents, as the program merges them; `chain` lists the names, own first."""
    with open(path, encoding="utf-8") as f:
        own = json.load(f)
    if "extends" not in own:
        return dict(own, chain=[own["name"]])
    parent = load(os.path.join(os.path.dirname(path), own["extends"]))
    merged = dict(parent)
    for key, value in own.items():
        if key == "parameters":
            value = dict(parent.get(key, {}), **value)
            value = {k: v for k, v in value.items() if v is not None}
        merged[key] = value
    merged["chain"] = [own["name"]] + parent["chain"]
    return merged


def run(path, name, results, work):
    folder = os.path.join(results or work, name)
    if not results:
        subprocess.run([PROGRAM, "run", path, "-o", folder, "--mode", "expected", "--no-plots", "--quiet"],
                       check=True, stderr=subprocess.DEVNULL)
    with open(os.path.join(ROOT, "model", "base", "variables.def"), encoding="utf-8") as f:
        parts = [line.split('"') for line in f if line[:2] in ("V(", "R(")]
    rows = {p[1]: {"unit": p[3], "meaning": p[5], "meaning_ja": p[7]} for p in parts}
    with open(os.path.join(folder, "series.csv"), encoding="utf-8", newline="") as f:
        for r in csv.DictReader(f):
            if r["region"] == "JP" and r["time"].startswith("FY") and r["output_type"] == "mean":
                rows[r["variable"]][r["time"]] = r["value"]
    with open(os.path.join(folder, "summary.json"), encoding="utf-8") as f:
        milestones = json.load(f)["milestones"]
    for row in rows.values():
        # "FY2025 (part: 10 months)" is the year FY2025 here: both runs have the same part.
        row["years"] = {k[:6]: number(v) for k, v in row.items() if k and k.startswith("FY")}
    return rows, milestones


def number(text):
    value = float(text) if text else None
    return 0.0 if value is not None and abs(value) < 1e-6 else value


def three_digits(value):
    if value is None:
        return "–"
    if value == 0:
        return "0"
    places = 2 - math.floor(math.log10(abs(value)))
    rounded = round(value, places)
    return f"{rounded:,.{max(places, 0)}f}" if abs(rounded) < 1000 else f"{rounded:,.0f}"


def percent(value, base):
    return None if value is None or not base else 100 * value / base


def percent_text(value, base):
    p = percent(value, base)
    return "–" if p is None else f"{p:.1f}"


def fiscal(year, lang):
    return year if lang == "en" else f"{year[2:]}年度"


def month_text(month, lang):
    return month if lang == "en" else f"{month[:4]}年{int(month[5:])}月"


def unit_text(unit, lang):
    if lang == "en":
        return unit
    return "/".join(UNITS_JA.get(part, part) for part in unit.split("/"))


def figure(row, base, year, lang):
    """`value (per cent of the baseline)`; for shares the difference in points."""
    value, before = row["years"][year], base["years"][year]
    text = three_digits(value)
    if row is base or value is None:
        return text
    if row["unit"] == "%":
        if before is None:
            return text
        return f"{text} ({value - before:+.1f})".replace("(-0.0)", "(+0.0)")
    return f"{text} ({percent_text(value, before)})"


def cell(text):
    return str(text).replace("|", "\\|").replace("\n", " ")


def table(head, rows):
    lines = ["| " + " | ".join(map(cell, head)) + " |", "|" + "---|" * len(head)]
    return lines + ["| " + " | ".join(map(cell, r)) + " |" for r in rows]


def plain(value):
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        if abs(value) >= 10000 and not 190001 <= value <= 220012:
            return f"{value:,}"
        return repr(value)
    return str(value)


def value_text(entry, lang):
    words = TEXT[lang]
    if entry is None:
        return words["none"]
    if "series" in entry and isinstance(entry["series"], dict):
        text = entry["series"]["csv"]
    elif "series" in entry and entry.get("interpolation") == "linear":
        text = words["linear"] + ": " + ", ".join(f"{plain(v)} ({month_text(m, lang)})" for m, v in entry["series"])
    elif "series" in entry:
        text = ", ".join(f"{plain(v)} {words['from']} {month_text(m, lang)}" if lang == "en"
                         else f"{month_text(m, lang)}から{plain(v)}" for m, v in entry["series"])
    elif "value" in entry:
        text = plain(entry["value"])
    else:
        text = ""
    dist = entry.get("dist")
    if dist:
        low, high = dist.get("min", dist.get("low")), dist.get("max", dist.get("high"))
        name = words["p80"] if "low" in dist else words["range"]
        if low is not None:
            of = f" ({words['factor']})" if "series" in entry else ""
            text += f"; {name}{of} {plain(low)}–{plain(high)}"
    return text.lstrip("; ")


def with_unit(text, unit, lang):
    return text if unit in (None, "1", "YYYYMM", "") else f"{text} [{unit_text(unit, lang)}]"


def rule_text(rule, lang):
    words = TEXT[lang]
    text = f"{words['from']} {month_text(rule['effective'], lang)}"
    if rule.get("until"):
        text += f", {words['until']} {month_text(rule['until'], lang)}"
    return f"{text}; {words['adoption']} `{rule.get('adoption', 'omission.adoption')}`"


def file_of(value, none):
    """What to show of a key that is a path, `{"csv": path}`, text, or not given."""
    if isinstance(value, dict):
        value = value["csv"]
    return f"`{os.path.basename(value)}`" if isinstance(value, str) else none


def changes(scenario, base, parameters, lang):
    """Rows of what a scenario changes against the baseline; the baseline's own, against the defaults."""
    words = TEXT[lang]
    column = 0 if lang == "en" else 1
    first = scenario is base
    rows = []
    before = {} if first else base["parameters"]
    for name, info in parameters.items():
        entry = scenario["parameters"].get(name)
        if entry == before.get(name):
            continue
        unit = info.get("unit")
        old = with_unit(value_text(before[name], lang), unit, lang) if name in before else \
            with_unit(plain(info["default"]), unit, lang) + f" ({words['default']})"
        new = with_unit(value_text(entry, lang), unit, lang) if entry else words["default"]
        entry = entry or {}
        source = "; ".join(entry[k] for k in ("source", "note") if k in entry)
        kind = entry.get("kind", "")
        rows.append([f"`{name}`: {info['meaning_' + lang]}", old, new,
                     words["kind"].get(kind, kind), source])
    for key in TABLES:
        if not first and scenario.get(key) != base.get(key):
            show = [file_of(s.get(key), words["none"]) for s in (base, scenario)]
            rows.append([TABLE_NAMES[key][column]] + show
                        + [words["kind"].get("assumed", "assumed"), words["table_note"]])
    rules = {r["id"]: r for r in scenario.get("omission_rules", [])}
    old_rules = {} if first else {r["id"]: r for r in base["omission_rules"]}
    for rule_id in list(old_rules) + [k for k in rules if k not in old_rules]:
        new, old = rules.get(rule_id), old_rules.get(rule_id)
        if new == old:
            continue
        either = new or old
        source = new["source"] if new else ""
        kind = "" if not new else "assumed" if source.startswith("assumed") else "official"
        rows.append([f"{words['rule']} `{rule_id}`: {either['title'][lang]}",
                     rule_text(old, lang) if old else words["none"],
                     rule_text(new, lang) if new else words["gone"], words["kind"].get(kind, kind), source])
    return rows


def furthest(rows, base, variable):
    """(year, per cent) of the year in which a variable is furthest from the baseline; None if nowhere."""
    best = None
    for year, value in rows[variable]["years"].items():
        p = percent(value, base[variable]["years"][year])
        if p is not None and abs(p - 100) >= 0.05 and (best is None or abs(p - 100) > abs(best[1] - 100)):
            best = (year, p)
    return best


def total(row):
    return math.fsum(v for v in row["years"].values() if v is not None)


def date_text(milestone, end, lang):
    return month_text(milestone["month"], lang) if milestone["month"] else \
        TEXT[lang]["never"].format(month_text(end, lang))


def section(scenario, result, base, base_result, parameters, lang):
    words, other = TEXT[lang], "ja" if lang == "en" else "en"
    (rows, milestones), (base_rows, base_milestones) = result, base_result
    first = scenario is base
    lines = [f"### `{scenario['name']}`", "", f"**{scenario['title'][lang]}** ({scenario['title'][other]})", ""]
    lines += [f"{words['why']}: {scenario['description'][lang]}", ""]
    if len(scenario["chain"]) > 2:
        lines += [words["extends"].format(f"[`{scenario['chain'][1]}`](#{scenario['chain'][1]})"), ""]
    listed = changes(scenario, base, parameters, lang)
    lines += [words["sets" if first else "changes"] + ":", ""]
    head = list(words["head"])
    if first:
        head[1] = words["default"]
        listed = [[r[0], r[1].replace(f" ({words['default']})", "")] + r[2:] for r in listed]
    lines += table(head, listed) + [""]

    shown = list(ALWAYS)
    for variable in (v for v in IF_CHANGED if v in rows):
        pairs = [(rows[variable]["years"][y] or 0, base_rows[variable]["years"][y] or 0) for y in YEARS]
        if any(abs(a - b) > 0.005 * max(abs(b), 1) for a, b in pairs):
            shown += [v for v in BESIDE.get(variable, []) if v not in shown]
            shown.append(variable)
    figures = []
    for variable in shown:
        row = rows[variable]
        label = row["meaning"] if lang == "en" else row["meaning_ja"]
        unit = unit_text(row["unit"].split("/")[0], lang)
        figures.append([f"{label} [{unit}]"] + [figure(row, base_rows[variable], y, lang) for y in YEARS])
    lines += [words["figures"] + ":", ""] + table([words["row"]] + [fiscal(y, lang) for y in YEARS], figures) + [""]

    dates = []
    for milestone in milestones:
        text = f"{milestone['reading_' + lang]}: {date_text(milestone, scenario['end'], lang)}"
        if not first:
            same = [m for m in base_milestones if m["id"] == milestone["id"]]
            if same:
                text += f" ({words['baseline']} {date_text(same[0], base['end'], lang)})"
        dates.append(text)
    lines.append(f"- {words['milestones']}: " + "; ".join(dates))
    sums, most = [], []
    for variable in SUMMED:
        label = rows[variable]["meaning" if lang == "en" else "meaning_ja"]
        mine, theirs = total(rows[variable]), total(base_rows[variable])
        sums.append(f"{label} {three_digits(mine)}" + ("" if first else f" ({percent_text(mine, theirs)} %)"))
        far = furthest(rows, base_rows, variable)
        most.append(f"{label} " + (f"{fiscal(far[0], lang)}, {far[1]:.1f} %" if far else words["same"]))
    lines.append("- " + words["sum"].format(*(month_text(scenario[k], lang) for k in ("start", "end"))) + ": "
                 + "; ".join(sums))
    if not first:
        lines.append(f"- {words['most']}: " + "; ".join(most))
    return lines + [""]


def overview(names, scenarios, results, lang):
    words = TEXT[lang]
    base_rows = results[REFERENCE][0]
    rows = []
    for name in names:
        mine, milestones = results[name]
        covered = next((m for m in milestones if m["id"] == "base_covered"), None)
        far = furthest(mine, base_rows, "Expert Panel|Cases")
        rows.append([f"[`{name}`](#{name})", scenarios[name]["title"][lang],
                     three_digits(mine["Sites|Total"]["years"]["FY2030"]),
                     date_text(covered, scenarios[name]["end"], lang) if covered else "–"]
                    + [percent_text(mine[v]["years"]["FY2030"], base_rows[v]["years"]["FY2030"])
                       for v in ("Tests|Total", "Expert Panel|Cases", "Workload|EP Hours")]
                    + [f"{fiscal(far[0], lang)}: {far[1]:.1f}" if far else "–"])
    return table([words[k] for k in ("scenario", "question", "sites_at", "covered", "tests", "cases", "hours",
                                     "furthest")], rows)


def page(themes, scenarios, results, parameters, lang):
    words = TEXT[lang]
    lines = [f"# {words['title']}", "", words["other"], ""]
    for paragraph in words["intro"] + [words["scope"]]:
        lines += [paragraph, ""]
    lines += [f"## {words['contents']}", ""]
    for en, ja, names in themes:
        lines += [f"**{en if lang == 'en' else ja}**", ""] + overview(names, scenarios, results, lang) + [""]
    for en, ja, names in themes:
        lines += [f"## {en if lang == 'en' else ja}", ""]
        for name in names:
            lines += section(scenarios[name], results[name], scenarios[REFERENCE], results[REFERENCE], parameters,
                             lang)
    return "\n".join(lines).rstrip("\n") + "\n"


def main():
    parser = argparse.ArgumentParser(description="Writes docs/scenarios.md and docs/scenarios.ja.md.")
    parser.add_argument("--check", action="store_true", help="write nothing; exit with 1 if a page is out of date")
    parser.add_argument("--results", metavar="DIR", help="take the result folders DIR/NAME instead of running")
    options = parser.parse_args()

    paths = {os.path.basename(p)[:-5]: p for p in sorted(glob.glob(os.path.join(ROOT, "scenarios", "*.json")))}
    scenarios = {name: load(path) for name, path in paths.items()}
    for name, scenario in scenarios.items():
        if scenario["name"] != name:
            sys.exit(f"scenarios/{name}.json: its name is {scenario['name']}")
    themes = [(en, ja, [n for n in names if n in paths]) for en, ja, names in THEMES]
    placed = {n for _, _, names in themes for n in names}
    themes.append((TEXT["en"]["others"], TEXT["ja"]["others"], [n for n in paths if n not in placed]))
    themes = [t for t in themes if t[2]]

    answer = subprocess.run([PROGRAM, "params", "--json"], check=True, capture_output=True, text=True,
                            encoding="utf-8").stdout
    parameters = {p["name"]: p for p in json.loads(answer)}
    with tempfile.TemporaryDirectory() as work:
        results = {name: run(path, name, options.results, work) for name, path in paths.items()}

    old = []
    for lang, file_name in PAGES.items():
        text = page(themes, scenarios, results, parameters, lang)
        path = os.path.join(ROOT, "docs", file_name)
        try:
            with open(path, encoding="utf-8", newline="") as f:
                if f.read() == text:
                    continue
        except FileNotFoundError:
            pass
        if options.check:
            old.append(f"docs/{file_name}")
            continue
        with open(path, "w", encoding="utf-8", newline="") as f:
            f.write(text)
        print(f"wrote docs/{file_name}")
    if old:
        sys.exit(f"out of date: {' '.join(old)} (make scenario-docs writes them anew)")


if __name__ == "__main__":
    main()
