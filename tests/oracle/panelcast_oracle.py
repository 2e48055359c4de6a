#!/usr/bin/env python3
"""A second implementation of the panelcast model, written from docs/model.md alone.

Plain Python 3, standard library only. It reads a result folder's resolved.json and the data tables, runs the
scenario once (expected or stochastic mode) and gives the monthly values. Nothing here was taken from the C program;
compare.py sets the two side by side. "section n" in the comments is the section of docs/model.md.
"""

import csv
import functools
import math
import pathlib
import re
from statistics import NormalDist

PREFECTURES = range(1, 48)
CORE, HUB, EP_CAPABLE, COOPERATIVE = range(4)
TIERS = ("core", "hub", "cooperative_ep", "cooperative")
TIER_NAMES = ("Core", "Hub", "EP-Capable Cooperative", "Cooperative")
STREAMS = ("solid", "haematological", "early")
STREAM_NAMES = ("Solid", "Haematological", "Early")
CLASS_SHARES = ("secondary_finding", "none", "approved_cdx", "guideline", "trial")
ACCESS = ("none", "approved_cdx", "guideline", "trial", "other")
BASE_TYPES = {"prefectural": "Prefectural Base", "regional": "Regional Base", "specific": "Specific-Area Base",
              "treatment": "Regional Treatment", "none": "Outside Base System"}
ROLES = {"physician": ("oncologist", "pathologist", "geneticist"),
         "other": ("counsellor", "genome_expert", "coordinator")}
# Role -> name in the results, parameter with the number in the country.
STAFF = {"oncologist": ("Medical Oncologists", "staff.oncologists"),
         "pathologist": ("Pathologists", "staff.pathologists"),
         "geneticist": ("Clinical Geneticists", "staff.geneticists"),
         "counsellor": ("Genetic Counselling Experts", "counselling.counsellors")}
(OPENING, WITHDRAWAL, TESTS, UNCLEAR, PANEL, DISPERSION, PARAMETER) = range(1, 8)


def month_number(text):
    """Section 2: year x 12 + (month of the year - 1)."""
    return int(text[:4]) * 12 + int(text[5:7]) - 1


def month_text(m):
    return "%04d-%02d" % (m // 12, m % 12 + 1)


# ---------------------------------------------------------------- section 4: chance

def philox(counter, key):
    """Philox 4x32 with 10 rounds (Salmon et al. 2011)."""
    c0, c1, c2, c3 = counter
    k0, k1 = key
    for _ in range(10):
        a, b = 0xD2511F53 * c0, 0xCD9E8D57 * c2
        c0, c1, c2, c3 = ((b >> 32) ^ c1 ^ k0, b & 0xFFFFFFFF, (a >> 32) ^ c3 ^ k1, a & 0xFFFFFFFF)
        k0, k1 = (k0 + 0x9E3779B9) & 0xFFFFFFFF, (k1 + 0xBB67AE85) & 0xFFFFFFFF
    return c0, c1, c2, c3


assert philox((0, 0, 0, 0), (0, 0)) == (0x6627E8D5, 0xE169C58D, 0xBC57AC4C, 0x9B00DBD8)


def uniforms(seed, draw, replicate, process, entity, month, index):
    """The two uniforms of a key."""
    w = philox((draw, replicate, (process << 20) + entity, (month << 16) + index % 65536),
               (seed & 0xFFFFFFFF, seed >> 32))
    return tuple((((high << 32 | low) >> 12) + 0.5) / 2.0**52 for low, high in ((w[0], w[1]), (w[2], w[3])))


def sum_to_quantile(u, k, pmf, next_to_this, last):
    """The smallest whole number with F >= u; pmf is the probability at k, next_to_this(k) that of k + 1 to k."""
    cdf = pmf
    while cdf < u and k < last:
        pmf *= next_to_this(k)
        k += 1
        cdf += pmf
    return k


def poisson_quantile(u, mean):
    if mean <= 0:
        return 0
    k = max(0, int(mean - 12 * math.sqrt(mean)))  # below this there is no mass that a double can see beside u
    start = math.exp(k * math.log(mean) - mean - math.lgamma(k + 1))
    return sum_to_quantile(u, k, start, lambda k: mean / (k + 1), mean + 40 * math.sqrt(mean) + 100)


def binomial_quantile(u, n, p):
    if n <= 0 or p <= 0:
        return 0
    if p >= 1:
        return n
    k = max(0, int(n * p - 12 * math.sqrt(n * p * (1 - p))))
    start = math.exp(math.lgamma(n + 1) - math.lgamma(k + 1) - math.lgamma(n - k + 1)
                     + k * math.log(p) + (n - k) * math.log1p(-p))
    return sum_to_quantile(u, k, start, lambda k: (n - k) / (k + 1) * p / (1 - p), n)


def bisect(cdf, u, low, high):
    """The number between low and high at which the rising cdf reaches u, as near as doubles go."""
    while True:
        middle = low + (high - low) / 2
        if not low < middle < high:
            return high
        if cdf(middle) < u:
            low = middle
        else:
            high = middle


def gamma_quantile(u, shape):
    """Scale 1; the incomplete gamma function as a series of positive terms. Bisected in the logarithm of x, so that
    small shapes keep their digits. For large shapes, where the sum is long and the terms lose digits, Cornish and
    Fisher's expansion; the next term is below 1e-15 of it."""
    if shape > 1e5:
        z, s = NormalDist().inv_cdf(u), shape ** -0.5
        terms = (1, z, (z**2 - 1) / 3, (z**3 - 7 * z) / 36, -(6 * z**4 + 14 * z**2 - 32) / 1620,
                 (9 * z**5 + 256 * z**3 - 433 * z) / 38880)
        return shape * sum(term * s**k for k, term in enumerate(terms))
    def cdf(y):
        x = math.exp(y)
        term = total = 1 / shape
        n = shape
        while term > total * 1e-18:
            n += 1
            term *= x / n
            total += term
        return math.exp(shape * y - x - math.lgamma(shape)) * total
    return math.exp(bisect(cdf, u, -700.0, math.log(shape + 10 * math.sqrt(shape) + 50)))


def beta_cdf(a, b, x):
    """Regularised incomplete beta function as a series of positive terms."""
    if x > (a + 1) / (a + b + 2):
        return 1 - beta_cdf(b, a, 1 - x)
    if x <= 0:
        return 0.0
    term = total = math.exp(math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b) + a * math.log(x)
                            + b * math.log1p(-x)) / a
    n = 0
    while term > total * 1e-18:
        term *= (a + b + n) / (a + 1 + n) * x
        total += term
        n += 1
    return total


