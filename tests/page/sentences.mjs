// sentences.mjs - every card, title and foot of the explorer against its table, over some hundreds of random settings.
import fs from 'node:fs';
import path from 'node:path';
import { startCore } from '../../tools/report/page/core.js';

const SETTINGS = 300;
const top = path.resolve(path.dirname(new URL(import.meta.url).pathname), '../..');
const files = new Map();
for (const folder of ['scenarios', 'scenarios/data']) {
  for (const name of fs.readdirSync(path.join(top, folder))) {
    const file = path.join(folder, name);
    if (fs.statSync(path.join(top, file)).isFile()) files.set(file, new Uint8Array(fs.readFileSync(path.join(top, file))));
  }
}
const core = await startCore(await WebAssembly.compile(fs.readFileSync(path.join(top, 'build/page/core.wasm'))), files);
let faults = 0;
let sentences = 0;
const fault = (text) => {
  faults += 1;
  if (faults < 20) console.log(`FAIL ${text}`);
};
// The same settings every time.
let seed = 12345;
const random = () => {
  seed = (Math.imul(seed, 1103515245) + 12345) >>> 0;
  return (seed >>> 8) / 2 ** 24;
};
const pick = (list) => list[Math.floor(random() * list.length)];

const scenarios = ['baseline', 'no-omission', 'wider-rule', 'guideline-revision-24', 'hard-capacity', 'slow-rollout'].map((n) => `scenarios/${n}.json`);
// Figures of the table by the charts' names; a word that only the chart's sentence has is not needed.
const ROWS = { sites: 0, base: 1, tests: 2, cases: 3, omitted: 4, hours: 5, use: 11 };
const WORDS = {
  en: { reference: /\(reference: ([^)]*)\)/, same: '(as the reference)', none: 'same', pending: 'Calculating…' },
  ja: { reference: /（基準は([^）]*)）/, same: '（基準と同じ）', none: '同じ', pending: '計算中…' },
};

/** Does a text hold a number as it is shown, and not as a part of a longer one? */
const holds = (text, number) => new RegExp(`(^|[^\\d.,])${number.replace(/[.]/g, '\\.')}($|[^\\d.,]|[.,]($|\\D))`).test(text);

