/* settings.js - the one object that holds what is chosen: a scenario, changes of it, and
 * the month from which they hold. */

/** @typedef {{ path: string, name: string, title: Record<string, string>, sha256: string, numbers?: (number | null)[] }} Scenario */
/** @typedef {{ value: string, exact: boolean }} Change a value as the program reads it */

export class Settings {
  /** @param {string[]} sets that hold for all: of the command that made the page
   * @param {string} from */
  constructor(sets, from) {
    this.base = sets;
    this.from = from;
    this.scenario = 0;
    /** @type {Map<string, Change>} */
    this.changes = new Map();
  }

  /** The texts of --set. */
  sets() {
    const dated = [...this.changes].map(
      ([name, { value, exact }]) => `${name}=${value}@${this.from}${exact ? ',exact' : ''}`,
    );
    return [...this.base, ...dated];
  }

  /** @param {string} name @param {string} value */
  change(name, value) {
    this.changes.set(name, { value, exact: this.changes.get(name)?.exact ?? false });
  }

  toJSON() {
    return { from: this.from, scenario: this.scenario, changes: [...this.changes] };
  }

  /** @param {any} stored of toJSON */
  take(stored) {
    this.from = String(stored.from);
    this.scenario = Number(stored.scenario);
    this.changes = new Map(stored.changes);
  }
}

/** A code that can be pasted: which scenario, model and data it was made with, and what
 * was changed.
 * @param {Settings} settings @param {Scenario} scenario @param {string} model */
export function codeOf(settings, scenario, model) {
  const { from, changes } = settings.toJSON();
  const text = JSON.stringify({
    s: scenario.name, d: scenario.sha256.slice(0, 12), m: model.slice(0, 12), f: from, c: changes,
  });
  const bytes = new TextEncoder().encode(text);
  return 'panelcast:' + btoa(String.fromCharCode(...bytes)).replace(/\+/g, '-').replace(/\//g, '_').replace(/=/g, '');
}

/** What a code says, or null if it is none.
 * @param {string} code */
export function readCode(code) {
  const found = /panelcast:([\w-]+)/.exec(code);
  try {
    const binary = atob((found?.[1] ?? '!').replace(/-/g, '+').replace(/_/g, '/'));
    const read = JSON.parse(new TextDecoder().decode(Uint8Array.from(binary, (c) => c.charCodeAt(0))));
    const sound = typeof read.s === 'string' && /^\d{4}-\d{2}$/.test(read.f) && Array.isArray(read.c)
      && read.c.every((/** @type {any} */ c) => typeof c[0] === 'string' && typeof c[1]?.value === 'string');
    return sound ? read : null;
  } catch {
    return null;
  }
}
