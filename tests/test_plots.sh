#!/bin/sh
# Draws a made-up result folder and looks at what comes out.
#   tests/test_plots.sh           run the tests
#   tests/test_plots.sh DIR       only write the made-up result folder DIR, to look at its plots
set -u
here=$(cd "$(dirname "$0")/.." && pwd)
draw="$here/plots/draw.sh"

# A result folder with the shape of a default run: 2025-06 to 2041-03.
make_result() {
    mkdir -p "$1"
    awk 'BEGIN {
        print "model,scenario,region,variable,unit,time,output_type,output_type_id,value"
        n = split("2018-03 111 2019-09 167 2020-03 206 2021-03 206 2022-03 234 2023-03 243 2024-03 264 2025-03 278 " \
            "2025-05 282 2026-02 295", o, " ")
        for (i = 1; i < n; i += 2) row("JP", "Sites|Total", "site", o[i], "observed", "", o[i + 1])
        n = split("2020-02 622 2021-02 1022 2022-10 1666 2023-09 1670 2024-10 2212 2025-08 2209",
            o, " ")
        for (i = 1; i < n; i += 2) {
            row("JP", "Tests|Total", "test/month", o[i], "observed", o[i] > "2025" ? "more_than" : "", o[i + 1])
        }
        base = 2025 * 12 + 5
        for (m = base - 1; m < 2041 * 12 + 3; m++) {
            time = sprintf("%04d-%02d", int(m / 12), m % 12 + 1)
            k = m - base + 1
            opened = 17.8 / 12 * k; if (opened > 223) opened = 223
            row("JP", "Sites|Total", "site", time, "mean", "", 282 + opened)
            row("JP", "Sites|Prefectural Base", "site", time, "mean", "", 51)
            row("JP", "Sites|Regional Base", "site", time, "mean", "", 188 + opened * 164 / 223)
            row("JP", "Sites|Specific-Area Base", "site", time, "mean", "", opened / 223)
            row("JP", "Sites|Regional Treatment", "site", time, "mean", "", 1 + opened * 58 / 223)
            row("JP", "Sites|Outside Base System", "site", time, "mean", "", 42)
            row("JP", "Base Hospitals|Total", "hospital", time, "mean", "", 463)
            row("JP", "Base Hospitals|Uncovered", "hospital", time, "mean", "", 223 - opened)
            solid = k ? 2150 + 6 * k : ""
            haem = k ? 160 : ""
            early = k ? (m >= 2026 * 12 ? 60 : 0) : ""
            t = solid + haem + early
            may = m >= 2026 * 12 + 5 ? solid * 0.57 : 0
            omit = may * 0.6
            flow("Tests|Total", "test", t); flow("Tests|Solid", "test", solid)
            flow("Tests|Haematological", "test", haem); flow("Tests|Early", "test", early)
            flow("Expert Panel|Discussed", "case", t - omit); flow("Expert Panel|Omitted", "case", omit)
            flow("Expert Panel|May Be Omitted", "case", may)
            flow("Workload|EP Hours", "hour", (t - omit) * 4.5)
            flow("Workload|EP Hours|Physician", "hour", (t - omit) * 1.7)
            flow("Workload|EP Hours|Other Staff", "hour", (t - omit) * 2.8)
            row("JP", "Expert Panel|Utilisation", "%", time, "mean", "", k ? (t - omit) / 26 : "")
            fy = int((m - 3) / 12)
            if (k) { share[fy] += omit; tests[fy] += t }
        }
        for (fy = 2025; fy <= 2040; fy++) {
            part = fy == 2025 ? "part" : ""
            for (v in sum) if ((v, fy) in total) {
                row("JP", v, unit[v] "/year", "FY" fy, "mean", part, total[v, fy])
            }
            row("JP", "Expert Panel|Omitted Share", "%", "FY" fy, "mean", part, 100 * share[fy] / tests[fy])
            for (p = 1; p <= 47; p++) {
                row(sprintf("JP-%02d", p), "Access|Tests per 100 Patients", "test", "FY" fy, "mean", part,
                    4 + p * 7 % 11 / 2 + (fy - 2025) * 0.35)
            }
        }
    }
    function flow(v, u, x) {
        row("JP", v, u "/month", time, "mean", "", k ? x : "")
        sum[v] = 1; unit[v] = u
        if (k) total[v, int((m - 3) / 12)] += x
    }
    function row(region, v, u, time, type, id, x) {
        print "panelcast,baseline," region "," v "," u "," time "," type "," id "," x
    }' >"$1/series.csv"
    cat >"$1/manifest.json" <<'J'
{ "command": ["panelcast", "run"], "version": "0.1.0", "commit": "0123456789ab", "seed": 1, "mode": "expected",
  "scenario": "baseline", "title": { "en": "Reference scenario", "ja": "\u57fa\u6e96\u30b7\u30ca\u30ea\u30aa" },
  "libraries": { "gsl": { "version": "2.7" } } }
J
}

if [ $# -eq 1 ]; then
    make_result "$1"
    exit
fi
