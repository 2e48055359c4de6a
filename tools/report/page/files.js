/* files.js - what a person takes out of the page, and what he brings in. */
import { csvFile } from './charts.js';
import { tableRows } from './answers.js';
import { download, fill, h, put } from './dom.js';
import { codeOf, readCode } from './settings.js';
import { inBoth, words } from './words.js';
import { zip } from './zip.js';

/** @typedef {import('./settings.js').Scenario} Scenario */

/** Bytes of a file as UTF-8: as it is, or from Shift-JIS, as Excel in Japan writes it.
 * @param {Uint8Array} bytes */
function asUtf8(bytes) {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return bytes;
  } catch {
    return new TextEncoder().encode(new TextDecoder('shift_jis').decode(bytes));
  }
}

/** The page with a setting in it. `pristine` is its text as it was opened.
 * @param {string} pristine @param {any} stored */
export function pageWith(pristine, stored) {
  const text = JSON.stringify(stored).replace(/</g, '\\u003c');
  return pristine.replace(/(<script type="application\/json" id="setting">)[^<]*/, (_, start) => start + text);
}

export class Files {
  /** @param {any} explorer of main.js */
  constructor(explorer) {
    this.explorer = explorer;
    this.code = h('textarea', { rows: 3, spellcheck: 'false' });
    this.said = h('p', { role: 'status' });
  }

  /** The menu to save and share. */
  saveMenu() {
    const x = this.explorer;
    const item = (/** @type {string} */ id, /** @type {string} */ text, /** @type {() => any} */ act) =>
      h('button', { type: 'button', 'data-save': id, onclick: async () => {
        await act();
        x.closeMenus();
      } }, text);
    this.code.setAttribute('aria-label', words.code);
    this.code.value = codeOf(x.settings, x.scenario(), x.data.model);
    fill(this.said);
    return h('div', { class: 'menu' },
      item('zip', words.saveZip, () => this.saveZip()),
      item('page', words.savePage, () => download(x.fileName('report.html'),
        new Blob([pageWith(x.pristine, x.stored())], { type: 'text/html' }))),
      item('figures', words.saveAll, () => download(x.fileName('key-figures.csv'),
        csvFile([...tableRows(x.view), [], ...x.notes().map((/** @type {string} */ n) => [n])]))),
      item('result', words.saveResult, () => this.saveResult()),
      item('print', words.print, () => setTimeout(() => window.print(), 50)),
      h('h3', {}, words.code), h('p', {}, words.codeHelp), this.code,
      h('button', { type: 'button', 'data-save': 'code', onclick: () => this.takeCode() }, words.takeCode), this.said);
  }

  /** Takes over a code, and says if it was made with something else. */
  async takeCode() {
    const x = this.explorer;
    const read = readCode(this.code.value);
    if (!read) {
      fill(this.said, words.codeBad);
      return;
    }
    const scenario = x.data.scenarios.findIndex((/** @type {Scenario} */ one) => one.name === read.s);
    if (scenario < 0) {
      fill(this.said, put(words.codeNoScenario, read.s));
      return;
    }
    const other = [
      x.data.model.startsWith(read.m) ? '' : words.theModel,
      x.data.scenarios[scenario].sha256.startsWith(read.d) ? '' : words.theData,
    ].filter(Boolean);
    fill(this.said, other.length > 0 ? put(words.codeOther, other.join(', ')) : '');
    await x.take({ from: read.f, scenario, changes: read.c });
  }

  /** Scenario, parents and data in one folder that the program runs. */
  async saveZip() {
    const x = this.explorer;
    const name = `${x.scenario().name}-setting`;
    const folder = x.scenario().path.includes('/') ? x.scenario().path.replace(/[^/]*$/, '') : '';
    const child = await x.model.ask('child', 4, name);
    /** @type {[string, Uint8Array][]} */
    const files = [[`${folder}${name}.json`, new TextEncoder().encode(child)], ...x.files];
    const sums = await x.model.ask('sums', files.map(([, bytes]) => bytes));
    const list = files.map(([path], k) => `${sums[k]}  ${path}\n`).join('');
    const text = (/** @type {string} */ t) => new TextEncoder().encode(t);
    files.push(['SHA256SUMS', text(list)], [`${words.readMe}.txt`,
      text(`\ufeff${put(words.zipNote, `panelcast run ${folder}${name}.json -o result`)}`)]);
    download(x.fileName('setting.zip'), zip(files));
  }

  /** The tables of the one run, as the program writes them. */
  async saveResult() {
    const x = this.explorer;
    const { status, messages, files } = await x.model.ask('result', x.scenario().path, [...x.settings.sets(), 'mode=expected'], { lang: x.lang });
    if (status === 0) {
      download(x.fileName('result.zip'), zip(files));
    } else {
      x.say(messages);
    }
  }

  /** The menu for files from this computer. */
  ownMenu() {
    const kind = h('select', {}, h('option', { value: 'hospitals' }, words.hospitals), h('option', { value: 'observations' }, words.observations));
    const input = h('input', { type: 'file', accept: '.json,.csv', onchange: async () => {
      const file = input.files[0];
      if (file) {
        await this.takeFile(file.name, new Uint8Array(await file.arrayBuffer()), kind.value);
      }
      input.value = '';
    } });
    return h('div', { class: 'menu' }, h('p', {}, words.ownHelp), h('label', {}, `${words.ownIs} `, kind),
      h('label', {}, `${words.ownFile} `, input));
  }

  /** A scenario becomes one of the picker's; a table becomes part of the present one's child.
   * @param {string} name @param {Uint8Array} raw @param {string} kind */
  async takeFile(name, raw, kind) {
    const x = this.explorer;
    const plain = name.replace(/^.*[/\\]/, '');
    const taken = new Set(x.files.map((/** @type {[string, Uint8Array]} */ [path]) => path));
    const base = x.scenario();
    const folder = base.path.includes('/') ? base.path.replace(/[^/]*$/, '') : '';
    /** @type {(path: string) => string} */
    const free = (path) => (taken.has(path) ? free(`${folder}own-${path.slice(folder.length)}`) : path);
    const path = free(folder + plain);
    const bytes = asUtf8(raw);
    const before = x.files.length;
    await x.addFile(path, bytes);
    const good = /\.json$/i.test(plain)
      ? await x.addScenario({ path, name: plain.replace(/\.json$/i, ''), title: { en: plain, ja: plain } })
      : await this.takeTable(path, plain, kind);
    if (!good) {
      x.files.length = before;
    }
  }

  /** A table, as a scenario that extends the present one.
   * @param {string} path @param {string} plain its name @param {string} kind */
  async takeTable(path, plain, kind) {
    const x = this.explorer;
    const base = x.scenario();
    const folder = base.path.includes('/') ? base.path.replace(/[^/]*$/, '') : '';
    const label = await inBoth(kind === 'hospitals' ? 'ownHospitals' : 'ownRecord', x.lang, x.model.ask);
    const title = (/** @type {string} */ lang) => put(label[lang], base.title[lang], plain);
    const id = `${base.name}-own-${x.data.scenarios.length}`;
    const child = { schema_version: 1, name: id, title: { en: title('en'), ja: title('ja') },
      extends: base.path.slice(folder.length), [kind]: path.slice(folder.length) };
    await x.addFile(`${folder}${id}.json`, new TextEncoder().encode(JSON.stringify(child, null, 2)));
    return x.addScenario({ path: `${folder}${id}.json`, name: id, title: child.title });
  }
}
