#!/usr/bin/env python3
"""workbook.py REPORT.xlsx REPORT.html LANG SERIES.csv [...] - has the workbook the numbers of the page and of the runs?

SERIES.csv is that of `run --draws` of each scenario, in the order of the report. Prints what is wrong; exit code 1 if
anything is. Needs openpyxl, and xmllint for the form of the parts.
"""
import csv
import datetime
import re
import subprocess
import sys
import zipfile

import openpyxl

import report

SHEETS = {
    "en": ["Key figures", "Charts", "Fiscal years", "Prefectures", "Assumptions", "Dates", "Notes"],
    "ja": ["主要数値", "図", "年度別", "都道府県別", "前提", "時期", "注記"],
}
# In the order of the rows; what a cell counts in Japanese and in English.
VARIABLES = [
    ("Sites|Total", 1, 1), ("Base Hospitals|Covered", 1, 1), ("Tests|Total", 1, 1), ("Expert Panel|Cases", 1, 1),
    ("Expert Panel|Omitted", 1, 1), ("Workload|EP Hours", 1e4, 1), ("Outcome|Options Missed", 1, 1),
    ("Workload|Full-Time Equivalents|Physician", 1, 1), ("Workload|Full-Time Equivalents|Other Staff", 1, 1),
    ("Workload|Labour Cost", 1e8, 1e6), ("Fees|Total", 1e8, 1e6),
]
NUM_FIGURES = 12  # with days to the panel, which are those of other runs
faults = []


def fault(text):
    faults.append(text)


def rows_of(sheet):
    return [list(row) for row in sheet.iter_rows(values_only=True)]


def check_form(path, book, lang):
    if book.sheetnames != SHEETS[lang]:
        fault(f"sheets {book.sheetnames}")
    if book.properties.created != datetime.datetime(2000, 1, 1) or book.properties.creator != "panelcast":
        fault(f"made {book.properties.created} by {book.properties.creator}")
    for sheet in book:
        if sheet.page_setup.paperSize != 9 or sheet.page_setup.orientation != "landscape":
            fault(f"{sheet.title}: paper {sheet.page_setup.paperSize}")
        if sheet.title not in (SHEETS[lang][1], SHEETS[lang][6]) and (
            not sheet.freeze_panes or sheet.print_title_rows != "$3:$3"
        ):
            fault(f"{sheet.title}: heads do not stay in sight and on paper")
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type not in ("s", "n"):
                    fault(f"{sheet.title} {cell.coordinate} has type {cell.data_type}: {cell.value!r}")
                if cell.data_type == "s" and cell.value.lower() in ("nan", "inf", "-nan"):
                    fault(f"{sheet.title} {cell.coordinate} is {cell.value}")
    charts = book[SHEETS[lang][1]]._charts
    if len(charts) != 4:
        fault(f"{len(charts)} charts")
    with zipfile.ZipFile(path) as parts:
        for name in parts.namelist():
            done = subprocess.run(["xmllint", "--noout", "-"], input=parts.read(name), capture_output=True, check=False)
            if done.returncode != 0:
                fault(f"{name}: {done.stderr.decode()}")
        series = [parts.read(name).decode().count("<c:ser>") for name in parts.namelist() if "charts/chart" in name]
    return series


def check_page(rows, years, table, marks):
    """The four figures of the page's table."""
    width = 4 if len(marks) > 1 else 3
    found = {}
    for row in rows[3 : 3 + NUM_FIGURES * len(marks)]:
        found.setdefault(row[0], []).append(row[3:])
    heads = [cell.split("\n")[0].rstrip("*") for cell in rows[2][3::width]]
    if heads != years:
        fault(f"years {heads}, the page has {years}")
    for figure, sides in table.items():
        heading = next((k for k in found if report.JAPANESE.get(k, k) == figure), None)
        if heading is None:
            fault(f"no figure {figure}")
            continue
        for mark, cells in zip(marks, found[heading]):
            for place, (value, beside) in enumerate(sides[mark]):
                mine = cells[place * width : (place + 1) * width]
                if abs(mine[0] - report.number(value)) > 1e-9:
                    fault(f"{figure} {mark} {years[place]}: {mine[0]}, on the page {value}")
                if mark == marks[0] and [f"{x:g}" for x in mine[1:3]] != [
                    f"{report.number(x):g}" for x in re.split("[–〜]", beside)
                ]:
                    fault(f"{figure} {years[place]}: range {mine[1:3]}, on the page {beside}")
                first = report.number(sides[marks[0]][place][0])
                if mark != marks[0] and abs(mine[3] - (report.number(value) - first)) > 1e-9:
                    fault(f"{figure} {mark} {years[place]}: difference {mine[3]}")


