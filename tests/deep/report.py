#!/usr/bin/env python3
"""Reports of several hundred random settings: every title, foot and sentence says what its table says.

    python3 tests/deep/report.py [NUMBER]      NUMBER settings, 300 unless said; the seed is fixed
"""
import os
import random
import subprocess
import sys
import tempfile

PROGRAM = os.environ.get("PANELCAST", "build/panelcast")
OTHERS = ["no-omission", "wider-rule", "guideline-revision-24", "slow-rollout", "hard-capacity", "early-testing"]
RANGES = {
    "rollout.rate": (0, 80),
    "rollout.base_share": (0.3, 1),
    "demand.uptake": (0.01, 1),
    "omission.adoption_none": (0, 1),
    "omission.adoption_drug": (0, 1),
    "omission.missed_option": (0, 0.2),
    "ep.minutes_meeting": (1, 60),
    "ep_host.limit": (0, 400),
    "workload.ep_share": (0.1, 0.9),
    "demand.drug_therapy_patients": (1000, 900000),
}


def settings(random_numbers):
    """--set options: some at a date, some for the whole run; sometimes other months."""
    options = []
    for name in random_numbers.sample(sorted(RANGES), random_numbers.randint(0, 4)):
        low, high = RANGES[name]
        value = random_numbers.choice([low, high, round(random_numbers.uniform(low, high), 3)])
        date = random_numbers.choice(["", "", f"@20{random_numbers.randint(26, 39)}-0{random_numbers.randint(1, 9)}"])
        options += ["--set", f"{name}={value}{date}"]
    if random_numbers.random() < 0.2:
        options += ["--set", f"end=20{random_numbers.randint(27, 60)}-{random_numbers.randint(1, 12):02d}"]
    return options


def main():
    number = int(sys.argv[1]) if len(sys.argv) > 1 else 300
    random_numbers = random.Random(20261201)
    bad = 0
    with tempfile.TemporaryDirectory() as work:
        for _ in range(number):
            files = ["scenarios/baseline.json"] + [
                f"scenarios/{name}.json" for name in random_numbers.sample(OTHERS, random_numbers.randint(0, 3))
            ]
            command = ["report", "--no-explorer", *files, *settings(random_numbers), "--draws", "3", "--quiet"]
            ran = subprocess.run([PROGRAM, *command, "-o", f"{work}/report"], capture_output=True, text=True, check=False)
            fault = ran.stderr if ran.returncode != 0 else ""
            if not fault:
                read = subprocess.run(
                    [sys.executable, "tests/report.py", f"{work}/report/report.html"],
                    capture_output=True, text=True, check=False,
                )  # fmt: skip
                fault = read.stdout + read.stderr if read.returncode != 0 else ""
            if fault:
                bad += 1
                print("panelcast " + " ".join(command), fault, sep="\n", flush=True)
    print(f"{number} reports, {bad} with a sentence that does not fit")
    sys.exit(1 if bad or number == 0 else 0)


main()
