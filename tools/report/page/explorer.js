/* explorer.js - the explorer: settings go to the model, what it says goes to its place. */
import { showAssumptions, showCards, showTable } from './answers.js';
import { base64Of, bytesOf } from './bytes.js';
import { ChartCard, HEIGHT } from './charts.js';
import { fill, h, put, svgOf } from './dom.js';
import { Files } from './files.js';
import { Prefectures } from './prefectures.js';
import { Settings } from './settings.js';
import { Sliders } from './sliders.js';
import { loadWords, words } from './words.js';

const NOW = 4; // the place of the present setting; 0 is the reference, 1 to 3 are kept

export class Explorer {
  /** @param {any} data of the page @param {import('./model.js').Model} model
   * @param {[string, Uint8Array][]} files @param {string} pristine the page's text @param {string} lang */
  constructor(data, model, files, pristine, lang) {
    this.data = data;
    this.model = model;
    this.files = files;
    this.own = { files: files.length, scenarios: data.scenarios.length }; // what a person brought comes after these
    this.pristine = pristine;
    this.lang = lang;
    this.settings = new Settings(data.sets, '');
    this.place = /** @type {Element} */ (document.getElementById('explorer'));
    this.sliders = new Sliders(h('section', { class: 'sliders' }), this.settings, (done) => void this.moved(done));
    this.fileMenus = new Files(this);
    this.map = new Prefectures();
    /** @type {any} */
    this.view = null;
    /** @type {any[]} */
    this.faults = [];
    /** @type {Map<string, ChartCard>} */
    this.charts = new Map();
    this.busy = false;
    this.again = 0; // 1: a move waits; 2: and its sliders are to be read anew
    /** @type {any[]} what is kept, to be stored in a page */
    this.kept = [];
  }

  scenario() {
    return this.data.scenarios[this.settings.scenario];
  }

  /** The reference, and what a saved page had. @param {any} stored */
  async open(stored) {
    const first = this.data.scenarios[0];
    await this.model.ask('language', this.lang);
    const { status, faults } = await this.model.ask('put', 0, first.path, this.data.sets, first.numbers);
    if (status !== 0) {
      throw new Error(faults.map((/** @type {any} */ f) => f.text).join('; '));
    }
    this.firstMonth = await this.model.ask('firstMonth');
    this.settings.from = this.firstMonth;
    for (const [path, base64] of stored?.own?.files ?? []) {
      await this.addFile(path, bytesOf(base64));
    }
    this.data.scenarios.push(...(stored?.own?.scenarios ?? []));
    for (const one of stored?.kept ?? []) {
      this.settings.take(one);
      await this.putNow();
      await this.keep();
    }
    if (stored) {
      this.settings.take(stored);
    }
    await this.changeLanguage(this.lang);
  }

  /** What a saved page has in it. */
  stored() {
    return { ...this.settings.toJSON(), kept: this.kept, own: {
      files: this.files.slice(this.own.files).map(([path, bytes]) => [path, base64Of(bytes)]),
      scenarios: this.data.scenarios.slice(this.own.scenarios) } };
  }

  /** @param {string} lang */
  async changeLanguage(lang) {
    this.lang = lang;
    await this.model.ask('language', lang);
    await loadWords((texts) => this.model.ask('words', texts));
    this.charts.clear();
    this.build();
    await this.update(true);
    this.map.show(this.mapPlace, await this.model.ask('map'));
  }

  /* --- a move --- */

  /** A slider moves (or rests: then everything is read anew). Moves that come while the
   * model is at work are answered by the last of them. @param {boolean} done */
  async moved(done) {
    this.again = Math.max(this.again, done ? 2 : 1);
    if (this.busy) {
      return;
    }
    this.busy = true;
    try {
      while (this.again > 0) {
        const whole = this.again === 2;
        this.again = 0;
        await this.update(whole);
      }
    } finally {
      this.busy = false;
    }
  }

  async putNow() {
    const unchanged = this.settings.changes.size === 0;
    const { status, faults } = await this.model.ask('put', NOW, this.scenario().path, this.settings.sets(),
      unchanged ? this.scenario().numbers : null);
    this.faults = faults;
    return status === 0;
  }

  /** @param {boolean} whole */
  async update(whole) {
    const good = await this.putNow();
    this.showFaults(!good);
    if (good || this.view === null || whole) {
      await this.show();
    }
    if (whole) {
      this.sliders.show(await this.model.ask('inputs', this.settings.from), this.lang);
      this.showBar();
    }
  }

  async show() {
    const width = Math.max(300, Math.round((this.chartPlace.querySelector('.body')?.clientWidth ?? 420)));
    this.view = await this.model.ask('view', width, HEIGHT);
    showCards(this.cardPlace, this.view.cards);
    for (const chart of this.view.charts) {
      this.chartCard(chart.id).show(chart, this.view.sides, this.view.now);
    }
    showTable(this.tablePlace, this.view);
    showAssumptions(this.assumptionPlace, this.view);
    document.body.dataset.draws = String(this.view.draws);
  }

