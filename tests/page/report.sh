#!/bin/sh
# The report in a browser: two sheets of A4 in each language, and nothing runs over the edge of a sheet.
set -eu
cd "$(dirname "$0")/../.."
program=${PANELCAST:-build/panelcast}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
browser() {
    chromium --headless --no-sandbox --disable-gpu --no-first-run --disable-background-networking \
        --user-data-dir="$work/browser" "$@" 2>"$work/log"
}
look() { # NAME OPTIONS-AND-SCENARIOS...
    name=$1
    shift
    "$program" report --no-explorer "$@" --draws 20 --quiet -o "$work/$name" 2>"$work/log"
    for lang in ja en; do
        # The page as a test may see it: the language chosen, and a script that measures.
        sed -e '/Content-Security-Policy/d' -e 's/ checked>/>/' -e "s/id=\"$lang\">/id=\"$lang\" checked>/" \
            "$work/$name/report.html" >"$work/page.html"
        cat >>"$work/page.html" <<'END'
<script>
const faults = [];
for (const sheet of document.querySelectorAll('.sheet')) {
  if (sheet.offsetParent === null) continue;
  if (sheet.scrollHeight > sheet.clientHeight + 1) faults.push(`a sheet is ${sheet.scrollHeight - sheet.clientHeight} px too long`);
  if (sheet.scrollWidth > sheet.clientWidth + 1) faults.push(`a sheet is ${sheet.scrollWidth - sheet.clientWidth} px too wide`);
  for (const svg of sheet.querySelectorAll('svg[role=img]')) {
    const box = svg.getBoundingClientRect();
    for (const text of svg.querySelectorAll('text')) {
      const t = text.getBoundingClientRect();
      if (t.left < box.left - 1 || t.right > box.right + 1) faults.push(`${text.textContent} runs out of its chart`);
    }
  }
}
for (const minus of document.querySelectorAll('.m')) {
  if (minus.offsetParent === null) continue;
  const sign = getComputedStyle(minus, '::before').content;
  if (sign !== (minus.closest('[lang]').lang === 'ja' ? '"▲"' : '"−"')) faults.push(`a fall is written ${sign}`);
}
const seen = [...document.querySelectorAll('.sheet')].filter((s) => s.offsetParent !== null).length;
const measured = document.createElement('pre');
measured.className = 'measured';
measured.textContent = [`sheets ${seen}`, ...faults].join('\n');
document.body.append(measured);
</script>
END
        browser --window-size=1280,900 --dump-dom "file://$work/page.html" >"$work/dom"
        sed -n '/^<pre class="measured">/,/<\/pre>/p; s/.*<\/script>\(<pre class="measured">\)/\1/p' "$work/dom" | sed 's/<[^>]*>//g' >"$work/measured"
        if [ "$(cat "$work/measured")" != 'sheets 2' ]; then
            echo "$name, $lang:"
            cat "$work/measured"
            exit 1
        fi
    done
    browser --no-pdf-header-footer --print-to-pdf="$work/report.pdf" "file://$work/$name/report.html" >/dev/null
    pages=$(grep -ac '/Type */Page\b' "$work/report.pdf")
    [ "$pages" -eq 2 ] || { echo "$name: $pages pages when printed"; exit 1; }
}
look four scenarios/baseline.json scenarios/no-omission.json scenarios/wider-rule.json scenarios/guideline-revision-24.json
look one scenarios/baseline.json
look two scenarios/hard-capacity.json scenarios/slow-rollout.json --set rollout.rate=12@2028-04
echo 'three reports, two sheets in each language, nothing runs over'
