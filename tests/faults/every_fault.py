"""every_fault.py PROGRAM FOLDER [MOST] - lets every allocation and every write of the commands fail in turn.

PROGRAM is build/plain/panelcast-faults (wrap.c). FOLDER is empty and ours. MOST bounds how many calls of one
kind are tried in one command, spread evenly (0: all). Each time the program must end with a code that says
so and a message, leak nothing, leave the old result as it was or the new one whole, and nothing else.
Exit code 1 if anything was otherwise.
"""
import collections
import os
import re
import shutil
import subprocess
import sys

PROGRAM = os.path.abspath(sys.argv[1])
FOLDER = os.path.abspath(sys.argv[2])
MOST = int(sys.argv[3]) if len(sys.argv) > 3 else 0
RESULTS = os.path.join(FOLDER, "results")
TEMPORARY = os.path.join(FOLDER, "tmp")
KINDS = ("alloc", "io", "stream")
# What the exit code may say: of memory 70; of files 65, 66 (could not be read), 73, 74 (written), 75 (go on).
CODES = {"alloc": {70}, "io": {65, 66, 73, 74, 75}, "stream": {73, 74, 75}}


def program(args, fault=None, in_file=False):
    environment = dict(os.environ, FAULT_COUNT=os.path.join(FOLDER, "count"), TMPDIR=TEMPORARY)
    environment.pop("FAULT", None)
    if fault:
        environment["FAULT"] = fault
    if in_file:
        environment["FAULT_IN_FILE"] = "1"
    return subprocess.run([PROGRAM] + args, env=environment, cwd=FOLDER, stdin=subprocess.DEVNULL,
                          capture_output=True, timeout=60)


def counts():
    with open(os.path.join(FOLDER, "count")) as file:
        return dict(zip(KINDS, map(int, file.read().split())))


def content(folder, but=()):
    """What lies in a folder, by name."""
    found = {}
    for above, _, names in os.walk(folder):
        for name in names:
            if name not in but:
                with open(os.path.join(above, name), "rb") as file:
                    found[os.path.relpath(os.path.join(above, name), folder)] = file.read()
    return found


def restore(folder):
    shutil.rmtree(RESULTS, ignore_errors=True)
    if folder:
        shutil.copytree(folder, RESULTS)
    else:
        os.mkdir(RESULTS)


def lean(found):
    """Without what tells the time."""
    times = rb'"(started|finished|startTime|endTime|datePublished|name": "ro-crate-metadata.json",\s*"sha256)": "[^"]*"'
    return {name: re.sub(times, b"", data) for name, data in found.items()}


class Case:
    """A command, the results before it, and how its results are compared."""

    def __init__(self, name, args, before=None, same=lean, exact=True, most=0, in_file=False):
        self.name, self.args, self.before = name, args, before
        self.same = same  # what must be alike in two good results
        self.exact = exact  # a failure leaves every byte as it was
        self.most = most  # allocations to try, where they are the same ones over and over; 0: all
        self.in_file = in_file  # what many runs keep lies in a file

    def run(self):
        restore(self.before)
        good = program(self.args, None, self.in_file)
        if good.returncode != 0:
            return [f"{self.name}: exit code {good.returncode} without a fault: {good.stderr.decode()[-300:]}"]
        self.old = content(self.before) if self.before else {}
        self.new, self.stdout, total = self.same(content(RESULTS)), good.stdout, counts()
        bad, seen = [], collections.Counter()
        for kind in KINDS:
            for fault in faults(kind, total[kind], self.most):
                restore(self.before)
                ended = program(self.args, fault, self.in_file)
                ended.stderr = re.sub(rb"[^\n]*: warning: start: [^\n]*\n", b"", ended.stderr)
                bad += [f"{self.name}, {fault}: {what}" for what in self.judge(kind, ended)]
                seen[kind, ended.returncode] += 1
        codes = ", ".join(f"{kind} {code}: {n}" for (kind, code), n in sorted(seen.items()))
        print(f"{self.name}: {' '.join(f'{k} {n}' for k, n in total.items())} calls; exit codes: {codes}", flush=True)
        return bad

    def judge(self, kind, ended):
        said = ended.stderr.decode(errors="replace")
        now = content(RESULTS)
        if ended.returncode == 99 or "leak:" in said or "Sanitizer" in said:
            yield f"a leak or a fault of memory: {said[-600:]}"
        elif ended.returncode == 0:
            if self.same(now) != self.new:
                yield "exit code 0, and not the new result"
            elif ended.stdout != self.stdout:
                yield "exit code 0, and something else on stdout"
        elif ended.returncode not in CODES[kind] and not (ended.returncode == 70 and "memory" in said):
            yield f"exit code {ended.returncode}: {said[-300:]}"
        elif not re.search(r"error: |panelcast", said):
            yield f"exit code {ended.returncode} without a message: {said[-300:]}"
        elif self.exact and any(now.get(name) != self.old.get(name) and self.same(now).get(name) != self.new.get(name)
                                for name in {**now, **self.old}):
            yield f"exit code {ended.returncode}, and neither the old result nor the new one: {sorted(now)}"
        elif not self.exact and not self.goes_on():
            yield f"exit code {ended.returncode}, and the same command does not go on"
        extra = [name for name in now if name not in self.new and name not in self.old]
        if self.exact and (extra or os.listdir(TEMPORARY)):
            yield f"left behind: {extra} {os.listdir(TEMPORARY)}"

    def goes_on(self):
        if self.same(content(RESULTS)) == self.new:
            return True  # it was done; only to say so failed
        again = program(self.args, None, self.in_file)
        return again.returncode == 0 and self.same(content(RESULTS)) == self.new


