// explorer.mjs - the explorer in Chromium, on the real file: moved by mouse and keys, saved, opened again, fed with files.
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { openBrowser } from '../browser/browser.mjs';

const top = path.resolve(path.dirname(new URL(import.meta.url).pathname), '../..');
const program = path.resolve(top, process.env.PANELCAST ?? 'build/panelcast');
const work = fs.mkdtempSync(path.join(os.tmpdir(), 'panelcast-explorer-'));
process.on('exit', () => fs.rmSync(work, { recursive: true, force: true }));
const run = (args, cwd = top) => execFileSync(program, args, { cwd, stdio: ['ignore', 'ignore', 'pipe'] });
let checks = 0;
let failed = 0;
function check(text, holds, why = '') {
  checks += 1;
  if (!holds) {
    failed += 1;
    console.log(`FAIL ${text}: ${why}`);
  }
}

const report = path.join(work, 'report');
run(['report', 'scenarios/baseline.json', 'scenarios/no-omission.json', 'scenarios/wider-rule.json', 'scenarios/guideline-revision-24.json',
  '--draws', '20', '--lang', 'ja', '--quiet', '-o', report]);
const html = path.join(report, 'report.html');
check('the page is below 1 MB', fs.statSync(html).size < 1e6, `${fs.statSync(html).size}`);
const browser = await openBrowser();
const ready = 'document.body.classList.contains("ready")';
const open = async (file = html, options = {}, hash = '#explorer') => {
  const page = await browser.openPage(`file://${file}${hash}`, options);
  await page.until(ready);
  return page;
};
const rested = (page) => page.until('!panelcast.busy && document.querySelector(".progress").hidden');

// Everything of a setting as it is shown, and as the program writes it.
const series = (page) => page.get(`panelcast.model.ask('result', panelcast.scenario().path, panelcast.settings.sets(), {})
  .then((r) => r.status === 0 ? new TextDecoder().decode(r.files.find(([name]) => name === 'series.csv')[1]) : r.messages)`);
const sets = (page) => page.get('panelcast.settings.sets()');
let compared = 0;
async function sameAsProgram(page, text) {
  const scenario = await page.get('panelcast.scenario().name');
  const folder = path.join(work, 'run');
  run(['run', `scenarios/${scenario}.json`, '--no-plots', '--quiet', '-o', folder, ...(await sets(page)).flatMap((s) => ['--set', s])]);
  const want = fs.readFileSync(path.join(folder, 'series.csv'), 'utf8');
  const have = await series(page);
  check(`${text}: series.csv is the program's`, want === have && want.split('\n').length > 1000, `${await sets(page)}`);
  compared += 1;
}
// The cases of the card stand in its table too, and in the title of its chart.
async function oneNumber(page, text) {
  const said = await page.get(`(() => { const v = panelcast.view; const row = v.table.rows.find((r) => r.sides.length && r.heading === v.table.rows[3].heading);
    const cell = row.sides[v.now][v.table.years.findIndex((y) => y.label.includes(v.year))].value;
    return [cell, v.cards[2].value, v.charts.find((c) => c.id === 'cases').title, document.querySelector('#c-cases h3').textContent,
      document.querySelector('#card-work .number').textContent]; })()`);
  check(`${text}: one number everywhere`, said.slice(1).every((t) => t.includes(said[0])), said.join(' | '));
}

