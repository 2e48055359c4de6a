/* charts.js - the charts as the model has drawn them, with values under the pointer, their
 * table, and files for slides. */
import { download, fill, h, s, svgOf } from './dom.js';
import { picture, pixels } from './picture.js';
import { words } from './words.js';

/** @typedef {{ y: number, text: string, value: number | null }} Value */
/** @typedef {{ x: number, year: number, label: string, era: string, part: boolean, lines: Value[],
 *   range?: string, low?: number, high?: number }} Point */
/** @typedef {{ id: string, title: string, subtitle: string, unit: string, foot: string, svg: string, points: Point[] }} Chart */
/** @typedef {{ mark: string, title: string, class: string, key: string }} Side */

export const HEIGHT = 232;

export class ChartCard {
  /** @param {string} id
   * @param {(id: string) => Promise<{ chart: Chart, sides: Side[] }>} forSlide draws it large
   * @param {(name: string) => string} fileName
   * @param {() => string[]} notes lines that go with every picture and table */
  constructor(id, forSlide, fileName, notes) {
    this.id = id;
    this.forSlide = forSlide;
    this.fileName = fileName;
    this.notes = notes;
    this.tab = 'chart';
    this.at = -1; // the point under the pointer or the arrow keys
    this.title = h('h3', { id: `t-${id}` });
    this.subtitle = h('p', {});
    this.body = h('div', { class: 'body' });
    this.foot = h('p', { class: 'foot' });
    this.tabs = h('div', { class: 'tabs', role: 'group' });
    this.element = h('figure', { class: 'chart', id: `c-${id}` }, h('figcaption', {}, this.title, this.subtitle),
      this.body, this.foot, this.tabs);
    /** @type {Chart | null} */
    this.chart = null;
    /** @type {Side[]} */
    this.sides = [];
  }

  /** @param {Chart} chart @param {Side[]} sides @param {number} now the present setting's side */
  show(chart, sides, now) {
    this.chart = chart;
    this.sides = sides;
    this.now = now;
    this.title.textContent = chart.title;
    this.subtitle.textContent = chart.subtitle;
    this.foot.textContent = chart.foot;
    this.render();
  }

  /** @param {string} tab */
  choose(tab) {
    this.tab = tab;
    this.render();
    /** @type {any} */ (this.tabs.querySelector('[aria-pressed=true]'))?.focus();
  }

  render() {
    fill(this.tabs, ...(/** @type {const} */ (['chart', 'table', 'save'])).map((tab) =>
      h('button', { type: 'button', 'data-tab': tab, 'aria-pressed': String(this.tab === tab), 'aria-describedby': `t-${this.id}`,
        onclick: () => this.choose(tab) }, words[tab])));
    if (this.tab === 'table') {
      fill(this.body, h('div', { class: 'scroll', tabindex: 0, role: 'region', 'aria-labelledby': `t-${this.id}` }, this.table()));
    } else if (this.tab === 'save') {
      fill(this.body, this.menu());
    } else {
      this.draw();
    }
  }

  draw() {
    const chart = /** @type {Chart} */ (this.chart);
    const svg = svgOf(chart.svg);
    const tip = h('div', { class: 'tip', hidden: true });
    svg.setAttribute('tabindex', '0');
    svg.setAttribute('aria-description', words.hover);
    const width = svg.viewBox.baseVal.width;
    const scale = () => svg.getBoundingClientRect().width / width;
    svg.addEventListener('pointermove', (event) => {
      const x = (event.clientX - svg.getBoundingClientRect().left) / scale();
      const nearest = chart.points.reduce((best, p, k) =>
        (Math.abs(p.x - x) < Math.abs(chart.points[best].x - x) ? k : best), 0);
      this.point(svg, tip, nearest);
    });
    svg.addEventListener('pointerleave', () => this.point(svg, tip, -1));
    svg.addEventListener('blur', () => this.point(svg, tip, -1));
    svg.addEventListener('keydown', (event) => {
      const last = chart.points.length - 1;
      /** @type {Record<string, number>} */
      const next = { ArrowRight: Math.min(this.at + 1, last), ArrowLeft: this.at < 0 ? last : Math.max(this.at - 1, 0),
        Home: 0, End: last, Escape: -1 };
      if (event.key in next) {
        event.preventDefault();
        this.point(svg, tip, next[event.key]);
      }
    });
    fill(this.body, svg, tip);
    if (this.at >= 0) {
      this.point(svg, tip, this.at);
    }
  }

