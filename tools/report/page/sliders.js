/* sliders.js - the assumptions that a person moves. */
import { ClassTable } from './classes.js';
import { fill, h, put } from './dom.js';
import { words } from './words.js';

/** @typedef {{ name: string, label: string, group: string, kind: string, kindWord: string, source: string,
 *   first: boolean, moved: boolean, active: boolean, why: string | null, fixed: string | null, unit: string, text: string,
 *   divisor: number, value: any, reference: any, low: number, high: number, step: number, range?: number[], outside?: boolean,
 *   choices?: { value: string, label: string }[] }} Input */

const GROUPS = /** @type {const} */ (['rollout', 'demand', 'omission', 'panels', 'work']);

/** The value as the program reads it: shown units divided, without the noise of division.
 * @param {Input} input @param {number} shown */
const valueText = (input, shown) => String(Number((shown / input.divisor).toPrecision(12)));

export class Sliders {
  /** @param {Element} place
   * @param {import('./settings.js').Settings} settings
   * @param {(done: boolean) => void} moved is called with 0 while a slider moves, with 1 when it rests */
  constructor(place, settings, moved) {
    this.place = place;
    this.settings = settings;
    this.moved = moved;
    /** @type {Set<string>} names of sliders that were added */
    this.added = new Set();
    /** @type {Map<string, () => void>} brings one control up to date */
    this.controls = new Map();
    /** @type {Map<string, Input>} */
    this.inputs = new Map();
    this.classes = new ClassTable(settings, moved);
    this.search = '';
    this.language = '';
  }

  /** Shows the inputs. Controls stay in place while they are moved.
   * @param {{ parameters: Input[], classes: import('./classes.js').Classes }} all @param {string} language */
  show({ parameters: inputs, classes }, language) {
    const shown = (/** @type {Input} */ i) => i.first || this.added.has(i.name);
    const before = [...this.inputs.values()].filter(shown).map((i) => i.name).join();
    this.inputs = new Map(inputs.map((input) => [input.name, input]));
    const after = inputs.filter(shown).map((i) => i.name).join();
    if (before !== after || language !== this.language || this.place.childElementCount === 0) {
      this.language = language;
      this.build();
    }
    this.controls.forEach((update) => update());
    this.classes.show(classes);
  }

  build() {
    this.controls.clear();
    const inputs = [...this.inputs.values()];
    const first = inputs.filter((input) => input.first);
    const open = new Set([...this.place.querySelectorAll('details[open]')].map((d) => d.getAttribute('data-group')));
    const groups = GROUPS.map((group) => {
      const added = inputs.filter((i) => i.group === group && !i.first && this.added.has(i.name));
      return added.length > 0
        ? h('section', { class: 'group' }, h('h3', {}, words[group]), ...added.map((i) => this.control(i)))
        : null;
    });
    fill(
      this.place,
      h('h2', { class: 'sr' }, words.move),
      h('section', { class: 'group' }, h('h3', {}, words.first), ...first.map((input) => this.control(input))),
      ...groups,
      this.classes.place,
      this.table(inputs, open.has('all')),
    );
  }

  /** @param {Input} input */
  control(input) {
    return input.choices ? this.choice(input) : this.slider(input);
  }

  /** Label, kind and undo, the same for all.
   * @param {Input} input @param {string} id */
  head(input, id) {
    const kind = h('span', { class: 'kind' });
    const undo = h('button', { type: 'button', class: 'undo', 'aria-label': put(words.resetOne, input.label),
      onclick: () => {
        this.settings.changes.delete(input.name);
        this.moved(true);
      } }, words.reset);
    return { kind, undo, row: h('div', { class: 'head' }, h('label', { for: id, title: input.name }, input.label), undo, kind) };
  }

  /** What every control shows of its present state.
   * @param {Input} now @param {{ kind: any, undo: any }} head @param {Element} box */
  mark(now, head, box) {
    const changed = this.settings.changes.has(now.name);
    head.kind.textContent = now.kindWord;
    head.kind.dataset.kind = now.kind;
    head.undo.hidden = !changed;
    box.classList.toggle('changed', changed);
    box.classList.toggle('off', !now.active || now.fixed !== null);
    const why = /** @type {any} */ (box.querySelector('.why'));
    why.textContent = now.fixed ?? now.why ?? '';
    why.hidden = why.textContent === '';
  }

  /** @param {Input} input */
  choice(input) {
    const id = `i-${input.name}`;
    const head = this.head(input, id);
    const select = h('select', { id, onchange: () => {
      this.settings.change(input.name, select.value);
      this.moved(true);
    } }, ...(input.choices ?? []).map((c) => h('option', { value: c.value }, c.label)));
    const box = h('div', { class: 'input' }, head.row, select, h('p', { class: 'why' }));
    this.controls.set(input.name, () => {
      const now = /** @type {Input} */ (this.inputs.get(input.name));
      select.value = this.settings.changes.get(now.name)?.value ?? now.value;
      select.disabled = !now.active || now.fixed !== null;
      this.mark(now, head, box);
    });
    return box;
  }