// --- ten settings by mouse and keys ---
{
  const page = await open();
  const slider = (name) => `[id="i-${name}"]`;
  const keys = async (name, key, times) => {
    await page.get(`document.getElementById('i-${name}').focus()`);
    for (let k = 0; k < times; k++) await page.key(key);
    await rested(page);
  };
  const steps = [
    ['pace by keys', () => keys('rollout.rate', 'ArrowRight', 7)],
    ['share of base hospitals to its end', () => keys('rollout.base_share', 'Home', 1)],
    ['uptake by a click on the track', async () => { await page.click(slider('demand.uptake')); await page.key('ArrowLeft'); }],
    ['adoption by page keys', () => keys('omission.adoption_drug', 'PageUp', 3)],
    ['adoption by a typed value', async () => {
      await page.click('[id="i-omission.adoption_none"]');
      await page.get(`[...document.querySelectorAll('.value')].find((e) => e.closest('.input').querySelector('[id="i-omission.adoption_none"]')).select()`);
      await page.type('70');
      await page.key('Enter');
      await page.get('document.activeElement.blur()');
    }],
    ['time of hosts', () => keys('ep.minutes_per_month_hub', 'ArrowLeft', 5)],
    ['classes of cases in the truth table', async () => {
      await page.click('details[data-group=classes] summary');
      await page.click('[data-class="may_omit.solid.no_finding.trial"]');
      await rested(page);
      await page.click('[data-class="may_omit.solid.no_finding.none"]');
    }],
    ['from a later date', async () => { await page.get(`document.getElementById('from').focus()`); await page.key('ArrowDown'); }],
    ['another scenario', async () => { await page.get(`document.getElementById('scenario').focus()`); await page.key('ArrowDown'); await page.key('ArrowDown'); }],
    ['a slider that was added', async () => {
      await page.click('details[data-group=all] > summary');
      await page.click('input[type=search]');
      await page.type('workload.attend_physician');
      await page.click('.all button');
      await keys('workload.attend_physician', 'ArrowRight', 10);
    }],
    ['one change undone', () => page.click(`.input.changed .undo`)],
  ];
  for (const [text, act] of steps) {
    const before = JSON.stringify(await page.get('panelcast.settings.toJSON()'));
    await act();
    await page.until(`JSON.stringify(panelcast.settings.toJSON()) !== ${JSON.stringify(before)}`);
    await rested(page);
    await sameAsProgram(page, text);
    await oneNumber(page, text);
  }
  await page.get(`document.getElementById('from').focus()`);
  await page.key('ArrowDown');
  await rested(page);
  check('a list keeps the focus', (await page.get('document.activeElement.id')) === 'from');
  const texts = await page.get('[...panelcast.sliders.inputs.values()].map((i) => `${i.name} ${i.text}`)');
  check('a month is written as one', texts.length > 100 && texts.every((t) => !/ 20\d{4}\b/.test(t)) && texts.some((t) => t.startsWith('demand.cumulative_as_of 2025年')),
    texts.filter((t) => t.includes('as_of')).join());
  // Kept, then all undone.
  await page.click('#keep');
  await page.until('document.querySelectorAll(".chip").length === 1');
  await page.click('#reset');
  await page.until('panelcast.settings.changes.size === 0');
  await rested(page);
  check('a kept setting stays', (await page.get('panelcast.view.sides.length')) >= 2);
  check('nobody was asked', page.asked.every((url) => url.startsWith('file:') || url.startsWith('blob:')), page.asked.join(' '));
  check('nothing is complained of', page.said.length === 0, page.said.join('; '));
  await page.close();
}

