// axe.mjs - no violation of WCAG A and AA that axe finds, in report and explorer, in both languages.
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { openBrowser } from '../browser/browser.mjs';
import { fetchPackage } from '../browser/package.mjs';

const top = path.resolve(path.dirname(new URL(import.meta.url).pathname), '../..');
const axe = fetchPackage('axe-core@4.10.3');
if (!axe) {
  console.log('skipped: axe-core could not be fetched with npm');
  process.exit(0);
}
const work = fs.mkdtempSync(path.join(os.tmpdir(), 'panelcast-axe-'));
process.on('exit', () => fs.rmSync(work, { recursive: true, force: true }));
execFileSync(path.resolve(top, process.env.PANELCAST ?? 'build/panelcast'), ['report', 'scenarios/baseline.json', 'scenarios/no-omission.json',
  '--draws', '5', '--lang', 'ja', '--quiet', '-o', work], { cwd: top, stdio: 'ignore' });
const source = fs.readFileSync(path.join(axe, 'axe.min.js'), 'utf8');
const browser = await openBrowser();
let violations = 0;
let views = 0;
for (const lang of ['ja', 'en']) {
  for (const hash of ['', '#explorer']) {
    const page = await browser.openPage(`file://${work}/report.html${hash}`);
    await page.until('document.body.classList.contains("ready")');
    await page.click(`label[for=${lang}]`);
    await page.until(`panelcast.lang === '${lang}' && !panelcast.busy`);
    if (hash) {
      // With something changed, kept, open and wrong, all that can stand on the page does.
      await page.get(`(async () => { const x = panelcast; x.settings.change('rollout.rate', '30'); await x.moved(true); await x.keep();
        x.settings.change('omission.adoption_drug', '0.8'); await x.moved(true); x.charts.get('cases').choose('table'); x.charts.get('hours').choose('save');
        document.querySelectorAll('details[data-group]').forEach((d) => { d.open = true; }); document.querySelector('#save-menu').open = true; x.say('x'); })()`);
    }
    await page.call('Runtime.evaluate', { expression: source });
    const found = await page.get(`axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'] })
      .then((r) => r.violations.map((v) => v.id + ': ' + v.nodes.slice(0, 5).map((n) => n.target.join(' ') + ' ' + n.html.slice(0, 120)).join(' | ')))`);
    found.forEach((text) => console.log(`FAIL ${lang} ${hash} ${text}`));
    violations += found.length;
    views += 1;
    await page.close();
  }
}
await browser.close();
console.log(`axe: ${violations} violations in ${views} views`);
process.exit(violations > 0 ? 1 : 0);
