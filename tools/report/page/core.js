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

  /** @param {number} at @param {number} size */
  const bytesAt = (at, size) => new Uint8Array(door.memory.buffer, at, size);

  return {
    module,
    files,
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
    /** @param {string} lang */
    language: (lang) => give([lang], (at) => door.pc_door_language(at)),
    /** @param {number} place @param {string} path @param {string[]} sets @returns {number} status */
    put: (place, path, sets) =>
      give([path, sets.join('\0')], (at, list) => door.pc_door_put(place, at, list, sets.length)),
    /** @returns {number} status */
    keep: () => door.pc_door_keep(),
    /** @param {number} place */
    drop: (place) => door.pc_door_drop(place),
    /** @returns {number} the place that draws are wanted for, or -1 */
    wanted: () => door.pc_door_wanted(),
    /** @param {number} place @param {number} draws @returns {number} status */
    rangeBegin: (place, draws) => door.pc_door_range_begin(place, draws),
    /** @param {number} units @returns {number} how many of 2 x draws are done, or a negative status */
    rangeStep: (units) => door.pc_door_range_step(units),
    halt: () => door.pc_door_halt(),
    /** @param {number} place */
    numbers(place) {
      const at = door.pc_door_numbers(place);
      return new Float64Array(door.memory.buffer, at, door.pc_door_num_numbers()).slice();
    },
    /** @param {number} place @param {Float64Array} numbers @param {number} draws */
    restore(place, numbers, draws) {
      const at = door.pc_door_numbers(place);
      const there = new Float64Array(door.memory.buffer, at, door.pc_door_num_numbers());
      if (numbers.length === there.length) {
        there.set(numbers);
        door.pc_door_restore(place, draws);
      }
    },
    /** All that is shown (tools/report/core/view.h).
     * @param {number} width @param {number} height */
    view: (width, height) => JSON.parse(take(door.pc_door_view(width, height))),
    /** @param {string} from a month */
    inputs: (from) => JSON.parse(give([from], (at) => take(door.pc_door_inputs(at)))),
    map: () => JSON.parse(take(door.pc_door_map())),
    faults: () => JSON.parse(take(door.pc_door_faults())),
    firstMonth: () => take(door.pc_door_first_month()),
    /** @param {number} place @param {string} name */
    child: (place, name) => give([name], (at) => take(door.pc_door_child(place, at))),
    /** @param {string} english */
    text: (english) => give([english], (at) => read(door.pc_door_text(at))),
    /** @param {Uint8Array} bytes */
    sha256(bytes) {
      const at = door.pc_door_alloc(bytes.length + 1);
      bytesAt(at, bytes.length).set(bytes);
      const sum = read(door.pc_door_sha256(at, bytes.length));
      door.pc_door_free(at);
      return sum;
    },
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