  /** @param {string} id */
  chartCard(id) {
    let card = this.charts.get(id);
    if (!card) {
      card = new ChartCard(id, async (which) => {
        const view = await this.model.ask('view', 640, 250);
        return { chart: view.charts.find((/** @type {any} */ c) => c.id === which), sides: view.sides };
      }, (name) => this.fileName(name), () => this.notes());
      this.charts.set(id, card);
      this.chartPlace.append(card.element);
      if (this.charts.size === 1) {
        new ResizeObserver(() => {
          const body = this.chartPlace.querySelector('.body');
          if (this.view && body && Math.abs(body.clientWidth - (this.width ?? body.clientWidth)) > 8) {
            this.show();
          }
          this.width = body?.clientWidth;
        }).observe(card.element);
      }
    }
    return card;
  }

  /** News of a range. @param {any} news */
  hear(news) {
    if (news.news === 'range') {
      if (news.faults.length > 0) {
        this.faults = news.faults;
        this.showFaults(false);
        this.progress.hidden = true;
      }
      void this.show();
    } else if (this.progress) {
      const all = news.done >= news.all;
      this.progress.hidden = all;
      const mark = news.place === NOW ? this.view?.sides[this.view.now]?.mark : this.view?.sides[news.place]?.mark;
      this.progressText.textContent = put(words.working, mark ?? '', news.done, news.all);
      this.progressBar.max = news.all;
      this.progressBar.value = news.done;
    }
  }

  /* --- the frame --- */

  build() {
    this.cardPlace = h('div', { class: 'cards', 'aria-live': 'polite', 'aria-label': words.answers, role: 'region' });
    this.chartPlace = h('div', { class: 'charts' });
    this.tablePlace = h('section', { class: 'wide', id: 'table' });
    this.mapPlace = h('section', { class: 'wide', id: 'map' });
    this.assumptionPlace = h('section', { class: 'wide', id: 'assumptions' });
    this.faultPlace = h('div', { class: 'faults', role: 'alert', hidden: true });
    this.bar = h('div', { class: 'bar' });
    this.progressText = h('span', {});
    this.progressBar = h('progress', { max: 1, value: 0, 'aria-label': words.progress });
    this.progress = h('div', { class: 'progress', hidden: true }, this.progressText, this.progressBar,
      h('button', { type: 'button', onclick: async () => {
        await this.model.ask('halt');
        this.progress.hidden = true;
        await this.show();
      } }, words.stop));
    fill(this.place, h('a', { class: 'skip', href: '#results' }, words.skip), this.bar, this.cardPlace, this.progress, this.faultPlace,
      h('div', { class: 'panes' }, this.sliders.place,
        h('div', { class: 'results', id: 'results', tabindex: -1 }, this.chartPlace, this.tablePlace, this.assumptionPlace, this.mapPlace)),
      this.foot());
    this.sliders.language = '';
  }

  foot() {
    const { data } = this;
    const old = (Date.now() - Date.parse(data.made)) / 86400000 > 366;
    return h('div', { class: 'page-foot' }, h('b', {}, words.notMinistry), h('span', {}, words.rangeIs),
      h('span', {}, put(words.made, data.made, data.model.slice(0, data.model.indexOf(' ') + 13), data.dataAsOf)),
      old ? h('b', {}, words.old) : null,
      h('details', {}, h('summary', {}, words.licence), h('p', {}, put(words.licenceText, data.model))));
  }

  /** Lines that go with every picture and table that leaves the page. */
  notes() {
    const { sides } = this.view;
    return [...sides.filter((/** @type {any} */ side) => side.changes)
      .map((/** @type {any} */ side) => `${side.mark}: ${put(words.changes, side.changes)}`),
      `${words.notMinistry} ${put(words.made, this.data.made, this.data.model.slice(0, this.data.model.indexOf(' ') + 9), this.data.dataAsOf)}`];
  }

  /** A name that says what the file rests on. @param {string} name */
  fileName(name) {
    const changed = this.settings.changes.size > 0 ? '-changed' : '';
    return `panelcast-${this.scenario().name}${changed}-data${this.data.dataAsOf}-${name}`;
  }

