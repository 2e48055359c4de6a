#!/bin/sh
# make_page.sh [DIR] - the page of the baseline and three comparisons, ready to be handed on (default out/report):
#
#   report.html    the page            report.pdf     the same on two sheets of A4, in Japanese
#   report.xlsx    the numbers, with charts that can be edited
#   plots/         each chart, 16:9    panelcast-report.zip   all of it, with a note on how to open it
#
# Needs Chromium, which draws, and zip (tools/setup.sh page).
set -eu
cd "$(dirname "$0")/../.."
dir=${1-out/report}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

build/panelcast report scenarios/baseline.json scenarios/no-omission.json scenarios/wider-rule.json \
    scenarios/guideline-revision-24.json --lang ja -o "$dir"
dir=$(cd "$dir" && pwd)
cp "$dir/report.html" "$dir/report.xlsx" "$work/"
browser() { # its own folder, so that nothing of the user's is touched
    chromium --headless --no-sandbox --disable-gpu --no-first-run --disable-background-networking \
        --user-data-dir="$work/browser" "$@" >"$work/log" 2>&1 || { tail -n 3 "$work/log" >&2; exit 69; }
}
browser --no-pdf-header-footer --print-to-pdf="$work/report.pdf" "file://$work/report.html"

# A chart alone on a slide, with the key of its lines and what it is not.
slide() { # NUMBER NAME
    {
        echo '<!doctype html><html lang="ja"><head><meta charset="utf-8"><style>'
        sed -n '/<style>/,/<\/style>/p' "$work/report.html" | sed 's/.*<style>//; s/<\/style>.*//'
        cat <<'END'
html,body{background:#fff;margin:0;width:1280px;height:720px;overflow:hidden}
body{padding:22px 48px;display:flex;flex-direction:column;gap:8px}
figure{flex:1;min-height:0;display:flex;flex-direction:column}
figure svg{flex:1;min-height:0;width:100%}
figcaption b{font-size:34px}
figcaption span{font-size:19px}
.key{font-size:19px;grid-template-columns:auto auto 1fr auto auto 1fr}
.key svg{width:40px;height:13px}
.foot{font-size:19px;margin:0}
</style></head><body>
END
        sed -n '/<article lang="ja">/,/<\/article>/p' "$work/report.html" >"$work/ja"
        grep '^<figure><figcaption>' "$work/ja" | sed -n "$1p"
        grep '^<div class="key">' "$work/ja"
        grep '^<div class="foot">' "$work/ja" | sed -n '1s| 1/2</span>|</span>|p'
        echo '</body></html>'
    } >"$work/slide.html"
    browser --hide-scrollbars --window-size=1280,720 --screenshot="$work/plots/$2.png" "file://$work/slide.html"
}
mkdir "$work/plots"
slide 1 sites
slide 2 expert-panel-cases
slide 3 base-hospitals
slide 4 expert-panel-hours

cat >"$work/はじめにお読みください.txt" <<'END'
panelcast レポート

1. このzipファイルを右クリックし、「すべて展開」を選んでください（展開せずに開くと正しく表示されないことがあります）。
2. 開けないときは、ファイルを右クリックして「プロパティ」を開き、「許可する」（ブロックの解除）に印を付けてください。
3. report.html をダブルクリックすると、Microsoft Edge などのブラウザで開きます。インターネット接続も、ソフトウェアの
   インストールも要りません。右上で日本語と英語を切り替えられます。印刷するとA4の2枚になります。
4. report.pdf は同じ内容です。report.xlsx は同じ数値の表で、図はExcelで編集できます。plots の図は16:9で、スライドに貼り付けられます。

これは仮定に基づく推計であり、予測でも厚生労働省の公表値でもありません。数字を引用するときは、仮定と幅を併せて示してください。

panelcast report: unpack this zip file first, then open report.html in Edge, Chrome or Firefox. It needs no network and no
installation. These are projections under assumptions, not figures published by the Ministry of Health, Labour and Welfare.
END
mkdir -p "$dir/plots"
cp "$work/report.pdf" "$dir/report.pdf"
cp "$work"/plots/*.png "$dir/plots/"
(
    cd "$work"
    # One time stamp, so that the same files give the same zip.
    find report.html report.xlsx report.pdf plots ./*.txt -exec touch -d '2000-01-01T00:00:00Z' {} +
    rm -f report.zip
    TZ=UTC zip -q -X -r report.zip ./*.txt report.html report.xlsx report.pdf plots
)
cp "$work/report.zip" "$dir/panelcast-report.zip"
echo "page: $dir/report.html, report.xlsx, report.pdf, plots/, panelcast-report.zip"