// --- ranges are those of the report, and of the program ---
{
  const page = await open();
  await page.get(`(panelcast.settings.change('rollout.rate', '30'), panelcast.moved(true))`);
  await page.until('document.body.dataset.draws === "20"');
  await rested(page);
  const moved = await sets(page);
  const page2Folder = path.join(work, 'other');
  run(['report', 'scenarios/baseline.json', '--no-explorer', '--draws', '20', '--lang', 'ja', '--quiet', '-o', page2Folder, ...moved.flatMap((s) => ['--set', s])]);
  const text = fs.readFileSync(path.join(page2Folder, 'report.html'), 'utf8').replace(/<[^>]*>/g, '');
  const view = await page.get('panelcast.view');
  const rows = [0, 2, 3, 5];
  const cells = rows.flatMap((r) => view.table.rows[r].sides[view.now].flatMap((c) => [c.value, c.range]));
  check('medians and ranges are those of a report of the setting', cells.every((c) => text.includes(c)), cells.filter((c) => !text.includes(c)).join(' '));
  const dates = [0, 1].map((k) => /[：:]([^（]*?)(?:$|。)/.exec(view.cards[k].range)?.[1]?.trim() ?? '');
  check('dates are those of a report of the setting', dates.every((d) => d !== '' && text.includes(d)), dates.join(' | '));

  // --- a zip runs in an empty folder to the same bytes ---
  await page.click('#save-menu > summary');
  const zip = await page.download('[data-save=zip]');
  const empty = path.join(work, 'empty');
  fs.mkdirSync(empty);
  execFileSync('unzip', ['-q', zip, '-d', empty]);
  execFileSync('sha256sum', ['--check', '--quiet', 'SHA256SUMS'], { cwd: empty });
  const child = fs.readdirSync(empty).find((name) => name.endsWith('-setting.json'));
  run(['run', child, '--no-plots', '--quiet', '-o', 'result'], empty);
  await page.click('#save-menu > summary');
  const saved = await page.download('[data-save=result]');
  const result = path.join(work, 'result');
  execFileSync('unzip', ['-q', saved, '-d', result]);
  // The name of the scenario stands in the tables, as it must.
  const plain = (file) => fs.readFileSync(file, 'utf8').replaceAll('baseline-setting', 'baseline');
  check('the zip runs to the bytes of the page', plain(path.join(empty, 'result/series.csv')) === plain(path.join(result, 'series.csv')));
  check('the tables of the page are whole', fs.readdirSync(result).length >= 5, fs.readdirSync(result).join(' '));

  // --- the page with the setting in it ---
  await page.click('#save-menu > summary');
  const copy = await page.download('[data-save=page]');
  const again = await open(copy);
  check('a saved page opens with its setting', JSON.stringify(await sets(again)) === JSON.stringify(moved), `${await sets(again)}`);
  const bare = await open(copy, {}, '');
  check('it opens on what was saved', await bare.get('document.body.classList.contains("exploring")'));
  await bare.close();
  check('and says nothing', again.said.length === 0, again.said.join('; '));
  // --- a code ---
  await page.click('#save-menu > summary');
  await page.until('document.querySelector("#save-menu textarea")');
  const code = await page.get('document.querySelector("#save-menu textarea").value');
  const third = await open();
  await third.click('#save-menu > summary');
  await third.until('document.querySelector("#save-menu textarea")');
  await third.get(`document.querySelector('#save-menu textarea').value = ${JSON.stringify(code)}`);
  await third.click('[data-save=code]');
  await third.until('panelcast.settings.changes.size === 1');
  check('a code gives the setting', JSON.stringify(await sets(third)) === JSON.stringify(moved));
  check('its own code is no other', (await third.get('document.querySelector("#save-menu [role=status]")?.textContent ?? ""')) === '');
  for (const p of [again, third]) await p.close();

  // --- pictures and tables ---
  await page.click('#c-cases [data-tab=save]');
  const png = fs.readFileSync(await page.download('#c-cases [data-save=png]'));
  check('a picture of 16:9', png.readUInt32BE(16) === 2560 && png.readUInt32BE(20) === 1440 && png.length > 30000, `${png.length}`);
  const svg = await page.download('#c-cases [data-save=svg]');
  execFileSync('xmllint', ['--noout', svg]);
  check('the picture says what was changed', fs.readFileSync(svg, 'utf8').includes('30施設/年'));
  const csv = fs.readFileSync(await page.download('#c-cases [data-save=csv]'), 'utf8');
  check('a table for Excel', csv.startsWith('\ufeff') && csv.includes('2030年度,') && csv.includes('厚生労働省の公表値ではない'), csv.slice(0, 200));
  await page.close();
}

