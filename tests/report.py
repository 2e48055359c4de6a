#!/usr/bin/env python3
"""report.py REPORT.html [SERIES.csv ...] - does every sentence of a report say what its table says?

With series.csv of `run --draws` of each scenario, in the order of the report: are the table's numbers theirs?
Prints what is wrong; exit code 1 if anything is.
"""
import base64
import csv
import hashlib
import html.parser
import re
import sys

FIGURES = {  # heading in English: variable, ten thousands in Japanese
    "Sites of all tiers": "Sites|Total",
    "Panel tests": "Tests|Total",
    "Cases for expert panels": "Expert Panel|Cases",
    "Work of expert panels": "Workload|EP Hours",
}
JAPANESE = {
    "がんゲノム医療中核拠点病院等": "Sites of all tiers",
    "がん遺伝子パネル検査": "Panel tests",
    "EP対象件数": "Cases for expert panels",
    "EP関連業務時間": "Work of expert panels",
}
faults = []


def fault(text):
    faults.append(text)


class Report(html.parser.HTMLParser):
    """Cells of the first table, answers, captions of charts: of each language."""

    def __init__(self):
        super().__init__()
        self.lang, self.languages = None, {}
        self.stack, self.tables = [], 0

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        if tag in ("meta", "input", "br"):
            return
        if tag == "article":
            self.lang = attrs["lang"]
            self.languages[self.lang] = {"rows": [], "answers": [], "captions": [], "text": []}
            self.tables = 0
        if tag == "table":
            self.tables += 1
        here = self.languages.get(self.lang)
        if here and self.tables == 1 and "table" in self.stack + [tag]:
            if tag == "tr":
                here["rows"].append([])
            if tag in ("td", "th") and here["rows"]:
                here["rows"][-1].append("")
        if here and tag == "p" and "answer" in [c for _, c in self.open_classes()]:
            here["answers"].append("")
        if here and tag == "figcaption":
            here["captions"].append("")
        self.stack.append(tag)
        self.classes = getattr(self, "classes", [])
        self.classes.append((tag, attrs.get("class", "")))

    def open_classes(self):
        return getattr(self, "classes", [])

    def handle_endtag(self, tag):
        if self.stack and tag in self.stack:
            while self.stack.pop() != tag:
                self.classes.pop()
            self.classes.pop()

    def handle_data(self, data):
        here = self.languages.get(self.lang)
        if not here:
            return
        here["text"].append(data)
        if self.tables == 1 and ("td" in self.stack or "th" in self.stack):
            if "small" in self.stack and "tbody" in self.stack:
                return
            here["rows"][-1][-1] += data
        if here["answers"] and "answer" in [c for _, c in self.open_classes()] and "p" in self.stack:
            here["answers"][-1] += data
        if here["captions"] and "figcaption" in self.stack:
            here["captions"][-1] += data


def table_of(rows):
    """{figure: {mark: [(value, beside), ...]}} and the years. Scenarios that share a row are those of the reference."""
    years = [re.sub(r"[*（(].*", "", cell) for cell in rows[0][1:]]
    table, figure, heads = {}, None, ("Ref.", "基準")
    for row in rows[1:]:
        cells = list(row)
        if len(cells) == 2 + 2 * len(years):
            figure = JAPANESE.get(cells[0], cells[0])
            table[figure] = {}
            cells = cells[1:]
        mark, numbers = cells[0], cells[1:]
        if not numbers:  # the shared row
            for other in re.findall("[①②③]", mark):
                table[figure][other] = [(value, "") for value, _ in table[figure]["Ref."]]
                table[figure].setdefault("shared", []).append(other)
            continue
        mark = "Ref." if mark in heads else mark
        table[figure][mark] = list(zip(numbers[0::2], numbers[1::2]))
    return years, table


def number(text):
    return float(text.replace(",", "").replace("▲", "-"))


