/* thread.js - the model at work: answers requests one after the other, and draws ranges
 * between them. It runs in a worker, or in the page where there are no workers. */
import { startCore } from './core.js';

/* So few draws at a time that a move need not wait for long. */
const SLICE = 2;
/* A range begins when nothing has moved for so long, in milliseconds. */
const QUIET = 150;

/** @typedef {{ id: number, call: string, args: any[] }} Request */

/** Handles requests; `post` gets answers { id, result } or { id, error }, and news
 * { news: 'progress', done, all } and { news: 'range' }.
 * @param {(message: any) => void} post
 * @returns {(request: Request) => void} */
export function makeThread(post) {
  /** @type {any} */
  let core;
  let draws = 0;
  let active = -1; // the place that is being drawn for
  let before = 0; // how many draws it had
  let waiting = /** @type {any} */ (0);
  /** @type {Promise<void>} */
  let turn = Promise.resolve();

  const wait = (/** @type {number} */ time) => {
    clearTimeout(waiting);
    waiting = setTimeout(draw, time);
  };
  /** One slice of draws; what cannot be drawn is said once, and then no more is drawn. */
  function slice() {
    const place = core.wanted();
    if (place < 0) {
      active = -1;
      return;
    }
    if (place !== active) {
      before = 0;
      active = place;
      if (core.rangeBegin(place, draws) !== 0) {
        post({ news: 'range', faults: core.faults() });
        return;
      }
    }
    const done = core.rangeStep(SLICE);
    if (done < 0) {
      post({ news: 'range', faults: core.faults() });
      return;
    }
    if (done >= 2 * draws || (before < draws && done >= draws)) {
      active = done >= 2 * draws ? -1 : active;
      post({ news: 'range', faults: [] });
    }
    before = done;
    post({ news: 'progress', place, done, all: 2 * draws });
    wait(0);
  }
  function draw() {
    try {
      slice();
    } catch (error) {
      core.halt();
      post({ news: 'range', faults: [{ error: true, line: 0, text: String(error) }] });
    }
  }
  /** What was drawn for is gone: it begins anew after a rest. */
  function rest() {
    active = -1;
    wait(QUIET);
  }

  /** @type {Record<string, (...args: any[]) => any>} */
  const calls = {
    async start(code, files, howMany) {
      core = await startCore(code, new Map(files));
      draws = howMany;
      return core.version();
    },
    language: (lang) => core.language(lang),
    words: (texts) => texts.map((/** @type {string} */ text) => core.text(text)),
    file: (path, bytes) => void core.files.set(path, bytes),
    put(place, path, sets, numbers) {
      const status = core.put(place, path, sets);
      if (status === 0 && numbers) {
        core.restore(place, Float64Array.from(numbers, (n) => n ?? NaN), draws);
      }
      rest();
      return { status, faults: core.faults() };
    },
    keep() {
      const status = core.keep();
      rest();
      return status;
    },
    drop(place) {
      core.drop(place);
      rest();
    },
    halt() {
      active = -1;
      clearTimeout(waiting);
      core.halt();
    },
    view: (width, height) => core.view(width, height),
    inputs: (from) => core.inputs(from),
    map: () => core.map(),
    firstMonth: () => core.firstMonth(),
    size: () => core.size(),
    child: (place, name) => core.child(place, name),
    sums: (list) => list.map((/** @type {Uint8Array} */ bytes) => core.sha256(bytes)),
    /* A whole result, as `panelcast run` writes it: its files by name. */
    result(path, sets, { draw = 0, replicate = 1, many = 0, replicates = 1, lang = 'en' }) {
      let status = core.open(path, sets);
      if (status === 0 && (many > 0 || replicates > 1)) {
        status = core.manyBegin(many, replicates);
        status = status === 0 ? Math.min(core.manyStep(Math.max(many, replicates)), 0) : status;
        status = status === 0 ? core.manyEnd() : status;
      } else if (status === 0) {
        status = core.run(draw, replicate);
      }
      status = status === 0 ? core.write('result', lang) : status;
      const files = [...core.files].filter(([name]) => name.startsWith('result/'));
      files.forEach(([name]) => core.files.delete(name));
      return { status, messages: core.messages(), files: files.map(([name, bytes]) => [name.slice(7), bytes.slice()]) };
    },
  };

  return ({ id, call, args }) => {
    turn = turn.then(async () => {
      try {
        post({ id, result: await calls[call](...args) });
      } catch (error) {
        post({ id, error: String(error) });
      }
    });
  };
}