def read_series(path):
    nation, regions = {}, {}
    with open(path, encoding="utf-8") as file:
        for row in csv.DictReader(file):
            if row["output_type"] == "quantile" and row["time"].startswith("FY"):
                key = (row["variable"], int(row["time"][2:]), row["output_type_id"].split()[0])
                value = float(row["value"]) if row["value"] else None
                if row["region"] == "JP":
                    nation[key] = value
                else:
                    regions[(row["region"],) + key] = value
    return nation, regions


def differs(cell, value, scale):
    if value is None:
        return cell is not None
    wanted = report.rounded(value)
    if scale == 1 and abs(wanted) >= 100:
        return abs(cell - wanted) > 0.5
    # Figures that can only be counted are whole.
    return abs(cell * scale - wanted) > 0.006 * abs(wanted) + 0.51 * (scale == 1)


def check_years(rows, side, num_sides, nation, japanese):
    years = [int("".join(c for c in cell if c.isdigit())) for cell in rows[2][4:]]
    for f, (variable, ja, en) in enumerate(VARIABLES):
        for s, level in enumerate(("0.5", "0.1", "0.9")):
            row = rows[3 + (f * num_sides + side) * 3 + s]
            for year, cell in zip(years, row[4:]):
                if differs(cell, nation[variable, year, level], ja if japanese else en):
                    fault(f"{variable} FY{year} {level}: {cell}, the run has {nation[variable, year, level]}")


def check_prefectures(rows, side, num_sides, regions, lang):
    with open("model/base/variables.def", encoding="utf-8") as file:
        names = {}
        for line in file:
            if line.startswith("R("):
                parts = [part for part in line.split('"')[1::2]]
                names[parts[3] if lang == "ja" else parts[2]] = parts[0]
    years = [int("".join(c for c in cell if c.isdigit())) for cell in rows[2][5:]]
    seen = set()
    for row in rows[3 + side :: num_sides]:
        seen.add(row[0])
        for year, cell in zip(years, row[5:]):
            value = regions[row[0], names[row[2]], year, "0.5"]
            if differs(cell, value, 1):
                fault(f"{row[0]} {names[row[2]]} FY{year}: {cell}, the run has {value}")
    if len(seen) != 47:
        fault(f"{len(seen)} prefectures")


def main():
    path, page, lang, series = sys.argv[1], sys.argv[2], sys.argv[3], sys.argv[4:]
    book = openpyxl.load_workbook(path)
    sheets = [rows_of(book[name]) for name in SHEETS[lang]]
    lines = check_form(path, book, lang)
    if lines != [len(series) + 2] * 4:
        fault(f"lines of the charts: {lines}")
    parser = report.Report()
    parser.feed(open(page, encoding="utf-8").read())
    years, table = report.table_of(parser.languages[lang]["rows"])
    check_page(sheets[0], years, table, ("Ref.", "①", "②", "③")[: len(series)])
    for side, name in enumerate(series):
        nation, regions = read_series(name)
        check_years(sheets[2], side, len(series), nation, lang == "ja")
        check_prefectures(sheets[3], side, len(series), regions, lang)
    if len(sheets[4]) < 100 or not all(row[0] and row[-1] for row in sheets[4][3:]):
        fault("an assumption has no name or no source")
    for text in faults[:20]:
        print(text)
    sys.exit(1 if faults else 0)


main()