# ---------------------------------------------------------------- section 3: parameters

def quantile(dist, u):
    """Section 3, table of distributions."""
    kind = dist["type"]
    if kind == "choice":
        total = 0.0
        for value, weight in zip(dist["values"], dist["weights"]):
            total += weight
            if weight > 0 and total >= u:
                return value
        return [v for v, w in zip(dist["values"], dist["weights"]) if w > 0][-1]
    if kind == "empirical":
        x = sorted(dist["values"])
        t = u * (len(x) - 1)
        k = min(int(t), len(x) - 2)
        return x[k] + (t - k) * (x[k + 1] - x[k]) if len(x) > 1 else x[0]
    if kind in ("normal_p80", "lognormal_p80"):
        log = kind == "lognormal_p80"
        low, high = (math.log(dist["low"]), math.log(dist["high"])) if log else (dist["low"], dist["high"])
        value = (low + high) / 2 + (high - low) / (2 * 1.2815515655446004) * NormalDist().inv_cdf(u)
        return math.exp(value) if log else value
    if kind == "gamma":
        return dist["scale"] * gamma_quantile(u, dist["shape"])
    low, high = dist.get("min", 0), dist.get("max", 1)
    if kind == "uniform" or low == high:
        return low + u * (high - low)
    if kind == "beta":
        a, b = dist["alpha"], dist["beta"]
    else:
        f = (dist["mode"] - low) / (high - low)
        if kind == "triangular":
            if u < f:
                return low + math.sqrt(u * (high - low) * (dist["mode"] - low))
            return high - math.sqrt((1 - u) * (high - low) * (high - dist["mode"]))
        a, b = 1 + 4 * f, 1 + 4 * (high - dist["mode"]) / (high - low)
    return low + (high - low) * bisect(lambda x: beta_cdf(a, b, x), u, 0.0, 1.0)


def parameter_key(name):
    """The low 20 bits of the 32-bit FNV-1a hash of the name."""
    h = 2166136261
    for byte in name.encode():
        h = ((h ^ byte) * 16777619) & 0xFFFFFFFF
    return h & 0xFFFFF


def round12(value):
    return float("%.12g" % value)


class Parameters:
    """The value of every parameter in every month: parameters(name, month)."""

    def __init__(self, entries, bounds, seed, draw):
        self.entries, self.bounds = entries, bounds
        self.drawn = {}
        self.centres = {}  # without a draw: what has neither a value nor a series
        for name, entry in entries.items():
            dist = entry.get("dist")
            if dist and (draw or not ("value" in entry or "series" in entry)):
                u = uniforms(seed, draw, 0, PARAMETER, parameter_key(name), 0, 0)[0] if draw else 0.5
                value = quantile(dist, u)
                self.drawn[name] = value if isinstance(value, str) else round12(value)
            if dist and not ("value" in entry or "series" in entry):
                value = quantile(dist, 0.5)
                self.centres[name] = value if isinstance(value, str) else round12(value)

    def held(self, name, value):
        """A number held to the bounds of its parameter, and whole where it counts months."""
        unit, low, high = self.bounds[name]
        value = min(max(value, low), high)
        return math.floor(value + 0.5) if unit == "month" else value

    @functools.lru_cache(maxsize=None)
    def __call__(self, name, month):
        value = self.without_steps(name, month, self.drawn)
        steps = [step for step in self.entries[name].get("steps", ()) if month_number(step["from"]) <= month]
        if not steps:
            return value
        to = steps[-1]["value"]
        if isinstance(to, str) or steps[-1].get("range") == "exact":
            return to
        centre = self.without_steps(name, month_number(steps[-1]["from"]), self.centres)
        if value == centre:
            return to
        unit, _, high = self.bounds[name]
        if name == "rollout.schedule":
            return self.held(name, round12(value + (to - centre)))
        if unit == "1" and high <= 1:
            if not (0 < to < 1 and 0 < centre < 1):
                return to
            odds = to * (1 - centre) / (centre * (1 - to))
            return self.held(name, round12(value * odds / (1 - value + value * odds)))
        return self.held(name, round12(value * (to / centre))) if centre != 0 else to

    def without_steps(self, name, month, drawn):
        entry = self.entries[name]
        if "series" not in entry:
            if name not in drawn:
                return entry["value"]
            value = drawn[name]
            return value if isinstance(value, str) else self.held(name, value)
        points = [(month_number(date), value) for date, value in entry["series"]]
        value = points[0][1]
        for n, (date, at) in enumerate(points):
            if date <= month:
                value = at
                if entry.get("interpolation") == "linear" and n + 1 < len(points):
                    after, then = points[n + 1]
                    if month < after:
                        value = at + (then - at) * (month - date) / (after - date)
        if drawn.get(name, 1) != 1:
            value = round12(value * drawn[name])
        return value if isinstance(value, str) else self.held(name, value)


def table_rows(markdown):
    """The cells of every table row of a page."""
    for line in markdown.splitlines():
        yield [cell.strip().replace("\\|", "|") for cell in re.split(r"(?<!\\)\|", line)[1:-1]]


def read_bounds(markdown):
    """Unit, lower and upper bound of every parameter from the table of docs/parameters.md."""
    bounds = {}
    for cells in table_rows(markdown):
        if len(cells) > 5 and cells[0].startswith("`"):
            low, _, high = cells[4].partition(" .. ")
            bounds[cells[0].strip("`")] = (cells[3], float(low), float(high)) if high else (cells[3], None, None)
    return bounds


# ---------------------------------------------------------------- section 3: tables