// --- files of one's own, good and bad ---
{
  const page = await open();
  const give = async (name, bytes, kind = 'hospitals') => {
    const file = path.join(work, name);
    fs.writeFileSync(file, bytes);
    await page.get('panelcast.closeMenus()');
    await page.click('#own-menu > summary');
    await page.until('document.querySelector("#own-menu input")');
    await page.get(`document.querySelector('#own-menu select').value = '${kind}'`);
    const { root } = await page.call('DOM.getDocument');
    const { nodeId } = await page.call('DOM.querySelector', { nodeId: root.nodeId, selector: '#own-menu input' });
    await page.call('DOM.setFileInputFiles', { files: [file], nodeId });
  };
  const faults = () => page.get('document.querySelector(".faults:not([hidden])")?.textContent ?? ""');
  await give('bad.json', '{\n  "schema_version": 1,\n  "name": "x",\n  "extends": "baseline.json",\n  "parameters": { "rollout.rat": { "value": 3 } }\n}\n');
  await page.until('!document.querySelector(".faults").hidden');
  check('a wrong name is said with its place', /bad\.json 5行目 \d+列目/.test(await faults()) && (await faults()).includes('rollout.rate'), await faults());
  await give('worse.json', '{ "name": ');
  await page.until('document.querySelector(".faults").textContent.includes("worse.json")');
  const hospitals = fs.readFileSync(path.join(top, 'scenarios/data/hospitals.csv'), 'utf8');
  const lines = hospitals.split('\n');
  lines[4] = lines[4].replace(/,[^,]*$/, ',nonsense');
  await give('wrong.csv', lines.join('\n'));
  await page.until('document.querySelector(".faults").textContent.includes("wrong.csv")');
  check('a wrong cell is said with its line', /wrong\.csv 5行目/.test(await faults()), await faults());
  check('the last good setting stays', (await page.get('panelcast.settings.scenario')) === 0);
  await give('mine.csv', `\ufeff${hospitals.replaceAll('\n', '\r\n')}`);
  await page.until('panelcast.settings.scenario === 4');
  await rested(page);
  check('own hospitals with a mark of bytes and Windows lines give the same run', (await faults()) === '' || !(await faults()).includes('mine.csv'), await faults());
  const own = (await series(page)).replace(/baseline-own-4/g, 'baseline');
  await page.get('(panelcast.settings.scenario = 0, panelcast.moved(true))');
  check('with the numbers of the shipped table', own === await series(page));
  await give('mine.json', '{ "schema_version": 1, "name": "mine", "title": { "en": "Mine", "ja": "私の案" }, "extends": "baseline.json", "omission_rules": [] }');
  await page.until('panelcast.settings.scenario === 5');
  await rested(page);
  check('an own scenario runs', (await page.get('panelcast.view.table.rows[4].sides[panelcast.view.now][1].value')) === '0');

  check('what could not be read is not handed on', !(await page.get('panelcast.files.map(([name]) => name).join()')).match(/bad|worse|wrong/));
  await page.click('#save-menu > summary');
  const copy = await open(await page.download('[data-save=page]'));
  await rested(copy);
  check('a saved page has the files of its owner', (await copy.get('panelcast.scenario().name')) === 'mine' && (await series(copy)) === await series(page));
  await copy.close();

  // --- a range that is stopped is not awaited ---
  await page.get(`(panelcast.settings.change('rollout.rate', '22'), panelcast.moved(true))`);
  await page.until('!document.querySelector(".progress").hidden');
  const card = () => page.get('document.querySelector("#card-sites").innerText');
  const awaited = await card();
  await page.click('.progress button');
  await page.until('!document.querySelector("#card-sites").innerText.includes("計算中")');
  check('a stopped range is not awaited', awaited.includes('計算中') && (await card()).includes('幅なし'), `${awaited} | ${await card()}`);

  // --- the map has the record's counts ---
  const rows = fs.readFileSync(path.join(top, 'scenarios/data/observations.csv'), 'utf8').split('\n').map((line) => line.split(','));
  const sites = rows.filter((r) => /^JP-\d\d$/.test(r[4]) && r[5] === 'Sites|Total' && r[2] === '2025-09');
  const shown = await page.get('[...document.querySelectorAll("#map .tile .number")].map((e) => e.textContent)');
  check('the map shows the sites that are published', sites.length >= 30 && shown.length === 47 && sites.every((r) => shown[Number(r[4].slice(3)) - 1] === r[6])
    && shown.filter((t) => t === '–').length === 47 - sites.length, shown.join(' '));

  // --- the other language ---
  await page.click('label[for=en]');
  await page.until('document.querySelector(".sliders h3")?.textContent === "First to look at"');
  await rested(page);
  const english = await page.get('document.getElementById("explorer").innerText');
  const left = english.match(/[\u3040-\u30ff\u4e00-\u9fff]+/g) ?? [];
  check('no Japanese is left in English', left.length === 0, [...new Set(left)].slice(0, 8).join(' '));
  await page.close();
}

