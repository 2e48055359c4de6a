/* answers.js - the answers in words, the table of key figures, and what the settings
 * assume, as the model says them. */
import { fill, h, put, svgOf } from './dom.js';
import { words } from './words.js';

/** @typedef {{ id: string, heading: string, value: string, change: string, range: string, note: string }} Card */

/** @param {Element} place @param {Card[]} cards */
export function showCards(place, cards) {
  cards.forEach((card, k) => {
    const element = /** @type {HTMLElement} */ (place.children[k] ?? place.appendChild(h('section', { class: 'card' })));
    const text = JSON.stringify(card);
    /* Only what has changed is put anew: a screen reader reads that alone. */
    if (element.dataset.text !== text) {
      element.dataset.text = text;
      element.id = `card-${card.id}`;
      fill(element, h('h3', {}, card.heading), h('p', { class: 'number' }, card.value),
        card.change ? h('p', { class: 'change' }, card.change) : null, h('p', { class: 'range' }, card.range),
        card.note ? h('p', { class: 'note' }, card.note) : null);
    }
  });
}

/** @param {any} view @returns {(string | number)[][]} the table as rows of a file */
export function tableRows(view) {
  const { table, sides } = view;
  const head = table.years.map((/** @type {any} */ y) => (y.months < 12 ? `${y.label} (${put(words.months, y.months)})` : y.label));
  return [
    [words.keyFigures, '', '', ...head],
    ...table.rows.flatMap((/** @type {any} */ row) => sides.flatMap((/** @type {any} */ side, /** @type {number} */ k) =>
      [[row.heading, row.unit, `${side.mark} ${side.title}`, ...row.sides[k].map((/** @type {any} */ cell) => cell.value.replace(/,/g, ''))],
        ...(row.sides[k].some((/** @type {any} */ c) => c.range)
          ? [[row.heading, row.unit, `${side.mark} ${words.low}–${words.high}`, ...row.sides[k].map((/** @type {any} */ c) => c.range ?? '')]] : [])])),
  ];
}

/** @param {Element} place @param {any} view */
export function showTable(place, view) {
  const { table, sides } = view;
  const cell = (/** @type {any} */ c) => h('td', {}, c.value,
    c.change ? h('small', {}, c.change) : null, c.range ? h('small', {}, c.range) : null);
  fill(place, h('h3', { id: 'key-figures' }, words.keyFigures), h('p', { class: 'sub' }, words.belowValue),
    h('div', { class: 'scroll', tabindex: 0, role: 'region', 'aria-labelledby': 'key-figures' },
      h('table', {},
        h('thead', {}, h('tr', {}, h('th', { scope: 'col', colspan: 2 }, words.figure),
          ...table.years.map((/** @type {any} */ y) => h('th', { scope: 'col' }, y.label,
            h('small', {}, [y.era, y.months < 12 ? put(words.months, y.months) : ''].filter(Boolean).join(' ')))))),
        ...table.rows.map((/** @type {any} */ row) => h('tbody', {}, ...sides.map((/** @type {any} */ side, /** @type {number} */ k) =>
          h('tr', {}, k === 0 ? h('th', { scope: 'rowgroup', rowspan: sides.length }, row.heading, h('small', {}, row.unit)) : null,
            h('th', { scope: 'row', class: 'side' }, svgOf(side.key), side.mark), ...row.sides[k].map(cell))))))));
}

/** @param {Element} place @param {any} view */
export function showAssumptions(place, view) {
  fill(place, h('h3', {}, words.differs), h('dl', {}, ...view.sides.flatMap((/** @type {any} */ side, /** @type {number} */ k) => [
    h('dt', {}, svgOf(side.key), `${side.mark} ${side.title}`),
    ...view.assumptions[k].trim().split('\n').map((/** @type {string} */ line) => h('dd', {}, line)),
  ])));
}