class Hospital:
    def __init__(self, row):
        self.id, self.prefecture = int(row["id"]), int(row["prefecture"])
        self.base_type, self.table_tier, self.volume = row["base_type"], row["tier"], float(row["volume"])
        self.opened = month_number(row["opened"]) if row["opened"] else None
        self.host = int(row["host"]) if row["host"] else None
        self.host_haem = int(row["host_haem"]) if row.get("host_haem") else None
        self.area = row.get("medical_area") or None
        self.base = self.base_type != "none"
        self.changes = []  # (month, tier), in order
        # State (section 6): site, candidate, EP-capable, designation; o of past months; episodes; backlog.
        self.o = self.c = self.q = 0
        self.designation = COOPERATIVE
        self.history = []
        self.openings = 0
        self.opening_product = self.withdrawal_product = 1.0
        self.backlog = 0

    def tier(self, month):
        """Tier in a month from the table and the dated changes."""
        past = [tier for date, tier in self.changes if date <= month]
        return past[-1] if past else "cooperative" if self.changes else self.table_tier

    def rise(self, month, ramp):
        """The designation before the last change of it, and how far the present one has risen (section 7)."""
        before = COOPERATIVE
        last = (COOPERATIVE, month - ramp)
        for date, tier in self.changes:
            now = designation_of(tier)
            if date <= month and now != before:
                last = before, date
            before = now
        arrived = min(1.0, (month - last[1] + 1) / ramp)
        return (last[0], arrived) if self.designation != COOPERATIVE else (COOPERATIVE, 1.0)


def designation_of(tier):
    return {"core": CORE, "hub": HUB}.get(tier, COOPERATIVE)


