// page.mjs REPORT.html - how fast the page is, in Chromium without a window: opening, moving, ranges, memory.
import fs from 'node:fs';
import { openBrowser } from '../browser/browser.mjs';

const file = process.argv[2];
const browser = await openBrowser();
const median = (list) => [...list].sort((a, b) => a - b)[list.length >> 1];
const say = (what, value) => console.log(`${what.padEnd(58)}${value}`);
say('size of the page', `${Math.round(fs.statSync(file).size / 1000)} kB`);
for (const slow of [1, 4]) {
  const times = [];
  for (let k = 0; k < 5; k++) {
    const page = await browser.openPage(`file://${file}#explorer`, { slow });
    await page.until('document.querySelector("#c-cases svg path.line")');
    times.push(await page.get('performance.now()'));
    await page.close();
  }
  const page = await browser.openPage(`file://${file}#explorer`, { slow });
  await page.until('document.body.classList.contains("ready")');
  const moves = await page.get(`(async () => { const times = []; for (let k = 0; k < 200; k++) { const t = performance.now();
    panelcast.settings.change('rollout.rate', String(10 + k / 10)); await panelcast.moved(false); await new Promise(requestAnimationFrame);
    times.push(performance.now() - t); } return times; })()`);
  const ranges = await page.get(`(async () => { const list = []; for (let k = 0; k < 3; k++) { const t = performance.now();
    panelcast.settings.change('rollout.rate', String(25.5 + k)); await panelcast.moved(true);
    while (document.body.dataset.draws === '0') await new Promise((r) => setTimeout(r, 10)); const drawn = performance.now() - t;
    while (!document.querySelector('.progress').hidden) await new Promise((r) => setTimeout(r, 10));
    list.push([drawn, performance.now() - t]); } return list; })()`);
  const name = slow > 1 ? `, processor slowed ${slow} times` : '';
  say(`from opening to the first chart${name}`, `${(median(times) / 1000).toFixed(2)} s (median of 5, ${(Math.max(...times) / 1000).toFixed(2)} at most)`);
  say(`from a move to the picture${name}`, `${median(moves).toFixed(0)} ms (median of 200)`);
  say(`200 draws${name}`, `${(median(ranges.map((r) => r[0])) / 1000).toFixed(1)} s (median of 3); with 200 more for waits ${(median(ranges.map((r) => r[1])) / 1000).toFixed(1)} s`);
  if (slow === 1) {
    const size = () => page.get('panelcast.model.ask("size")');
    const before = await size();
    await page.get(`(async () => { for (let k = 0; k < 1000; k++) { panelcast.settings.change('rollout.rate', String(10 + k / 50)); await panelcast.moved(false); } })()`);
    say('memory of the model, before and after 1,000 moves', `${(before / 1e6).toFixed(1)} and ${((await size()) / 1e6).toFixed(1)} MB`);
  }
  await page.close();
}
await browser.close();
