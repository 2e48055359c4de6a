/* core.js - the model's door (tools/report/core/door.h) as a page uses it: texts and
 * arrays instead of places in memory. Nothing is worked out here. */
import { makeWasi } from './wasi.js';

/** @typedef {import('./wasi.js').Files} Files */

/** Starts the model over `files`.
 * @param {BufferSource | WebAssembly.Module} code
 * @param {Files} files
 * @param {(text: string) => void} [say] gets what the C code writes to standard error */
export async function startCore(code, files, say = () => {}) {
  const wasi = makeWasi(files, say);
  const module = code instanceof WebAssembly.Module ? code : await WebAssembly.compile(code);
  const instance = await WebAssembly.instantiate(module, {
    wasi_snapshot_preview1: wasi.calls,
  });
  const door = /** @type {Record<string, any>} */ (instance.exports);
  wasi.bind(door.memory);
  door._initialize();

  /** The text at a place in memory, up to its zero.
   * @param {number} at */
  function read(at) {
    const memory = new Uint8Array(door.memory.buffer);
    return new TextDecoder().decode(memory.slice(at, memory.indexOf(0, at)));
  }
  /** The text that the door hands over; it is freed.
   * @param {number} at */
  function take(at) {
    if (at === 0) {
      throw new Error('the model is out of memory');
    }
    const text = read(at);
    door.pc_door_free(at);
    return text;
  }
  /** Calls `use` with the places of texts in memory, each ended by a zero.
   * @template T
   * @param {string[]} texts
   * @param {(...places: number[]) => T} use */
  function give(texts, use) {
    const places = texts.map((text) => {
      const bytes = new TextEncoder().encode(text + '\0');
      const at = door.pc_door_alloc(bytes.length);
      new Uint8Array(door.memory.buffer).set(bytes, at);
      return at;
    });
    const result = use(...places);
    places.forEach((at) => door.pc_door_free(at));
    return result;
  }
  const variables = door.pc_door_num_variables();

  return {
    module,
    /** Bytes of memory that the model has taken so far. */
    size: () => door.memory.buffer.byteLength,
    /** @param {string} path @param {string[]} [sets] NAME=VALUE @returns {number} status */
    open: (path, sets = []) =>
      give([path, sets.join('\0')], (at, list) => door.pc_door_open(at, list, sets.length)),
    /** @param {number} draw @param {number} replicate @returns {number} status */
    run: (draw, replicate) => door.pc_door_run(draw, replicate),
    /** @param {number} draws @param {number} replicates @returns {number} status */
    manyBegin: (draws, replicates) => door.pc_door_many_begin(draws, replicates),
    /** @param {number} units @returns {number} how many are done, or a negative status */
    manyStep: (units) => door.pc_door_many_step(units),
    /** @returns {number} status */
    manyEnd: () => door.pc_door_many_end(),
    /** @param {string} folder @param {'en' | 'ja'} lang @returns {number} status */
    write: (folder, lang) =>
      give([folder, lang], (at, words) => door.pc_door_write(at, words)),
    messages: () => take(door.pc_door_messages()),
    resolved: () => take(door.pc_door_resolved()),
    version: () => read(door.pc_door_version()),
    /** The month before the start, counted as the model counts months.
     * @returns {number} */
    first: () => door.pc_door_first(),
    /** Every month's value of a variable in the last run, by the variable's name.
     * @param {string} name */
    national(name) {
      const which = give([name], (at) => door.pc_door_variable(at));
      const rows = door.pc_door_rows();
      const all = new Float64Array(door.memory.buffer, door.pc_door_national(), rows * variables);
      return Float64Array.from({ length: rows }, (_, row) => all[row * variables + which]);
    },
  };
}