def faults(kind, total, limit):
    """The faults to try: single ones, and a few of the sort that does not end."""
    most = MOST or (limit if kind == "alloc" else 0) if kind != "stream" else (MOST or 60) // 2
    step = max(1, total // most) if most else 1
    for at in range(1, total + 1, step):
        yield f"{kind}:{at}"
    for at in range(1, total + 1, step * 7):
        yield f"{kind}:{at}+"


def table(found):
    """A sweep's stores, as tables."""
    tables = {}
    for name in found:
        if name.endswith(".sqlite"):
            tables[name] = program(["export", os.path.join(RESULTS, name), "--csv"]).stdout
    return tables


def prepare(name, *commands):
    """A folder with the results of commands, to begin with."""
    restore(None)
    for args in commands:
        ended = program(args)
        assert ended.returncode == 0, ended.stderr.decode()
    kept = os.path.join(FOLDER, name)
    shutil.copytree(RESULTS, kept)
    return kept


def main():
    os.mkdir(TEMPORARY)
    for name in os.listdir("tests/fuzz/data"):
        shutil.copy(os.path.join("tests/fuzz/data", name), FOLDER)
    shutil.copy("scenarios/data/prefectures.csv", FOLDER)
    with open(os.path.join(FOLDER, "tiny.json"), encoding="utf-8") as file:
        tiny = file.read()
    with open(os.path.join(FOLDER, "slow.json"), "w", encoding="utf-8") as file:
        file.write(tiny.replace('"name": "tiny"', '"name": "slow"').replace('"value": 12', '"value": 8'))
    with open(os.path.join(FOLDER, "child.json"), "w", encoding="utf-8") as file:
        file.write('{ "schema_version": 1, "name": "child", "title": { "en": "C", "ja": "C" }, "extends": "tiny.json", "seed": "5", "parameters": {\n'
                   '"rollout.rate": null, "demand.uptake": { "series": [["2025-01", 0.4], ["2026-01", 0.5]],'
                   '"interpolation": "linear", "unit": "1", "kind": "assumed", "note": "x" } } }\n')
    with open(os.path.join(FOLDER, "design.json"), "w", encoding="utf-8") as file:
        file.write('{ "name": "d", "scenario": "tiny.json", "design": "sobol", "points": 6,\n'
                   '"axes": { "rollout.rate": { "min": 8, "max": 25 } },\n'
                   '"metrics": [ { "name": "t", "variable": "Tests|Total", "period": "2025-07" } ] }\n')
    with open(os.path.join(FOLDER, "short.json"), "w", encoding="utf-8") as file:
        file.write(open(os.path.join(FOLDER, "design.json"), encoding="utf-8").read().replace('"points": 6', '"points": 2'))
    plain = ["--no-plots", "--quiet"]
    run = ["run", "tiny.json", "--no-plots", "-o", "results/out"]
    old = prepare("old", run + ["--seed", "2"])
    state = prepare("state", run + ["--save-state", "2025-06=results/state", "--seed", "2"])
    many = ["run", "tiny.json", "--draws", "2", "-n", "2", "--threads", "1", "-o", "results/out"] + plain
    half = prepare("half", ["sweep", "short.json", "--threads", "1", "-o", "results/s.sqlite"])
    parts = prepare("parts", *(["sweep", "design.json", "--threads", "1", "--shard", f"{k}/2", "-o",
                                f"results/{k}.sqlite"] for k in (1, 2)))
    for design in ("saltelli", "morris", "sobol"):
        with open(os.path.join(FOLDER, design + ".json"), "w", encoding="utf-8") as file:
            file.write('{ "name": "s", "scenario": "tiny.json", "design": "%s", "points": %d,\n'
                       '"axes": { "rollout.rate": { "min": 8, "max": 25 }, "demand.uptake": { "min": 0.3, "max": 0.6 } },\n'
                       '"metrics": [ { "name": "t", "variable": "Tests|Total", "period": "2025-07" } ] }\n'
                       % (design, 8 if design == "sobol" else 2))
    studies = prepare("studies", *(["sweep", f"{design}.json", "--threads", "1", "-o", f"results/{design}.sqlite"]
                                   for design in ("saltelli", "morris", "sobol")))
    baseline, survey = os.path.abspath("scenarios/baseline.json"), os.path.abspath("scenarios/data/sources/ep_workload.csv")
    record = ["milestone", baseline, "--threads", "1", "-o", "results/out"] + plain
    milestone = record + ["--draws", "2"]
    cases = [
        Case("check", ["check", "child.json", "--set", "rollout.rate=3"]),
        Case("resolve", ["resolve", "child.json", "--set", "may_omit.solid.no_finding.none=no@2026-08",
                         "--set", "may_omit.early.finding.trial=yes"]),
        Case("explain", ["explain", "child.json", "demand.uptake"]),
        Case("rules", ["rules", "tiny.json", "--json"]),
        Case("run", run, old),
        Case("run into a new folder", run),
        Case("run from a state", run + ["--from-state", "results/state", "--hosts", "--save-state",
                                        "2025-07=results/state2"], state),
        Case("run of many", many, old),
        Case("compare", ["compare", "tiny.json", "slow.json", "-n", "2", "--threads", "1", "--explain-difference",
                         "-o", "results/compared", "--no-plots"]),
        Case("sweep", ["sweep", "design.json", "--threads", "1", "-o", "results/s.sqlite", "--quiet"], None, table, False),
        Case("sweep that goes on", ["sweep", "design.json", "--threads", "1", "-o", "results/s.sqlite", "--quiet"], half,
             table, False),
        Case("merge", ["merge", "results/1.sqlite", "results/2.sqlite", "-o", "results/all.sqlite"], parts, table, False),
        Case("export", ["export", "results/s.sqlite", "--csv", "-o", "results/x.csv"], half),
        Case("a point", ["run", "--point", "results/s.sqlite:1"], half),
        Case("run of as many as needed", ["run", "tiny.json", "--until-mcse", "Tests|Total=100", "--draws", "4",
                                          "--threads", "1", "-o", "results/out"] + plain),
        Case("run of many in a file", many, in_file=True),
        Case("compare in a file", ["compare", "tiny.json", "slow.json", "-n", "2", "--threads", "1", "-o",
                                   "results/compared"] + plain, in_file=True),
        Case("rules' curve", ["rules", "tiny.json", "--curve", "--year", "2026", "--set", "end=2027-03", "-n", "1", "-o",
                              "results/curve", "--no-plots"]),
        Case("calibrate-workload", ["calibrate-workload", baseline, survey]),
        Case("milestone", milestone + ["--part", "date", "--target", "Sites|Total>=300", "--set", "end=2030-03"]),
        Case("milestone, the sum", record + ["--part", "sum"]),
        Case("milestone, the pace", milestone + ["--part", "pace", "--by", "2026-12", "--set", "end=2027-03"]),
        Case("milestone, the capacity", milestone + ["--part", "capacity", "--set", "end=2030-03"]),
        Case("milestone, the curves", record + ["--part", "curves", "--from", "2023-03-01"], most=1500),
        Case("milestone, the backtest", record + ["--part", "backtest"], most=500),
        Case("sensitivity, printed", ["sensitivity", "results/saltelli.sqlite", "--resamples", "200"], studies),
        Case("sensitivity, as JSON", ["sensitivity", "results/saltelli.sqlite", "--resamples", "200", "--json"], studies),
    ] + [
        Case(f"sensitivity, {design}", ["sensitivity", f"results/{design}.sqlite", "--resamples", "200", "-o",
                                        "results/out"] + plain, studies)
        for design in ("saltelli", "morris", "sobol")
    ]
    only = os.environ.get("FAULT_CASES")
    bad = []
    for case in cases:
        if not only or case.name in only.split(";"):
            bad += case.run()
    for what in bad[:1000]:
        print("FAIL " + what)
    print(f"every fault: {len(bad)} findings")
    return 1 if bad else 0


sys.exit(main())