  /** @param {Input} input */
  slider(input) {
    const id = `i-${input.name}`;
    const head = this.head(input, id);
    const set = (/** @type {number} */ shown, /** @type {boolean} */ done) => {
      const now = /** @type {Input} */ (this.inputs.get(input.name));
      this.settings.change(input.name, valueText(now, shown));
      this.moved(done);
      this.controls.get(input.name)?.();
    };
    const range = h('input', { type: 'range', id, min: input.low, max: input.high, step: input.step,
      oninput: () => set(range.valueAsNumber, false), onchange: () => set(range.valueAsNumber, true) });
    const box = h('input', { type: 'number', class: 'value', step: 'any', 'aria-label': put(words.valueOf, input.label),
      onchange: () => box.value !== '' && set(box.valueAsNumber, true) });
    const exact = h('input', { type: 'checkbox', 'aria-label': put(words.exactOf, input.label), onchange: () => {
      const change = this.settings.changes.get(input.name);
      if (change) {
        change.exact = exact.checked;
        this.moved(true);
      }
    } });
    const strip = h('i', { class: 'strip' });
    const tick = h('i', { class: 'tick' });
    const marks = h('span', {});
    const exactly = h('label', { class: 'exact' }, exact, words.exact);
    const whole = h('div', { class: 'input' }, head.row,
      h('div', { class: 'row' }, h('div', { class: 'track' }, strip, tick, range), box, h('span', { class: 'unit' }, input.unit)),
      h('div', { class: 'marks' }, marks, exactly), h('p', { class: 'why' }));
    this.controls.set(input.name, () => {
      const now = /** @type {Input} */ (this.inputs.get(input.name));
      const change = this.settings.changes.get(now.name);
      const value = change ? Number((Number(change.value) * now.divisor).toPrecision(12)) : now.value;
      range.value = String(value);
      range.setAttribute('aria-valuetext', put(words.valueText, value, now.unit, now.reference));
      if (document.activeElement !== box || change) {
        box.value = String(Number(Number(value).toPrecision(4)));
      }
      range.disabled = box.disabled = !now.active || now.fixed !== null;
      exact.checked = change?.exact ?? false;
      exactly.hidden = !change || !now.range;
      const place = (/** @type {number} */ v) => Math.min(100, Math.max(0, (100 * (v - now.low)) / (now.high - now.low)));
      tick.style.left = `${place(now.reference)}%`;
      const [low, high] = now.range ?? [now.reference, now.reference];
      strip.style.left = `${place(low)}%`;
      strip.style.width = `${place(high) - place(low)}%`;
      const short = (/** @type {number} */ v) => String(Number(v.toPrecision(3)));
      marks.textContent = [now.range ? put(words.range, short(low), short(high)) : words.noRange,
        put(words.referenceIs, short(now.reference)),
        ...(now.outside ? [words.outside] : [])].join(' · ');
      this.mark(now, head, whole);
    });
    return whole;
  }

  /** Every assumption, to be searched; one click makes it a slider.
   * @param {Input[]} inputs @param {boolean} open */
  table(inputs, open) {
    const rows = h('tbody', {});
    const show = () => {
      const wanted = this.search.toLowerCase();
      fill(rows, ...inputs
        .filter((i) => `${i.name} ${i.label} ${i.source}`.toLowerCase().includes(wanted))
        .map((i) => h('tr', { title: i.source },
          h('th', { scope: 'row' }, i.label, h('small', {}, i.name)),
          h('td', {}, i.text,
            h('small', {}, i.range ? put(words.range, Number(i.range[0].toPrecision(3)), Number(i.range[1].toPrecision(3))) : i.kindWord)),
          h('td', {}, i.first || this.added.has(i.name) || i.fixed || !i.active
            ? h('small', {}, i.fixed ?? i.why ?? '')
            : h('button', { type: 'button', 'aria-label': put(words.addSliderOf, i.label), onclick: () => {
              this.added.add(i.name);
              this.build();
              this.controls.forEach((update) => update());
              document.getElementById(`i-${i.name}`)?.focus();
            } }, words.addSlider)))));
    };
    show();
    return h('details', { 'data-group': 'all', open }, h('summary', {}, put(words.all, inputs.length)),
      h('input', { type: 'search', 'aria-label': words.search, placeholder: words.search, value: this.search,
        oninput: (/** @type {any} */ event) => {
          this.search = event.target.value;
          show();
        } }),
      h('table', { class: 'all' }, rows));
  }
}
