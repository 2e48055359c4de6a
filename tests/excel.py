#!/usr/bin/env python3
"""excel.py OUTPUTS.md COMMAND=FOLDER ... - do the tables for people stand a double click on a Japanese Windows PC?

A spreadsheet there reads a file with a byte order mark as UTF-8 and any other in code page 932. No cell may then be a
date, a time or a formula; numbers are rounded, and no column is empty. Tables are those that docs/outputs.md calls for
people. Prints what is wrong; exit code 1 if anything is.
"""
import csv
import io
import os
import re
import sys

MONTH = "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec"
LONG = "january|february|march|april|june|july|august|september|october|november|december|" + MONTH
DATES = [
    r"\d{1,4}[-/]\d{1,2}([-/]\d{1,4})?",
    r"\d{1,2}:\d{2}(:\d{2})?( ?[ap]m)?",
    r"((令和|平成|昭和)?(\d+|元)年)?\d+月(\d+日)?",
    r"(令和|平成|昭和)(\d+|元)年",
    r"[rhst]\d+[./-]\d+[./-]\d+",
    rf"({LONG})[ ,.-]*\d{{1,4}}([ ,-]+\d{{1,4}})?",
    rf"\d{{1,4}}[ -]*({LONG})([ ,-]+\d{{1,4}})?",
]
faults, seen = [], 0


def wrong(path, text):
    faults.append(f"{path}: {text}")


def look(path):
    data = open(path, "rb").read()
    marked = data.startswith(b"\xef\xbb\xbf")
    try:
        text = data.decode("utf-8-sig" if marked else "cp932")
    except UnicodeDecodeError as error:
        return wrong(path, str(error))
    if not marked and not data.isascii():
        wrong(path, "is not ASCII and has no mark")
    rows = list(csv.reader(io.StringIO(text, newline="")))
    if len(rows) < 2:
        return wrong(path, "has no row")
    for column, heading in enumerate(rows[0]):
        if heading == "" or not any(row[column] for row in rows[1:]):
            wrong(path, f"column {column + 1} ({heading!r}) has no heading or no value")
        if marked and re.search("[a-z]_[a-z]", heading):
            wrong(path, f"the heading {heading!r} is for programs")
    for row in rows:
        if len(row) != len(rows[0]):
            wrong(path, f"a row of {len(row)} cells: {row}")
        for cell in row:
            plain = cell.strip().lower()
            if any(re.fullmatch(date, plain) for date in DATES):
                wrong(path, f"{cell!r} becomes a date")
            if re.fullmatch(r"-?\d+(\.\d+)?", plain):
                digits = plain.lstrip("-").replace(".", "").lstrip("0")
                if "." in plain and len(digits) > 5:
                    wrong(path, f"{cell!r} is not rounded")
            elif plain[:1] in tuple("=+-@\t\r") and plain:
                wrong(path, f"{cell!r} is a formula")
    return None


def main():
    global seen
    people = {}
    on = False
    for line in open(sys.argv[1], encoding="utf-8"):
        on = on and line.startswith("|") or line.startswith("| written by |")
        cells = line.split("|")
        if on and "`" in cells[1]:
            people[cells[1].strip().strip("`").split()[0]] = set(re.findall(r"`([a-z_]+\.csv)`", cells[2]))
    for part in sys.argv[2:]:
        command, folder = part.split("=", 1)
        for name in sorted(os.listdir(folder)):
            if name in people[command]:
                seen += 1
                look(os.path.join(folder, name))
    if seen < 10:
        faults.append(f"only {seen} tables")
    for text in faults[:20]:
        print(text)
    print(f"{seen} tables for people")
    sys.exit(1 if faults else 0)


main()
