/* classes.js - the truth table of the omission rules: a click on a class of cases changes
 * whether its panel may be left out. */
import { fill, h, put } from './dom.js';
import { words } from './words.js';

/** @typedef {{ name: string, label: string, state: 'yes' | 'no' | 'part', share: string }} Cell */
/** @typedef {{ streams: string[], findings: string[], access: string[], cells: Cell[] }} Classes */

export class ClassTable {
  /** @param {import('./settings.js').Settings} settings @param {(done: boolean) => void} moved */
  constructor(settings, moved) {
    this.settings = settings;
    this.moved = moved;
    this.body = h('div', {});
    this.place = h('details', { 'data-group': 'classes' }, h('summary', {}, ''), this.body);
  }

  /** @param {Classes} classes */
  show(classes) {
    const { streams, findings, access, cells } = classes;
    const focus = document.activeElement?.getAttribute('data-class');
    fill(this.place.querySelector('summary'), words.classTable);
    fill(this.body, h('p', {}, words.classHelp),
      h('table', { class: 'classes' },
        h('thead', {}, h('tr', {}, h('td', {}), ...findings.map((finding) => h('th', { scope: 'col' }, finding)))),
        ...(streams ?? []).map((stream, s) => h('tbody', {},
          h('tr', {}, h('th', { scope: 'rowgroup', colspan: 3, class: 'stream' }, stream)),
          ...access.map((word, a) => h('tr', {}, h('th', { scope: 'row' }, word),
            ...findings.map((_, f) => h('td', {}, this.cell(cells[10 * s + 5 * f + a])))))))));
    if (focus) {
      /** @type {HTMLElement | null} */ (this.body.querySelector(`[data-class="${focus}"]`))?.focus();
    }
  }

  /** @param {Cell} cell */
  cell(cell) {
    const { changes } = this.settings;
    const word = { yes: words.mayOmit, no: words.mayNotOmit, part: words.mayOmitPart }[cell.state];
    return h('button', { type: 'button', 'data-class': cell.name, class: `${cell.state}${changes.has(cell.name) ? ' changed' : ''}`,
      'aria-pressed': cell.state === 'part' ? 'mixed' : String(cell.state === 'yes'),
      'aria-label': put(words.classOf, cell.label, word, cell.share),
      onclick: () => {
        if (!changes.delete(cell.name)) {
          this.settings.change(cell.name, cell.state === 'yes' ? 'no' : 'yes');
        }
        this.moved(true);
      } }, word, h('small', {}, cell.share));
  }
}