  showBar() {
    const { data, settings } = this;
    const pick = h('select', { id: 'scenario', onchange: async () => {
      settings.scenario = Number(pick.value);
      await this.moved(true);
    } }, ...data.scenarios.map((/** @type {any} */ one, /** @type {number} */ k) => h('option', { value: k, selected: k === settings.scenario },
      one.title[this.lang] + (k === 0 ? `（${words.reference}）` : ''))));
    const first = Number(this.firstMonth.slice(0, 4)) + (this.firstMonth.slice(5) >= '04' ? 1 : 0);
    const months = [this.firstMonth, ...Array.from({ length: 10 }, (_, k) => `${first + k}-04`).filter((m) => m > this.firstMonth)];
    if (!months.includes(settings.from)) {
      months.push(settings.from);
    }
    const from = h('select', { id: 'from', onchange: async () => {
      settings.from = from.value;
      await this.moved(true);
    } }, ...months.map((m, k) => h('option', { value: m, selected: m === settings.from }, put(k === 0 ? words.afterRecord : words.fiscalYear, m))));
    const focus = this.bar.contains(document.activeElement) ? document.activeElement?.id : '';
    const kept = (this.view?.sides ?? []).slice(1).filter((/** @type {any} */ _, /** @type {number} */ k) => k + 1 !== this.view.now);
    fill(this.bar,
      h('label', {}, `${words.scenario} `, pick), h('label', {}, `${words.from} `, from),
      h('span', { class: 'changes' }, settings.changes.size > 0 ? put(words.changes, settings.changes.size) : words.noChanges),
      h('button', { type: 'button', id: 'reset', disabled: settings.changes.size === 0, onclick: async () => {
        settings.changes.clear();
        await this.moved(true);
      } }, words.resetAll),
      h('button', { type: 'button', id: 'keep', disabled: kept.length >= 3 || this.view?.now === 0,
        title: kept.length >= 3 ? words.keptFull : null, onclick: () => this.keep() }, words.keep),
      ...kept.map((/** @type {any} */ side, /** @type {number} */ k) => h('span', { class: 'chip', title: side.title }, svgOf(side.key),
        h('span', {}, `${side.mark} ${side.changes || side.title}`),
        h('button', { type: 'button', 'aria-label': put(words.drop, side.mark, side.title), onclick: async () => {
          await this.model.ask('drop', k + 1);
          this.kept.splice(k, 1);
          await this.moved(true);
        } }, '×'))),
      this.menu('save-menu', words.saveSetting, () => this.fileMenus.saveMenu()),
      this.menu('own-menu', words.ownData, () => this.fileMenus.ownMenu()));
    if (focus) {
      document.getElementById(focus)?.focus();
    }
  }

  /** A button that opens a menu below it. @param {string} id @param {string} text @param {() => Element} make */
  menu(id, text, make) {
    const content = h('div', { class: 'drop' });
    const details = h('details', { class: 'menu-of', id, ontoggle: () => {
      fill(content, details.open ? make() : null);
    }, onkeydown: (/** @type {KeyboardEvent} */ event) => {
      if (event.key === 'Escape') {
        details.open = false;
        details.querySelector('summary').focus();
      }
    } }, h('summary', {}, text), content);
    return details;
  }

  closeMenus() {
    this.bar.querySelectorAll('details[open]').forEach((/** @type {any} */ menu) => {
      menu.open = false;
    });
  }

  async keep() {
    if ((await this.model.ask('keep')) === 0) {
      this.kept.push(this.settings.toJSON());
      if (this.view) {
        await this.moved(true);
      }
    }
  }

  /* --- messages and files --- */

  /** @param {boolean} broken 1: the setting cannot be run */
  showFaults(broken) {
    /* What is doubted of a file that came with the page is nobody's to mend. */
    const own = new Set(this.files.slice(this.own.files).map(([path]) => path));
    const shown = this.faults.filter((fault) => fault.error || (!broken && (own.has(fault.file) || fault.file === '--set')));
    this.faultPlace.hidden = shown.length === 0;
    this.faultPlace.classList.toggle('error', broken);
    fill(this.faultPlace, h('b', {}, broken ? words.faults : words.warnings), h('ul', {}, ...shown.map((fault) =>
      h('li', {}, fault.line > 0 ? h('code', {}, put(words.place, fault.file, fault.line, fault.column)) : null,
        fault.path ? h('code', {}, fault.path) : null, ` ${fault.text}`))));
  }

  /** @param {string} text */
  say(text) {
    this.faults = [{ error: true, line: 0, text }];
    this.showFaults(true);
  }

  /** @param {string} path @param {Uint8Array} bytes */
  async addFile(path, bytes) {
    this.files.push([path, bytes]);
    await this.model.ask('file', path, bytes);
  }

  /** Shows a scenario that a person brought. False if it cannot be run.
   * @param {any} scenario */
  async addScenario(scenario) {
    const before = this.settings.scenario;
    const [sha256] = await this.model.ask('sums', [this.files[this.files.length - 1][1]]);
    this.data.scenarios.push({ ...scenario, sha256 });
    this.settings.scenario = this.data.scenarios.length - 1;
    const good = await this.putNow();
    if (!good) {
      /* It cannot be run: its faults are shown, and the last good setting stays. */
      const { faults } = this;
      this.data.scenarios.pop();
      this.settings.scenario = before;
      this.faults = faults;
      this.showFaults(true);
      return false;
    }
    this.closeMenus();
    await this.moved(true);
    return true;
  }

  /** @param {any} stored */
  async take(stored) {
    this.settings.take(stored);
    await this.moved(true);
  }
}