class Prefecture:
    DATES = [year * 12 + 9 for year in range(2020, 2051, 5)]

    def __init__(self, row):
        self.share = float(row["patients_share"])
        self.practice = float(row.get("practice") or 1)
        self.populations = [float(row["pop%d" % year]) for year in range(2020, 2051, 5)]

    def population(self, month):
        k = min(max((month - self.DATES[0]) // 60, 0), 5)
        f = min(max((month - self.DATES[k]) / 60, 0), 1)
        return self.populations[k] + (self.populations[k + 1] - self.populations[k]) * f

    def index(self, month):
        return self.population(month) / self.populations[1]


def own_tested(share, hazard, wanted):
    """u of each class and prefecture at one line (section 7); the hazard's scale by bisection of its logarithm."""
    at_risk = [key for key in share if share[key] > 0 and hazard[key] > 0]
    u = dict.fromkeys(share, 0.0)
    if wanted <= 0 or not at_risk:
        return u
    if wanted >= (1 - 1e-12) * sum(share[key] for key in at_risk):
        u.update(dict.fromkeys(at_risk, 1.0))
        return u
    low, high = -800.0, 800.0
    while high - low > 1e-14 * max(1, abs(low)):
        middle = (low + high) / 2
        if middle in (low, high):
            break
        scale = math.exp(middle) if middle < 700 else math.inf
        total = sum(share[key] * -math.expm1(-scale * hazard[key]) for key in at_risk)
        low, high = (middle, high) if total < wanted else (low, middle)
    u.update((key, -math.expm1(-math.exp(high) * hazard[key])) for key in at_risk)
    return u


def read_rows(path):
    with open(path, encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


# ---------------------------------------------------------------- section 5: rules

def selects(predicate, case):
    """Whether a predicate of a rule selects a case; all keys of one object must hold."""
    for key, want in predicate.items():
        if key == "all":
            good = all(selects(part, case) for part in want)
        elif key == "any":
            good = any(selects(part, case) for part in want)
        elif key == "not":
            good = not selects(want, case)
        else:
            good = case[key] in (want if isinstance(want, list) else [want])
        if not good:
            return False
    return True


def clamp(value):
    return min(max(value, 0.0), 1.0)


def ratio(a, b):
    """A ratio with denominator 0 is missing."""
    return a / b if b else None


# ---------------------------------------------------------------- the model

class Row(dict):
    """Results of one month; what did not happen is 0."""

    def __missing__(self, name):
        return 0


class Model:
    def __init__(self, scenario, data, bounds, seed=None, draw=0, replicate=1, mode=None):
        self.scenario = scenario
        self.stochastic = (mode or scenario["mode"]) == "stochastic"
        self.seed = int(scenario["seed"]) if seed is None else seed
        self.draw, self.replicate = draw, replicate
        self.start, self.end = month_number(scenario["start"]), month_number(scenario["end"])
        self.parameters = Parameters(scenario["parameters"], bounds, self.seed, draw)
        data = pathlib.Path(data)
        self.hospitals = sorted((Hospital(row) for row in read_rows(data / scenario["hospitals"])), key=lambda h: h.id)
        self.by_id = {h.id: h for h in self.hospitals}
        self.prefectures = {int(row["code"]): Prefecture(row) for row in read_rows(data / scenario["prefectures"])}
        self.changes = []
        if scenario.get("tier_changes"):
            rows = [(month_number(row["date"]), int(row["id"]), row["tier"])
                    for row in read_rows(data / scenario["tier_changes"])]
            self.changes = sorted(rows)
            for date, id, tier in self.changes:
                self.by_id[id].changes.append((date, tier))
        self.carry = self.schedule_carry = 0.0
        self.x1_untested, self.x2_untested = {}, {}  # by month: those who leave lines 1 and 2 untested
        self.dispersion = {}
        self.months, self.national, self.regional = [], {}, {}  # results by month

    def u(self, process, entity, month, index):
        return uniforms(self.seed, self.draw, self.replicate, process, entity, month, index)

    def run(self):
        self.initial_state()
        for month in range(self.start, self.end + 1):
            self.step(month)
        return self

    def step(self, m):
        """Section 2: the order of events."""
        self.p = lambda name: self.parameters(name, m)
        self.opened = self.closed = 0
        self.new_rows(m)
        self.change_tiers(m)
        self.hand_over()
        self.withdraw()
        self.open(m)
        self.promote()
        for h in self.hospitals:
            h.history.append(h.o)
        self.demand(m)
        self.cases(m)
        self.panels(m)
        self.work()
        self.record(m)

    # ------------------------------------------------------------ section 6: roll-out

    def initial_state(self):
        before = self.start - 1
        self.p = lambda name: self.parameters(name, before)
        for h in self.hospitals:
            tier = h.tier(before)
            h.o = int(h.opened is not None and h.opened <= before and tier != "none")
            h.c = 1 - h.o
            h.q = h.o if tier == "cooperative_ep" else 0
            h.designation = designation_of(tier) if h.o else COOPERATIVE
            h.history = [int(h.o and h.opened <= month) for month in range(before - 40, self.start)]
        self.new_rows(before)
        self.record_stocks(before)

    def close(self, h, x):
        """Close the share x of a hospital. Nothing happens to one that is not a site (its episode goes on)."""
        if not h.o:
            return
        self.closed += x * h.o
        if h.base:
            h.c += x * h.o
            h.opening_product = 1.0
        h.o -= x * h.o
        h.q -= x * h.q

    def withdraw_one(self, h, x):
        """Close the share x and hand that part of the backlog on."""
        if h.backlog and h.q > 0:
            part = x * h.backlog
            h.backlog -= part
            self.chain_end(h).backlog += part
        self.close(h, x)

    def change_tiers(self, m):
        """The backlog of who is closed here moves in hand_over(), by the hosts after all changes of the month."""
        for h, tier in [(self.by_id[id], tier) for date, id, tier in self.changes if date == m]:
            if tier == "none":
                self.close(h, 1)
                h.designation = COOPERATIVE
            else:
                h.designation = designation_of(tier)
                self.opened += 1 - h.o
                if h.o < 1:
                    h.openings += 1
                    h.withdrawal_product = 1.0
                h.o, h.c, h.q = 1, 0, int(tier == "cooperative_ep")

    def withdraw(self):
        w = 1 - (1 - self.p("rollout.withdrawal")) ** (1 / 12)
        for h in self.hospitals:
            if h.designation != COOPERATIVE or not h.o or not w:
                continue
            if self.stochastic:
                h.withdrawal_product *= 1 - w
                if h.withdrawal_product <= self.u(WITHDRAWAL, h.id, 0, h.openings)[0]:
                    self.withdraw_one(h, 1)
            else:
                self.withdraw_one(h, w)

    def open(self, m):
        p = self.p
        weight = {h: h.volume ** p("rollout.priority") * p("rollout.weight_" + h.base_type) for h in self.hospitals}
        pools = [[h for h in self.hospitals if weight[h] > 0 and h.c > 0 and h.base == base] for base in (True, False)]
        mass = [sum(h.c for h in pool) for pool in pools]
        base_share = p("rollout.base_share")
        n = sum(h.o for h in self.hospitals)
        hosts = sum(h.o for h in self.hospitals if h.designation in (CORE, HUB))
        candidates = (mass[0] if base_share > 0 else 0) + (mass[1] if base_share < 1 else 0)
        rate = {
            "linear": p("rollout.rate"),
            "hazard": p("rollout.hazard") * candidates,
            "logistic": p("rollout.growth") * n * (1 - n / p("rollout.ceiling")),
            "gompertz": p("rollout.growth") * n * math.log(p("rollout.ceiling") / n) if n else 0,
            "schedule": 12 * max(0, p("rollout.schedule") - self.parameters("rollout.schedule", m - 1)),
            "capacity": min(p("rollout.hazard") * candidates, p("rollout.onboarding") * hosts)}[p("rollout.mode")]
        scheduled = self.stochastic and p("rollout.mode") == "schedule" and rate > 0
        due = max(0, rate / 12) + (self.schedule_carry if scheduled else 0)
        openings, before = max(0, due), self.opened
        parts = (openings * base_share, openings * (1 - base_share))
        self.open_pools(pools, mass, parts, weight)
        if scheduled:
            expected = sum(min(size, b) for size, b in zip(mass, parts))
            self.schedule_carry = expected - (self.opened - before) if due > 0 else due

    def open_pools(self, pools, mass, parts, weight):
        for pool, size, b in zip(pools, mass, parts):
            if b <= 0 or not pool:
                continue
            k = math.inf if b >= size else b / sum(h.c * weight[h] for h in pool)
            while k < math.inf and any(k * weight[h] > 1 for h in pool):
                rest = sum(h.c * weight[h] for h in pool if k * weight[h] < 1)
                new = (b - sum(h.c for h in pool if k * weight[h] >= 1)) / rest if rest else k
                if new <= k:
                    break
                k = new
            for h in pool:
                self.open_one(h, min(1.0, k * weight[h]))

    def open_one(self, h, p):
        amount = p * h.c
        if self.stochastic:
            h.opening_product *= 1 - p
            if h.opening_product > self.u(OPENING, h.id, 0, h.openings)[0]:
                return
            amount, h.openings, h.withdrawal_product, h.designation = 1, h.openings + 1, 1.0, COOPERATIVE
        h.o, h.c = h.o + amount, h.c - amount
        self.opened += amount

    def promote(self):
        amount, limit = self.p("ep_host.promotion") / 12, self.p("ep_host.limit")
        if self.stochastic:
            total = self.carry + amount
            amount = math.floor(total)
            self.carry, limit = total - amount, math.floor(limit)
        left = min(amount, limit - sum(h.q for h in self.hospitals))
        for h in sorted(self.hospitals, key=lambda h: (-h.volume, h.id)):
            if h.designation == COOPERATIVE and left > 0:
                taken = min(h.o - h.q, left)
                h.q += taken
                left -= taken

    def hand_over(self):
        """After changes of tier: who is no longer a host hands its whole backlog to the end of its chain."""
        for h in self.hospitals:
            if h.backlog and not self.is_main_host(h) and not h.q > 0:
                self.chain_end(h).backlog += h.backlog
                h.backlog = 0

    # ------------------------------------------------------------ section 8: hosts

    def is_main_host(self, h):
        return h.designation in (CORE, HUB) and h.o > 0

    def chain_end(self, h, haematological=False):
        """The host of a hospital's cases: itself for a core or hub, else the first core or hub of its chain."""
        if h.designation in (CORE, HUB):
            return h
        seen = self.by_id[h.host_haem if haematological and h.host_haem else h.host]
        for _ in range(len(self.hospitals)):
            if seen.designation in (CORE, HUB):
                return seen
            seen = self.by_id[seen.host]
        raise ValueError("no core or hub is met from hospital %d" % h.id)

    # ------------------------------------------------------------ section 7: patients and tests

    def cells(self, month, haematological):
        """Cells as (prefecture, entity, tier, host, EP-capable site or None, weight W, {tier that part of it acts as: weight})."""
        ramp = int(self.p("demand.ramp_months"))
        plain, own, acts = {}, [], {}
        for h in self.hospitals:
            effective = min(h.o, sum(h.history[-ramp:]) / ramp)
            part = h.q / h.o if h.o else 0
            end = self.chain_end(h, haematological)
            key = (h.prefecture, end.id, h.designation)
            plain[key] = plain.get(key, 0) + h.volume * effective * (1 - part)
            before, arrived = h.rise(month, ramp)
            for tier, part_of in ((before, 1 - arrived), (h.designation, arrived)):
                roles = acts.setdefault(key, {})
                roles[tier] = roles.get(tier, 0) + h.volume * effective * (1 - part) * part_of
            if h.q > 0:
                host = end if haematological and h.host_haem else h
                w = h.volume * effective * part
                own.append((h.prefecture, h.id, EP_CAPABLE, host, h, w, {EP_CAPABLE: w}))
        return [(p, host, tier, self.by_id[host], None, plain[p, host, tier], acts[p, host, tier])
                for p, host, tier in sorted(plain)] + own

    def patients(self, m):
        """Drug-therapy patients of the month by prefecture (section 3)."""
        weight = {k: self.prefectures[k].share * self.prefectures[k].index(m) for k in PREFECTURES}
        total = sum(weight.values())
        return {k: self.p("demand.drug_therapy_patients") / 12 * weight[k] / total for k in PREFECTURES}

    def demand(self, m):
        p = self.p
        g = {k: self.prefectures[k].index(m) for k in PREFECTURES}
        weight = {k: self.prefectures[k].share * g[k] for k in PREFECTURES}
        total = sum(weight.values())
        own = [p("demand.own_weight_core"), p("demand.own_weight_hub"), 1, 1]
        pull = [p("demand.pull_core"), p("demand.pull_hub"), 1, 1]
        pull = [x if x >= 1e-100 else 0 for x in pull]
        volume = {k: sum(h.volume for h in self.hospitals if h.prefecture == k) for k in PREFECTURES}
        v = sum(g[k] * volume[k] for k in PREFECTURES)
        network = p("demand.network_share")
        pulled = lambda c: sum(w * pull[tier] for tier, w in c[6].items())
        self.solid_cells = self.cells(m, False)
        self.haem_cells = self.cells(m, True) if any(h.host_haem for h in self.hospitals) else self.solid_cells
        # Own patients by class and prefecture: shares of the country, and hazards.
        years = max(0, m - (2023 * 12 + 9)) / 12
        kept = p("demand.practice_persistence") ** years if years else 1.0
        practice = {k: self.prefectures[k].practice ** kept for k in PREFECTURES}
        share_of = {}
        for c in self.solid_cells:
            for tier, w in c[6].items():
                key = min(tier, 2), c[0]
                share_of[key] = share_of.get(key, 0.0) + network * g[c[0]] * w / v
        hazard = {key: own[key[0]] * practice[key[1]] for key in share_of}
        hazard_sum = sum(share_of[key] * hazard[key] for key in share_of)
        s = sum(share_of.values()) if hazard_sum > 0 else 0.0
        a = s + p("demand.referral") * (1 - s) if sum(pulled(c) for c in self.solid_cells) > 0 else s
        self.s, self.a = s, a

        # Who of them is tested at each line: of those whom the lines before left.
        offered = [p("demand.offer_%d" % k) * p("demand.uptake") for k in (1, 2, 3)]
        date = m // 12 * 100 + m % 12 + 1
        early_rate = p("early.notified") * p("early.uptake") if p("early.start") <= date <= p("early.end") else 0.0
        own_parts, tested, insured, all_tested = [], [], [], []
        remain = dict.fromkeys(share_of, 1.0)
        for k, rate in enumerate(offered):
            at_line = {key: share_of[key] * remain[key] for key in share_of}
            u = own_tested(at_line, hazard, rate * s)
            own_parts.append(sum(at_line[key] * u[key] for key in u))
            tested.append({key: remain[key] * u[key] for key in u})
            insured.append(own_parts[k] + rate * (a - s))
            before = early_rate if k == 0 else 0.0
            all_tested.append(insured[k] + before * max(0.0, s - own_parts[0]))
            rest = 1 - all_tested[k]
            remain = {key: remain[key] * (1 - u[key]) * (1 - before) / rest if rest > 0 else 0.0 for key in u}
        early = early_rate * max(0.0, s - own_parts[0])

        # Lines of treatment.
        x1 = p("demand.drug_therapy_patients") / 12 * p("demand.fitness")
        self.x1_untested[m] = x1 * (1 - all_tested[0])
        lag2, lag3 = (int(p("demand.lag_%d" % k)) for k in (2, 3))
        first = self.start
        x2 = self.x1_untested[max(m - lag2, first)] * p("demand.pass_2")
        self.x2_untested[m] = x2 * (1 - insured[1])
        x3 = self.x2_untested[max(m - lag3, first)] * p("demand.pass_3")
        self.lines = (x1, x2, x3)
        self.mean_tests = (x1 * insured[0] + x2 * insured[1] + x3 * insured[2],
                           p("haem.patients") / 12 * p("haem.uptake") * a,
                           x1 * early)

        # Shares of cells.
        def shares(cells):
            solid = self.mean_tests[0]
            left = s - own_parts[0]
            over = lambda c, each: sum(network * g[c[0]] * w / v * each((min(tier, 2), c[0])) for tier, w in c[6].items() if w)
            early_share = [over(c, lambda key: (1 - tested[0][key]) / left) if left > 1e-12 else 0.0 for c in cells]
            if solid > 0:
                own_of = sum(x * part for x, part in zip(self.lines, own_parts)) / solid
                own_share = [over(c, lambda key: sum(x * u[key] for x, u in zip(self.lines, tested)) / solid) for c in cells]
            else:
                own_of = s / a if a else 0.0
                own_share = [over(c, lambda key: own_of * hazard[key] / hazard_sum) if hazard_sum else 0.0 for c in cells]
            if not a:
                return early_share, [0.0] * len(cells)
            inside = {k: sum(g[c[0]] * c[5] for c in cells if c[0] == k) for k in PREFECTURES}
            outside = {k: practice[k] * ((1 - network) * weight[k] / total
                                         + network * max(0, g[k] * volume[k] - inside[k]) / v) for k in PREFECTURES}
            outside_sum = sum(outside.values())
            at_home = p("demand.referral_local") if outside_sum >= 1e-12 else 0.0
            local = {k: (1 - own_of) * at_home * outside[k] / outside_sum if at_home else 0.0 for k in PREFECTURES}
            pulls = {k: sum(pulled(c) for c in cells if c[0] == k) for k in PREFECTURES}
            pull_all = sum(pulls.values())
            national = (1 - own_of) * (1 - at_home) + sum(local[k] for k in PREFECTURES if pulls[k] == 0)
            share = [own_part + (pulled(c) * (local[c[0]] / pulls[c[0]] + national / pull_all)
                                         if pulls[c[0]] else 0.0) for c, own_part in zip(cells, own_share)]
            return early_share, share

        early_share, solid_share = shares(self.solid_cells)
        haem_share = solid_share if self.haem_cells is self.solid_cells else shares(self.haem_cells)[1]
        self.cells_of_stream = ((self.solid_cells, solid_share), (self.haem_cells, haem_share),
                                (self.solid_cells, early_share))

        # Dispersion.
        if self.stochastic and (m % 12 == 3 or m == first):
            d = p("demand.dispersion")
            april = (m - 3) // 12 * 12 + 3
            self.dispersion = {k: d * gamma_quantile(self.u(DISPERSION, k - 1, april, 0)[0], 1 / d) if d * 1e300 > 1 else 1.0
                               for k in PREFECTURES}

    # ------------------------------------------------------------ section 5: groups, classes, omission

    def groups(self, m):
        """Groups as (id, share, probability of a secondary finding, probabilities of the access classes, matched)."""
        found = []
        groups = self.scenario.get("case_groups") or [{"id": None, "share": 1}]
        base = month_number(self.scenario.get("case_groups_month") or self.scenario["start"])
        for group in groups:
            s, n, a, b, t = [clamp(group[name] + group.get("trend", {}).get(name, 0) * (m - base) / 12)
                             if name in group else self.p("case_mix." + name) for name in CLASS_SHARES]
            access = [n, (1 - n) * a, (1 - n) * (1 - a) * b, (1 - n) * (1 - a) * (1 - b) * t,
                      (1 - n) * (1 - a) * (1 - b) * (1 - t)]
            matched = sum(share * self.p("outcome.matched_" + name) for name, share in zip(ACCESS[1:], access[1:]))
            if group.get("matched") is not None:
                matched = group["matched"]
            found.append((group["id"], group["share"], s, access, matched))
        return found

    def omission(self, m, stream, group, tier):
        """The probabilities omit and may_omit of a stream, group and tier."""
        id, _, secondary, access, _ = group
        omit = may = 0.0
        rules = [rule for rule in self.scenario.get("omission_rules") or []
                 if rule["effective"] <= month_text(m) <= (rule.get("until") or "9999-12")]
        for finding, ps in ((False, 1 - secondary), (True, secondary)):
            for name, pa in zip(ACCESS, access):
                case = {"stream": STREAMS[stream], "secondary_finding": finding, "drug_access": name, "group": id,
                        "tier": TIERS[tier]}
                adoptions = [self.p(rule.get("adoption") or "omission.adoption")
                             * min(1, (m - month_number(rule.get("since") or rule["effective"]) + 1) / self.p("omission.adoption_months")) for rule in rules
                             if selects(rule["omit_when"], case)]
                if adoptions:
                    omit += ps * pa * max(adoptions)
                    may += ps * pa
        return clamp(omit), clamp(may)

    # ------------------------------------------------------------ section 8: tests, omitted cases, EP cases, routes

    def cases(self, m):
        p, now = self.p, self.now
        self.arrivals = {}
        self.by_tier = [dict.fromkeys(("tests", "omitted", "discussed", "sent"), 0) for _ in range(4)]
        self.insured = {"cases": 0, "omitted": 0}
        groups = self.groups(m)
        for stream, ((cells, shares), mean_stream) in enumerate(zip(self.cells_of_stream, self.mean_tests)):
            for number, group in enumerate(groups if mean_stream > 0 else []):
                omission = [self.omission(m, stream, group, tier) for tier in range(4)]
                for (pref, entity, tier, host, site, _, _), share in zip(cells, shares):
                    if share <= 0:
                        continue
                    mean = mean_stream * group[1] * share * self.dispersion.get(pref, 1)
                    omit, may = omission[tier]
                    index = pref * 1024 + tier * 256 + stream * 64 + number
                    n, omitted = mean, mean * omit
                    if self.stochastic:
                        u = self.u(TESTS, entity, m, index)
                        n = poisson_quantile(u[0], mean)
                        omitted = binomial_quantile(u[1], n, omit)
                    e = n - omitted
                    # Routes: what a cell sends to another site.
                    sent = 0 if site or tier != COOPERATIVE else e
                    if site and host is not site:
                        sent = e
                    elif site:
                        sent = e * p("ep.refer_unclear")
                        if self.stochastic:
                            sent = binomial_quantile(self.u(UNCLEAR, entity, m, index)[0], e, p("ep.refer_unclear"))
                        now["Expert Panel|Referred as Unclear"] += sent
                        host = self.chain_end(site)
                    for h, amount in ((host, sent), (site or host, e - sent)):
                        self.arrivals[h.id] = self.arrivals.get(h.id, 0) + amount
                    # Sums by prefecture, for the nation, by tier.
                    for name, amount in (("Tests|Total", n), ("Tests|" + STREAM_NAMES[stream], n),
                                         ("Expert Panel|Cases", e), ("Expert Panel|Omitted", omitted),
                                         ("Counselling|Secondary Findings", n * group[2]),
                                         ("Counselling|Referrals", n * group[2] * p("counselling.referral")),
                                         ("Outcome|Matched Therapy", n * group[4]),
                                         ("Outcome|Options Missed", omitted * p("omission.missed_option"))):
                        self.region[pref][name] += amount
                    now["Tests|Ordered at " + TIER_NAMES[tier]] += n
                    now["Expert Panel|May Be Omitted"] += n * may
                    now["Expert Panel|Received from Other Sites"] += sent
                    for name, amount in (("tests", n), ("omitted", omitted), ("sent", sent)):
                        self.by_tier[tier][name] += amount
                    if STREAMS[stream] != "early":
                        self.insured["cases"] += e
                        self.insured["omitted"] += omitted

    # ------------------------------------------------------------ section 9: expert panels

    def panels(self, m):
        p, now = self.p, self.now
        self.minutes = ((1 - p("ep.circulation")) * p("ep.minutes_meeting")
                        + p("ep.circulation") * p("ep.minutes_circulation"))
        minutes_tier = [p("ep.minutes_per_month_" + name) for name in ("core", "hub", "cooperative")]
        hard, schedule, dropout = p("ep.constraint") == "hard", p("ep.schedule_days"), p("ep.dropout")
        arrived, waits, late_sum = 0.0, [], 0.0
        for h in self.hospitals:
            tier = h.designation if self.is_main_host(h) else EP_CAPABLE
            size = h.o if tier != EP_CAPABLE else h.q
            arrivals, before = self.arrivals.get(h.id, 0), h.backlog
            if not size and not arrivals and not before:
                continue
            c = minutes_tier[tier] * size / self.minutes
            discussed, dropped = before + arrivals, 0
            if hard:
                u = self.u(PANEL, h.id, m, 0) if self.stochastic else None
                discussed = min(discussed, math.floor(c + u[0]) if u else c)
                rest = before + arrivals - discussed
                dropped = binomial_quantile(u[1], rest, dropout) if u else rest * dropout
            h.backlog = before + arrivals - discussed - dropped
            self.region[h.prefecture]["Expert Panel|Discussed"] += discussed
            self.by_tier[tier]["discussed"] += discussed
            now["Expert Panel|Discussed at " + TIER_NAMES[tier]] += discussed
            now["Expert Panel|Dropouts"] += dropped
            now["Expert Panel|Capacity"] += c
            now["Expert Panel|Hosts over Capacity"] += size if arrivals > c else 0
            if arrivals > 0:
                wait, late = schedule, float(schedule > 28)
                if hard and c > 0:
                    wait = schedule + 30.4375 * h.backlog / c
                    line = (28 - schedule) * c / 30.4375
                    low, high = min(before, h.backlog), max(before, h.backlog)
                    late = 1.0 if low > line else (high - line) / (high - low) if high > line else 0.0
                elif hard:
                    wait, late = math.nan, 1.0  # no capacity: the wait is missing, and with it the nation's
                arrived += arrivals
                waits.append(arrivals * wait)
                late_sum += arrivals * late
        wait = sum(waits) / arrived if arrived else math.nan
        now["Expert Panel|Wait"] = None if math.isnan(wait) else wait
        now["Expert Panel|Waiting over 28 Days"] = ratio(100 * late_sum, arrived)

    # ------------------------------------------------------------ section 10: work

    def work(self):
        p, now = self.p, self.now
        share, reference = p("workload.ep_share"), p("workload.ep_share_reference")
        f_ep, f_other = share / reference, (1 - share) / (1 - reference)
        physicians = p("workload.overhead_physician_share")
        persons = {staff: sum(p("ep.role_" + role) for role in roles) / p("ep.roles_per_person")
                   for staff, roles in ROLES.items()}
        cases = sum(sums["tests"] - sums["omitted"] for sums in self.by_tier)
        discussed = sum(sums["discussed"] for sums in self.by_tier)
        for tier, (sums, sites) in enumerate(zip(self.by_tier, self.sites_by_tier())):
            attended = discussed * (sums["tests"] - sums["omitted"]) / cases if cases > 0 else sums["discussed"]
            overhead = p("workload.overhead_" + ("core", "hub", "cooperative", "cooperative")[tier]) * sites
            for staff, name, part in (("physician", "Physician", physicians), ("other", "Other Staff", 1 - physicians)):
                w = lambda activity: p("workload.%s_%s" % (activity, staff))
                seats = persons[staff] * sums["discussed"] + w("attend") * attended
                for activity, hours in (
                        ("Ordering", f_other * w("order") * sums["tests"]),
                        ("EP Preparation", f_ep * (w("prepare") * sums["discussed"] + w("send") * sums["sent"])),
                        ("EP Participation", f_ep * self.minutes / 60 * seats),
                        ("Omission Review", w("review") * sums["omitted"]),
                        ("Overhead", f_other * overhead * part)):
                    for kind in ("", "|" + name, "|" + activity, "|" + TIER_NAMES[tier]):
                        now["Workload|Hours" + kind] += hours
                    now["Workload|Full-Time Equivalents|" + name] += hours / p("workload.fte_hours")
                    now["Workload|Labour Cost"] += hours * p("workload.wage_" + staff)
                    if activity.startswith("EP"):
                        now["Workload|EP Hours"] += hours
                        now["Workload|EP Hours|" + name] += hours
        # Staff needed for the discussed cases of the nation.
        for staff, roles in ROLES.items():
            together = sum(p("ep.role_" + role) for role in roles)
            for role in roles:
                seats = p("ep.role_" + role) / p("ep.roles_per_person")
                part = p("ep.role_" + role) / together if together else 0
                hours = f_ep * discussed * (
                    self.minutes / 60 * seats + p("staff.preparation_share") * p("workload.prepare_" + staff) * part)
                if role in STAFF:
                    now["Staff|%s|Needed" % STAFF[role][0]] = hours / (p("workload.fte_hours")
                                                                       * p("staff.ep_time_share"))

    # ------------------------------------------------------------ section 11: results

    def sites_by_tier(self):
        of = lambda d: [h for h in self.hospitals if h.designation == d]
        return [sum(h.o for h in of(CORE)), sum(h.o for h in of(HUB)), sum(h.q for h in self.hospitals),
                sum(h.o - h.q for h in of(COOPERATIVE))]

    def new_rows(self, m):
        self.months.append(m)
        self.now = self.national[m] = Row()
        self.region = self.regional[m] = {k: Row() for k in PREFECTURES}

    def record_stocks(self, m):
        """Stocks at the end of a month; also the row before the first month."""
        p, now, region = self.p, self.now, self.region
        for name, value in zip(TIER_NAMES, self.sites_by_tier()):
            now["Sites|" + name] = value
        for kind, name in BASE_TYPES.items():
            now["Sites|" + name] = sum(h.o for h in self.hospitals if h.base_type == kind)
        now["Expert Panel|Hosts"] = sum(h.o if h.designation in (CORE, HUB) else h.q for h in self.hospitals)
        for role, (name, available) in STAFF.items():
            now["Staff|%s|Required at Hosts" % name] = (now["Expert Panel|Hosts"] * p("ep.role_" + role)
                                                        / p("ep.roles_per_person"))
            now["Staff|%s|Available" % name] = p(available)
        people = {k: self.prefectures[k].population(m) for k in PREFECTURES}
        for k in PREFECTURES:
            here = [h for h in self.hospitals if h.prefecture == k]
            covered, total = sum(h.o for h in here if h.base), sum(h.base for h in here)
            region[k].update({
                "Sites|Total": sum(h.o for h in here), "Base Hospitals|Total": total,
                "Base Hospitals|Covered": covered, "Base Hospitals|Uncovered": total - covered,
                "Expert Panel|Backlog": sum(h.backlog for h in here),
                "Counselling|Counsellors Available": p("counselling.counsellors") * people[k] / sum(people.values())})
        for name in {name for row in region.values() for name in row}:  # the nation is the sum of its prefectures
            now[name] = sum(region[k][name] for k in PREFECTURES)
        patients = self.patients(m)
        for row, inhabitants, treated in ([(now, sum(people.values()), sum(patients.values()))]
                                          + [(region[k], people[k], patients[k]) for k in PREFECTURES]):
            row["Access|Sites per Million"] = ratio(1e6 * row["Sites|Total"], inhabitants)
            row["Access|Sites per 100 Patients a Month"] = ratio(100 * row["Sites|Total"], treated)
            if m >= self.start:
                row["Access|Tests per 100 Patients"] = ratio(100 * row["Tests|Total"], treated)
        areas = {}
        for h in self.hospitals:
            if h.area:
                areas.setdefault(h.area, []).append(h)
        pairs = [(max(h.o for h in area), sum(h.volume for h in area)) for area in areas.values()]
        now["Access|Medical Areas without a Site"] = sum(1 - o for o, _ in pairs) if pairs else None
        now["Access|Patients in Areas with a Site"] = ratio(100 * sum(o * v for o, v in pairs),
                                                            sum(v for _, v in pairs))

    def record(self, m):
        p, now = self.p, self.now
        tests = sum(row["Tests|Total"] for row in self.region.values())
        kept = max(0, 1 - now["Expert Panel|Dropouts"] / tests) if tests else 1
        hours_available = p("workload.fte_hours") * p("counselling.time_share")
        for k, patients in self.patients(m).items():
            row = self.region[k]
            row["Patients|Drug Therapy"] = patients
            row["Outcome|Matched Therapy"] *= kept
            row["Counselling|Counsellors Needed"] = (row["Counselling|Referrals"] * p("counselling.hours")
                                                     / hours_available)
        self.record_stocks(m)
        cases, omitted = now["Expert Panel|Cases"], now["Expert Panel|Omitted"]
        now["Sites|Opened"], now["Sites|Closed"] = self.opened, self.closed
        for k, x in enumerate(self.lines, 1):
            now["Patients|Untested at Line %d" % k] = x
        now["Access|Treated at a Site"] = 100 * self.s
        now["Access|Treated at or Referred to a Site"] = 100 * self.a
        as_of = int(p("demand.cumulative_as_of"))
        since = self.start - 1 - (as_of // 100 * 12 + as_of % 100 - 1)
        before = self.national[m - 1].get("Tests|Cumulative")
        if m == self.start and since >= 0:  # the row before the first month shows none
            before = p("demand.cumulative_tests") + since * tests
        now["Tests|Cumulative"] = None if before is None else before + tests
        now["Expert Panel|Omitted Share"] = ratio(100 * omitted, tests)
        now["Expert Panel|Utilisation"] = ratio(100 * sum(self.arrivals.values()), now["Expert Panel|Capacity"])
        wait = now["Expert Panel|Wait"] if cases else 0
        now["Turnaround|Mean"] = None
        if tests and wait is not None:
            now["Turnaround|Mean"] = p("ep.laboratory_days") + p("ep.explanation_days") + cases / tests * wait
        now["Fees|Test"] = (now["Tests|Solid"] + now["Tests|Haematological"]) * p("fee.test") * p("fee.yen_per_point")
        insured_share = self.insured["cases"] / cases if cases else 1
        insured = self.insured["omitted"] + now["Expert Panel|Discussed"] * insured_share
        now["Fees|Expert Panel and Explanation"] = insured * p("fee.panel") * p("fee.yen_per_point")
        now["Fees|Total"] = now["Fees|Test"] + now["Fees|Expert Panel and Explanation"]


# ---------------------------------------------------------------- section 12: years

def year_rules(outputs_markdown):
    """Variable -> (rule, weight, also regional) from the table of variables in docs/outputs.md."""
    rules = {}
    for cells in table_rows(outputs_markdown):
        if len(cells) == 6 and cells[3].startswith("Japan"):
            rule, _, weight = cells[2].partition(" weighted by ")
            rules[cells[0]] = (rule, weight, "prefectures" in cells[3])
    return rules


def year_value(rule, weight, rows, name):
    """One year's value from the rows of its months; months without a value are left out."""
    rows = [row for row in rows if row[name] is not None]
    if not rows:
        return None
    if rule == "at the end":
        return rows[-1][name]
    if weight:
        return ratio(sum(row[name] * row[weight] for row in rows), sum(row[weight] for row in rows))
    total = sum(row[name] for row in rows)
    return total if rule == "sum" else total / len(rows)


def all_values(model, rules):
    """{(region, variable, time): value} as in series.csv; region 0 is the nation."""
    found, by_year = {}, {}
    for m in model.months:
        for name in rules:  # the row before the first month has stocks only
            row = model.national[m]
            found[0, name, month_text(m)] = row[name] if m >= model.start else row.get(name)
    for m in model.months[1:]:
        by_year.setdefault("FY%d" % ((m - 3) // 12), []).append(m)
        by_year.setdefault("CY%d" % (m // 12), []).append(m)
    for year, months in by_year.items():
        for name, (rule, weight, regional) in rules.items():
            found[0, name, year] = year_value(rule, weight, [model.national[m] for m in months], name)
            for k in PREFECTURES if regional and year.startswith("FY") else ():
                found[k, name, year] = year_value(rule, weight, [model.regional[m][k] for m in months], name)
    return found