function look(view, lang, named) {
  const words = WORDS[lang];
  const at = view.table.years.findIndex((y) => y.label.includes(String(view.year)));
  const cell = (row, side) => view.table.rows[row].sides[side][at];
  for (const chart of view.charts) {
    const row = ROWS[chart.id];
    const now = cell(row, view.now);
    const first = cell(row, 0);
    const isDate = view.draws > 0 && (chart.id === 'sites' || chart.id === 'base') && view.cards[chart.id === 'sites' ? 0 : 1].range !== '';
    const where = `${named}, ${lang}, ${chart.id}: “${chart.title}”`;
    sentences += 2;
    if (!isDate) {
      if (!holds(chart.title, now.value)) fault(`${where}: the table says ${now.value}`);
      const bracket = words.reference.exec(chart.title);
      if (view.now === 0 && (bracket || chart.title.includes(words.same))) fault(`${where}: there is no other`);
      if (view.now > 0 && now.value === first.value && !chart.title.includes(words.same)) fault(`${where}: it is the reference's`);
      if (view.now > 0 && now.value !== first.value && !(bracket && holds(bracket[1], first.value))) fault(`${where}: the reference is ${first.value}`);
    } else if (!chart.title.includes(view.cards[chart.id === 'sites' ? 0 : 1].value.replace(/^around /, '').replace(/頃$/, ''))) {
      fault(`${where}: the card says ${view.cards[chart.id === 'sites' ? 0 : 1].value}`);
    }
    // The picture's name is its title; the points are the table's.
    if (!chart.svg.includes(`aria-label="${chart.title.replace(/&/g, '&amp;')}"`)) fault(`${where}: the picture has another name`);
    const point = chart.points.find((p) => p.year === view.year);
    if (point && point.lines.some((line, k) => line.text !== cell(row, k).value)) fault(`${where}: a point is not the table's`);
    // The foot names the sides whose every year is the reference's.
    view.sides.forEach((side, k) => {
      const same = k > 0 && view.table.rows[row].sides[k].every((c, y) => c.value === view.table.rows[row].sides[0][y].value);
      const told = (lang === 'en' ? /On the line of the reference: ([^.]*)\./ : /基準と重なるもの：([^。]*)。/).exec(chart.foot)?.[1] ?? '';
      if (k > 0 && told.includes(side.mark) !== same) fault(`${where}, foot “${chart.foot}”: ${side.mark} ${same ? 'lies' : 'does not lie'} on the reference`);
    });
  }
  // The cards.
  const [, , work, omission] = view.cards;
  sentences += 4;
  for (const [card, rows] of [[work, [3, 5]], [omission, [4]]]) {
    for (const row of rows) {
      const c = cell(row, view.now);
      if (!holds(card.value, c.value)) fault(`${named}, ${lang}: card “${card.value}”, the table says ${c.value}`);
      if (view.now > 0 && !card.change.includes(c.change)) fault(`${named}, ${lang}: card “${card.change}”, the table says ${c.change}`);
    }
  }
  for (const row of view.table.rows) {
    row.sides.forEach((side, k) => side.forEach((c, y) => {
      const a = row.sides[0][y].value;
      if (k > 0 && c.value !== words.pending && /\d/.test(c.value + a) && (c.change === words.none) !== (a === c.value)) fault(`${named}, ${lang}, ${row.heading}: ${a} and ${c.value} are “${c.change}”`);
    }));
  }
}

for (let k = 0; k < SETTINGS; k++) {
  const reference = k % 10 === 0;
  if (reference) {
    core.put(0, pick(scenarios.slice(0, 5)), []);
  }
  const inputs = core.inputs(core.firstMonth()).parameters.filter((i) => i.active && !i.fixed);
  const sets = Array.from({ length: Math.floor(random() * 4) }, () => {
    const input = random() < 0.6 ? pick(inputs.filter((i) => i.first)) : pick(inputs);
    const value = input.choices ? pick(input.choices).value : String(Number(((input.low + random() * (input.high - input.low)) / input.divisor).toPrecision(3)));
    return `${input.name}=${value}@${pick(['2026-03', '2027-04', '2030-04'])}${random() < 0.2 ? ',exact' : ''}`;
  });
  if (random() < 0.3) {
    const access = pick(['none', 'approved_cdx', 'guideline', 'trial', 'other']);
    sets.push(`may_omit.${pick(['solid', 'haematological', 'early'])}.${pick(['no_finding', 'finding'])}.${access}=${pick(['yes', 'no'])}@${pick(['2026-03', '2029-04'])}`);
  }
  const scenario = pick(scenarios);
  const status = core.put(4, scenario, sets);
  const named = `${scenario} ${sets.join(' ')}`;
  if (status !== 0) {
    // What cannot run says why, and the last setting stays.
    if (core.faults().filter((f) => f.error && f.text).length === 0) fault(`${named}: status ${status} without a word`);
    continue;
  }
  if (k % 7 === 3) core.keep();
  if (k % 7 === 5) core.drop(1);
  if (k % 25 === 0) {
    for (let place = core.wanted(); place >= 0; place = core.wanted()) {
      core.rangeBegin(place, 4);
      for (let done = 0; done >= 0 && done < 8;) done = core.rangeStep(4);
    }
  }
  for (const lang of ['en', 'ja']) {
    core.language(lang);
    look(core.view(420, 232), lang, named);
  }
}
console.log(`sentences: ${sentences} of ${SETTINGS} random settings fit their table; ${faults} faults`);
process.exitCode = faults > 0 || sentences < 5000 ? 1 : 0;
