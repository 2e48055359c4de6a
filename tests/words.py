#!/usr/bin/env python3
"""Sentences in the sources of the program that a person reads and the catalogue does not have.

    python3 tests/words.py      exit code 1 if there is any, with its file

Every text of two words or more in model/ and tools/ is one of the catalogue's (tools/words/ja.po), or lies in a
file below, whose texts are for programs, or is one of the forms below.
"""
import os
import re
import subprocess
import sys
import tempfile

# Files whose texts stay English, and why.
ENGLISH = {
    "model/scenario/schema.c": "the JSON Schema, which editors read",
    "model/scenario/resolve.c": "JSON",
    "model/scenario/values/params.c": "for the compiler",
    "model/scenario/values/params.h": "for the compiler",
    "model/scenario/tables/hospitals.c": "for the compiler",
    "model/simulation/run.c": "bugs of the program, which end it",
    "model/output/summary.c": "summary.json, whose notes are for programs",
    "model/output/tables.c": "docs of the variables, in English",
    "model/output/folder/crate.c": "ro-crate-metadata.json, which archives read",
    "model/analysis/sweep/metric.c": "titles that stores and tables for programs keep",
    "model/analysis/sweep/plan.c": "what stores keep of a design",
    "model/output/spread.c": "ids",
    "model/scenario/sets/sets.c": "ids",
    "model/analysis/answers/compare_json.c": "summary.json, whose notes are for programs",
    "model/analysis/answers/sensitivity_json.c": "summary.json, whose notes are for programs",
    "model/analysis/sweep/store/export.c": "tables for programs",
    "model/analysis/sweep/store/facts.c": "what stores keep",
    "model/analysis/sweep/store/plan.c": "what stores keep",
    "model/analysis/sweep/store/points.c": "names of stores",
    "model/analysis/sweep/store/schema.c": "SQL",
    "tools/report/style.c": "CSS",
    "tools/report/book_check.c": "names of parts of a workbook",
    "tools/report/workbook.c": "the name of a font",
    "tools/build_info.c": "names of libraries",
    "tools/calibrate/workload.c": "a table for docs/validation.md, in English",
}
# Texts that are no sentences.
FORMS = [
    r"^[a-z_0-9]+(,[a-z_0-9%]+)+(\\n)?$",  # the header of a table for programs
    r"^(SELECT|INSERT|CREATE|DELETE|PRAGMA|BEGIN|UPDATE|DROP| *WHERE| *ORDER|, m\.point| ?FROM|SQLite format)",  # SQL
    r"^\s*[{\[\]]",  # JSON
    r"^,?\s*\\\"[$%a-zA-Z_.]+\\\"\s*:",  # a key of JSON
    r"^(FILE|STORE|SHARD|DESIGN|DIR|REFERENCE|\[NAME)\b",  # usage lines
    r"^[a-z]+\.%",  # keys of figures
    r"^Expert Panel\|",
    r"^Base Hospitals\|",
    r"^%s, draw|^  %s, draw",
    r"^panelcast (members|state|result|report$)",
    r"%zu(-%\.128s)?\.json$",
    r"_and_|_and _COUNT|_RANK and|_PROCID and|TASK_ID and",
    r"^%d\\nmonth %s",
    r"^</?[a-z!]|^; base-uri|^; script-src|^ 'wasm-",  # HTML, SVG and a policy
    r"^fit = no$|^the notes say so$",
    r"^(insured (claims|tests)|status reports|market report)$",  # words of a column of observations.csv
    r"^%s %s: %zu of",  # a line of a log
]


def messages(path):
    """Each msgid of a catalogue with the files it comes from."""
    found = {}
    with open(path, encoding="utf-8") as file:
        for block in file.read().split("\n\n"):
            lines = block.split("\n")
            start = [k for k, line in enumerate(lines) if line.startswith("msgid ")]
            end = [k for k, line in enumerate(lines) if line.startswith("msgstr ")]
            if start and end:
                text = "".join(re.match(r'^(?:msg\w+ )?"(.*)"$', line).group(1) for line in lines[start[0] : end[0]])
                found[text] = " ".join(line[3:] for line in lines if line.startswith("#: "))
                for k, line in enumerate(lines):
                    if line.startswith("msgctxt "):
                        found[re.match(r'^msgctxt "(.*)"$', line).group(1)] = ""
    return found


def is_sentence(text):
    plain = re.sub(r"%[-+0#\d.*lzhjt$]*(?:<PRI\w+>|[a-zA-Z])", " ", text)
    return " " in plain.strip() and len(re.findall(r"[A-Za-z]{2,}", plain)) >= 2


def main():
    os.chdir(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
    files = []
    for folder in ("model", "tools"):
        for where, _, names in sorted(os.walk(folder)):
            files += [os.path.join(where, name) for name in sorted(names) if name.endswith((".c", ".h"))]
    files.remove("model/base/words_ja.c")
    with tempfile.TemporaryDirectory() as work:
        every = os.path.join(work, "every.pot")
        subprocess.run(
            ["xgettext", "-a", "--from-code=UTF-8", "--language=C", "--no-wrap", "--add-location=file", "-o", every]
            + files,
            check=True,
            stderr=subprocess.DEVNULL,
        )
        texts = messages(every)
    known = messages("tools/words/ja.po")
    if len(texts) < 1000 or len(known) < 500:
        sys.exit("too few texts were read: %d, and %d in the catalogue" % (len(texts), len(known)))
    bad = 0
    for text, places in sorted(texts.items(), key=lambda item: item[1]):
        free = all(place in ENGLISH for place in places.split())
        if text in known or not is_sentence(text) or free or any(re.search(form, text) for form in FORMS):
            continue
        print("%s: %s" % (places, text[:120]))
        bad += 1
    print("words: %d messages in the catalogue, %d sentences outside it" % (len(known), bad))
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