def check_language(lang, here):
    years, table = table_of(here["rows"])
    if set(table) != set(FIGURES):
        fault(f"{lang}: figures {sorted(table)}")
        return None
    answer_year = re.search(r"FY\d{4}|\d{4}年度", here["captions"][1]).group(0)
    at = years.index(answer_year) if answer_year in years else None
    for figure, sides in table.items():
        for mark, cells in sides.items():
            if mark in ("Ref.", "shared") or mark in sides.get("shared", []):
                continue
            for (value, beside), (reference, _) in zip(cells, sides["Ref."]):
                difference = number(value) - number(reference)
                said = re.match(r"([+-][0-9.,]+)", beside)
                if beside in ("same", "同じ"):
                    if abs(difference) > 1e-9:
                        fault(f"{lang}: {figure} {mark}: {value} is not the same as {reference}")
                elif not said or abs(number(said.group(1)) - difference) > 0.051 * (lang == "ja" and figure.startswith("Work")) + 1e-6:
                    fault(f"{lang}: {figure} {mark}: {beside} between {reference} and {value}")
    if at is None:
        fault(f"{lang}: the answers are those of {answer_year}, which the table does not have")
        return years, table
    cases, hours = (table[name]["Ref."][at][0] for name in ("Cases for expert panels", "Work of expert panels"))
    captions = here["captions"]
    if f"{cases}件" not in captions[1] and f"see {cases} cases in {answer_year}" not in captions[1]:
        fault(f"{lang}: the chart of cases says {captions[1]!r}, the table {cases}")
    if f"{hours}万時間" not in captions[3] and f"{hours} hours of work in {answer_year}" not in captions[3]:
        fault(f"{lang}: the chart of hours says {captions[3]!r}, the table {hours}")
    # Scenarios that lie on the reference are those that share its row.
    for place, figure in ((0, "Sites of all tiers"), (1, "Cases for expert panels"), (3, "Work of expert panels")):
        hidden = re.findall("[①②③]", captions[place])
        if hidden != table[figure].get("shared", []):
            fault(f"{lang}: {figure}: the chart hides {hidden}, the table joins {table[figure].get('shared')}")
    for answer in here["answers"]:
        if answer[0] in "①②③":
            mine = [table[name][answer[0]][at][0] for name in ("Cases for expert panels", "Work of expert panels")]
            for value, reference in zip(mine, (cases, hours)):
                if not re.search(rf"(?<![0-9.,]){re.escape(value)}(?![0-9])", answer):
                    fault(f"{lang}: {answer!r} does not say {value}")
                if value != reference and not re.search(rf"(?<![0-9.,]){re.escape(reference)}(?![0-9])", answer):
                    fault(f"{lang}: {answer!r} does not say {reference}")
    omission = here["answers"][1]
    if not re.search(rf"(?<![0-9.,]){re.escape(cases)}(?![0-9])", omission):
        fault(f"{lang}: {omission!r} does not say {cases}")
    # The date in the title is that of the answer.
    for place in (0, 2):
        date = re.search(r"around (\w+ \d{4})|は(\d{4}年\d+月)頃", captions[place])
        if date and (date.group(1) or date.group(2)) not in here["answers"][0]:
            fault(f"{lang}: {captions[place]!r} has another date than {here['answers'][0]!r}")
    return years, table


def rounded(value):
    return float("%.2e" % value)


def check_series(path, mark, years, table):
    values = {}
    with open(path, encoding="utf-8-sig") as file:
        for row in csv.DictReader(file):
            if row["region"] == "JP" and row["output_type"] == "quantile" and row["time"].startswith("FY"):
                values[row["variable"], row["time"], row["output_type_id"].split()[0]] = row["value"]
    for figure, variable in FIGURES.items():
        for place, year in enumerate(years):
            value, beside = table[figure][mark][place]
            want = [rounded(float(values[variable, year, level])) for level in ("0.5", "0.1", "0.9")]
            have = [number(value)] + ([number(x) for x in beside.split("–")] if mark == "Ref." else [])
            for a, b in zip(have, want):
                if abs(a - b) > 0.5:
                    fault(f"{path}: {variable} {year}: {b} in the table is {a}")


def main():
    text = open(sys.argv[1], encoding="utf-8").read()
    style = text[text.index("<style>") + 7 : text.index("</style>")]
    want = "'sha256-" + base64.b64encode(hashlib.sha256(style.encode()).digest()).decode() + "'"
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', text)
    if not policy or want not in policy.group(1) or "default-src 'none'" not in policy.group(1):
        fault("the policy does not let in this style sheet and nothing else")
    for bad in ("<script", " style=", "http:", "https:", "url(", ">nan<", "nan ", "inf "):
        if bad in text.replace("information", ""):
            fault(f"the page has {bad!r}")
    report = Report()
    report.feed(text)
    found = {lang: check_language(lang, here) for lang, here in report.languages.items()}
    if set(found) != {"ja", "en"} or None in found.values():
        fault(f"languages: {sorted(found)}")
    else:
        for (figure, sides) in found["en"][1].items():
            for mark, cells in sides.items():
                other = found["ja"][1][figure][mark]
                scale = 10000 if figure.startswith("Work") else 1
                if mark != "shared" and any(
                    abs(number(a[0]) - scale * number(b[0])) > 0.051 * (scale - 1) + 1e-6 for a, b in zip(cells, other)
                ):
                    fault(f"{figure} {mark}: {cells} in English, {other} in Japanese")
        for path, mark in zip(sys.argv[2:], ("Ref.", "①", "②", "③")):
            check_series(path, mark, *found["en"])
    for text in faults:
        print(text)
    sys.exit(1 if faults else 0)


if __name__ == "__main__":
    main()