// --- moved a thousand times, on paper, slowly, and without a script ---
{
  const page = await open();
  const move = `(async () => { for (let k = 0; k < 250; k++) { panelcast.settings.change('rollout.rate', String(10 + k / 10)); await panelcast.moved(false); }
    return [await panelcast.model.ask('size'), document.querySelectorAll('*').length]; })()`;
  const first = await page.get(move);
  for (let k = 0; k < 2; k++) await page.get(move);
  const last = await page.get(move);
  check('1,000 moves take no more memory', first[0] === last[0] && Math.abs(first[1] - last[1]) < 20, `${first} ${last}`);
  await page.pdf(path.join(work, 'explorer.pdf'));
  await page.get('location.hash = ""');
  await page.pdf(path.join(work, 'report.pdf'));
  const sheets = (name) => (fs.readFileSync(path.join(work, name), 'latin1').match(/\/Type *\/Page\b/g) ?? []).length;
  check('the report prints on two sheets', sheets('report.pdf') === 2, `${sheets('report.pdf')}`);
  check('the explorer prints', sheets('explorer.pdf') >= 2 && sheets('explorer.pdf') <= 8, `${sheets('explorer.pdf')}`);
  await page.close();
  const slow = await open(html, { slow: 4, width: 800, height: 1000 });
  await slow.get(`(panelcast.settings.change('demand.uptake', '0.6'), panelcast.moved(true))`);
  check('a slow processor and a tablet show the answer', (await slow.get('panelcast.view.now')) === 1);
  check('nothing is wider than the tablet', (await slow.get('document.documentElement.scrollWidth')) <= 800, `${await slow.get('document.documentElement.scrollWidth')}`);
  await slow.close();
  const still = await browser.openPage(`file://${html}`, { script: false });
  await new Promise((resolve) => setTimeout(resolve, 500));
  const { root } = await still.call('DOM.getDocument', { depth: -1 });
  const seen = async (selector) => {
    const { nodeId } = await still.call('DOM.querySelector', { nodeId: root.nodeId, selector });
    return still.call('DOM.getBoxModel', { nodeId }).then(({ model }) => model.height > 0, () => false);
  };
  check('without a script the report is there', await seen('article[lang=ja] h1'));
  check('and a line that says so', await seen('.cannot'));
  check('and no way to an explorer that cannot work', !(await seen('.go')));
  await still.close();
}

// --- a whole result through the address, as `selftest` ---
{
  const set = 'rollout.rate=12@2028-04';
  const page = await browser.openPage(`file://${html}#selftest=1&draws=6&set=${encodeURIComponent('mode=stochastic')}&set=${encodeURIComponent(set)}`);
  await page.until('document.getElementById("selftest")');
  const folder = path.join(work, 'many');
  run(['run', 'scenarios/baseline.json', '--mode', 'stochastic', '--set', set, '--draws', '6', '--no-plots', '--quiet', '-o', folder]);
  check('draws in the page are those of the program', (await page.get('document.getElementById("selftest").textContent')) === fs.readFileSync(path.join(folder, 'series.csv'), 'utf8'));
  await page.close();
}
await browser.close();
console.log(`explorer: ${checks - failed} of ${checks} checks hold, ${compared} settings equal the program's`);
process.exitCode = failed > 0 || compared < 10 ? 1 : 0;