  /** Shows the values of one point, or none.
   * @param {SVGSVGElement} svg @param {any} tip @param {number} at */
  point(svg, tip, at) {
    const chart = /** @type {Chart} */ (this.chart);
    svg.querySelectorAll('.hover').forEach((e) => e.remove());
    this.at = at < chart.points.length ? at : -1;
    tip.hidden = this.at < 0;
    if (this.at < 0) {
      return;
    }
    const point = chart.points[this.at];
    const { width, height } = svg.viewBox.baseVal;
    svg.append(s('line', { class: 'hover', x1: point.x, x2: point.x, y1: 8, y2: height - 36 }));
    point.lines.forEach((line, k) => svg.append(s('circle', { class: `hover dot ${this.sides[k].class}`, cx: point.x, cy: line.y, r: 4 })));
    fill(tip, h('b', {}, point.era ? `${point.label}（${point.era}）` : point.label),
      ...point.lines.map((line, k) => h('span', { class: `t-${this.sides[k].class}` }, `${this.sides[k].mark} ${line.text}`)),
      point.range ? h('small', {}, point.range) : null, h('small', {}, chart.unit));
    const left = point.x < width / 2;
    tip.style.left = left ? `${(100 * (point.x + 10)) / width}%` : 'auto';
    tip.style.right = left ? 'auto' : `${(100 * (width - point.x + 10)) / width}%`;
  }

  table() {
    const chart = /** @type {Chart} */ (this.chart);
    return h('table', {}, h('caption', {}, chart.unit),
      h('thead', {}, h('tr', {}, h('th', { scope: 'col' }, words.year),
        ...this.sides.map((side) => h('th', { scope: 'col' }, side.mark)), h('th', { scope: 'col' }, `${words.low}–${words.high}`))),
      h('tbody', {}, ...chart.points.map((point) => h('tr', {}, h('th', { scope: 'row' }, point.label),
        ...point.lines.map((line) => h('td', {}, line.text)), h('td', {}, point.range ?? '')))));
  }

  menu() {
    const button = (/** @type {string} */ id, /** @type {string} */ text, /** @type {() => Promise<void>} */ act) =>
      h('button', { type: 'button', 'data-save': id, onclick: act }, text);
    return h('div', { class: 'menu' },
      button('png', words.savePng, async () => {
        const { svg, width, height } = await this.slide();
        download(this.fileName(`${this.id}.png`), await pixels(svg, width, height));
      }),
      button('svg', words.saveSvg, async () => {
        const { svg } = await this.slide();
        download(this.fileName(`${this.id}.svg`), new Blob([svg], { type: 'image/svg+xml' }));
      }),
      button('csv', words.saveCsv, async () => download(this.fileName(`${this.id}.csv`), csvFile(this.rows()))));
  }

  async slide() {
    const { chart, sides } = await this.forSlide(this.id);
    return picture(chart, sides, this.notes());
  }

  /** The table as rows of a file: numbers without thousands, notes at the end. */
  rows() {
    const chart = /** @type {Chart} */ (this.chart);
    return [
      [chart.title], [chart.subtitle],
      [words.year, ...this.sides.map((side) => `${side.mark} ${side.title}`), words.low, words.high],
      ...chart.points.map((p) => [p.label, ...p.lines.map((line) => line.value ?? ''), p.low ?? '', p.high ?? '']),
      [], ...this.notes().map((note) => [note]),
    ];
  }
}

/** A table for Excel: a byte order mark, and text that no program takes for a formula.
 * @param {(string | number)[][]} rows */
export function csvFile(rows) {
  const cell = (/** @type {string | number} */ value) => {
    const text = typeof value === 'string' && /^[=+\-@\t]/.test(value) ? `'${value}` : String(value);
    return /[",\n]/.test(text) ? `"${text.replace(/"/g, '""')}"` : text;
  };
  return new Blob(['\ufeff', rows.map((row) => row.map(cell).join(',') + '\r\n').join('')], { type: 'text/csv' });
}
