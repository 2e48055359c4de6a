/* prefectures.js - what is published by prefecture, on tiles, and one prefecture's row. */
import tiles from '../../../plots/tiles.csv';
import { fill, h, put, s } from './dom.js';
import { words } from './words.js';

/** @typedef {{ label: string, counted: number, values: (number | null)[] }} Period */
/** @typedef {{ title: string, unit: string, limits: number[], periods: Period[] }} PublishedMap */

/* Column and row of each prefecture: the tiles of the plots. */
const PLACES = tiles.trim().split('\n').slice(1).map((/** @type {string} */ line) => line.split(',').slice(1, 3).map(Number));
const TILE = 46;

/** @param {number} value */
const withCommas = (value) => value.toLocaleString('en-US');

export class Prefectures {
  constructor() {
    this.map = 0;
    this.period = -1; // the last
    this.chosen = 12; // Tokyo
    this.place = /** @type {any} */ (null);
    this.data = /** @type {{ prefectures: string[], maps: PublishedMap[] }} */ ({ prefectures: [], maps: [] });
  }

  /** @param {Element} place @param {any} data of the model */
  show(place, data) {
    this.place = place;
    this.data = { ...data, maps: data.maps.filter((/** @type {PublishedMap} */ m) => m.periods.length > 0) };
    this.place.hidden = this.data.maps.length === 0;
    if (this.data.maps.length > 0) {
      this.render();
    }
  }

  /** @param {string} label @param {string[]} texts @param {number} at @param {(at: number) => void} take */
  pick(label, texts, at, take) {
    const select = h('select', { onchange: () => {
      take(Number(select.value));
      this.render();
    } }, ...texts.map((text, k) => h('option', { value: k, selected: k === at }, text)));
    return h('label', {}, `${label} `, select);
  }

  render() {
    const map = this.data.maps[Math.min(this.map, this.data.maps.length - 1)];
    const at = this.period < 0 || this.period >= map.periods.length ? map.periods.length - 1 : this.period;
    const period = map.periods[at];
    const { prefectures } = this.data;
    fill(this.place, h('h3', {}, words.mapOf), h('p', { class: 'sub' }, words.mapWhy),
      h('div', { class: 'bar' },
        this.pick(words.mapShow, this.data.maps.map((m) => m.title), this.data.maps.indexOf(map), (k) => {
          this.map = k;
          this.period = -1;
        }),
        this.pick(words.mapPeriod, map.periods.map((p) => p.label), at, (k) => { this.period = k; }),
        this.pick(words.prefecture, prefectures, this.chosen, (k) => { this.chosen = k; })),
      h('p', { class: 'sub' }, put(words.mapCounted, map.title, period.label, period.counted)),
      h('div', { class: 'map-and-row' }, this.tiles(map, period), this.row()));
  }

  /** @param {PublishedMap} map @param {Period} period */
  tiles(map, period) {
    const name = `${map.title}, ${period.label}`;
    const svg = s('svg', { viewBox: `0 0 ${13 * TILE} ${13 * TILE + 40}`, role: 'img', 'aria-label': name });
    period.values.forEach((value, k) => {
      const [column, row] = PLACES[k];
      const level = value === null ? 0 : 1 + map.limits.filter((limit) => value > limit).length;
      const tile = s('g', { transform: `translate(${column * TILE} ${row * TILE})`, class: `tile m${level}${k === this.chosen ? ' chosen' : ''}` });
      tile.append(s('rect', { width: TILE - 2, height: TILE - 2, rx: 3 }));
      const label = s('text', { x: (TILE - 2) / 2, y: 17, 'text-anchor': 'middle' });
      label.textContent = this.data.prefectures[k].replace(/[都府県]$/, '').slice(0, 7);
      const number = s('text', { x: (TILE - 2) / 2, y: 35, 'text-anchor': 'middle', class: 'number' });
      number.textContent = value === null ? '–' : withCommas(value);
      tile.append(label, number);
      svg.append(tile);
    });
    const limits = [0, 1, 2, 3, 4].map((k) => (k < 4 ? put(words.under, map.limits[k]) : put(words.over, map.limits[3])));
    limits.forEach((text, k) => {
      const key = s('g', { transform: `translate(${k * 118} ${13 * TILE + 12})`, class: `tile m${k + 1}` });
      key.append(s('rect', { width: 20, height: 16, rx: 2 }));
      const label = s('text', { x: 26, y: 13, class: 'key' });
      label.textContent = text;
      key.append(label);
      svg.append(key);
    });
    return h('div', { class: 'tiles' }, svg);
  }

  /** All that is published of the chosen prefecture. */
  row() {
    return h('table', {}, h('caption', {}, this.data.prefectures[this.chosen]),
      ...this.data.maps.map((map) => h('tbody', {}, h('tr', {}, h('th', { colspan: 2, scope: 'rowgroup' }, map.title, h('small', {}, map.unit))),
        ...map.periods.map((p) => h('tr', {}, h('th', { scope: 'row' }, p.label),
          h('td', {}, p.values[this.chosen] === null ? words.notPublished : withCommas(Number(p.values[this.chosen]))))))));
  }
}
