"""Every column of the CSV files in result folders is named in the docs, in backticks.

    python3 tests/columns.py [--few] FOLDER ...

With fewer than 50 columns in all it fails, but for --few: the tables are not there.
"""
import csv
import os
import re
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
PAGES = ("outputs.md", "comparing.md", "milestone.md", "sensitivity.md")
# Columns of years and months, whose names come with the run.
DATED = re.compile(r"^(FY|CY)?[0-9]{4}")

known = set()
for page in PAGES:
    with open(os.path.join(ROOT, "docs", page), encoding="utf-8") as text:
        for words in re.findall(r"`([^`\n]+)`", text.read()):
            known.update(re.split(r"[ ,]+", words))
# The tables for people have words as headings, which need no page; their names must stand in the list of tables.
people = set()
with open(os.path.join(ROOT, "docs", "outputs.md"), encoding="utf-8") as text:
    on = False
    for line in text:
        on = on and line.startswith("|") or line.startswith("| written by |")
        if on:
            people.update(re.findall(r"`([a-z_]+\.csv)`", line.split("|")[2]))
columns, files = 0, 0
missing = []
few = sys.argv[1] == "--few"
for folder in sys.argv[1 + few:]:
    for name in sorted(os.listdir(folder)):
        if not name.endswith(".csv"):
            continue
        files += 1
        if name in people:
            continue
        with open(os.path.join(folder, name), encoding="utf-8-sig", newline="") as table:
            for column in next(csv.reader(table)):
                if not DATED.match(column):
                    columns += 1
                    if column not in known:
                        missing.append("%s: %s" % (name, column))
if missing:
    sys.exit("columns that no page names:\n  " + "\n  ".join(missing))
if columns < (5 if few else 50):
    sys.exit("only %d columns" % columns)
print("columns: %d of %d files, all in the docs" % (columns, files))
