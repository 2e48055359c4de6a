"""Checks the generated JSON Schema with an independent validator.

    python3 tests/program/schema.py [SCHEMA]      default: docs/scenario.schema.json

Every shipped scenario must be accepted, and files that are wrong in form must be refused, so that a
schema that accepts everything fails too. Needs the Python package jsonschema. Exit code 1 on a failure.
"""
import glob
import json
import sys

import jsonschema

REFUSED = [
    "counts", "dist", "group_bounds", "group_form", "milestones", "name_missing", "parameter_bounds",
    "parameter_choice", "parameter_form", "parameter_name", "parameter_types", "parameter_unit",
    "period", "provenance", "rule_adoption", "rule_dates", "rule_form", "rule_ids", "rule_words",
    "rules_many", "series", "unknown_key", "wrong_types",
]


def load(path):
    with open(path, encoding="utf-8") as file:
        return json.load(file)


def main():
    schema = load(sys.argv[1] if len(sys.argv) > 1 else "docs/scenario.schema.json")
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    failures = 0
    shipped = sorted(glob.glob("scenarios/*.json"))
    for path in shipped:
        for error in validator.iter_errors(load(path)):
            place = ".".join(str(part) for part in error.absolute_path)
            print(f"{path}: {place}: {error.message[:200]}")
            failures += 1
    for name in REFUSED:
        path = f"tests/bad/scenario_{name}.json"
        if validator.is_valid(load(path)):
            print(f"{path}: the schema accepts it")
            failures += 1
    if not shipped:
        print("no scenario found; run this from the top folder")
        failures += 1
    print(f"{len(shipped)} scenarios accepted, {len(REFUSED)} malformed files refused"
          if failures == 0 else f"{failures} failures")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
