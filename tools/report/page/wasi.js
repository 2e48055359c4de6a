/* wasi.js - what the model asks of an operating system: files, over a map in memory.
 *
 * The calls are those of WASI (wasi_snapshot_preview1) that the C library makes for
 * opening, reading, writing and asking about files, and for the time. A call that is not
 * here throws: one that only returned 0 would be silently wrong. */

/** @typedef {Map<string, Uint8Array>} Files  path without a leading "/" -> bytes */
/** @typedef {{ path: string, at: number, writes: boolean }} Handle */

const OK = 0;
const BAD_HANDLE = 8;
const IS_FOLDER = 31;
const NO_FILE = 44;
const NO_SEEK = 70;
const ROOT = 3; // the one folder that is open from the start
const FILE = 4; // file types of WASI
const FOLDER = 3;
const CREATE = 1; // flags of path_open
const TRUNCATE = 8;

/** The path without ".", ".." and doubled slashes.
 * @param {string} path */
function plain(path) {
  /** @type {string[]} */
  const parts = [];
  for (const part of path.split('/')) {
    if (part === '..') {
      parts.pop();
    } else if (part !== '' && part !== '.') {
      parts.push(part);
    }
  }
  return parts.join('/');
}

/** The imports of a WebAssembly module over `files`; `bind` gives them its memory.
 * `say` gets what is written to standard output and error.
 * @param {Files} files
 * @param {(text: string) => void} say */
export function makeWasi(files, say) {
  /** @type {WebAssembly.Memory} */
  let memory;
  /** @type {Map<number, Handle>} */
  const handles = new Map();
  let next = ROOT + 1;
  /* Files are told apart by their number: `extends` compares it. */
  /** @type {Map<string, number>} */
  const numbers = new Map();

  const view = () => new DataView(memory.buffer);
  const bytes = () => new Uint8Array(memory.buffer);
  /** @param {number} at @param {number} size */
  const text = (at, size) => new TextDecoder().decode(bytes().slice(at, at + size));
  /** @param {string} path */
  const isFolder = (path) =>
    path === '' || [...files.keys()].some((name) => name.startsWith(path + '/'));
  /** @param {string} path */
  const number = (path) => {
    if (!numbers.has(path)) {
      numbers.set(path, numbers.size + 1);
    }
    return BigInt(/** @type {number} */ (numbers.get(path)));
  };

  /** @param {number} at @param {string} path */
  function stat(at, path) {
    const file = files.get(path);
    if (!file && !isFolder(path)) {
      return NO_FILE;
    }
    bytes().fill(0, at, at + 64);
    const v = view();
    v.setBigUint64(at, 1n, true); // the device
    v.setBigUint64(at + 8, number(path), true);
    v.setUint8(at + 16, file ? FILE : FOLDER);
    v.setBigUint64(at + 24, 1n, true);
    v.setBigUint64(at + 32, BigInt(file ? file.length : 0), true);
    return OK;
  }

  /** Calls `take(at, size)` for each piece of memory; it returns how much it took.
   * @param {number} pieces @param {number} num @param {number} out
   * @param {(at: number, size: number) => number} take */
  function each(pieces, num, out, take) {
    let total = 0;
    for (let i = 0; i < num; i++) {
      const at = view().getUint32(pieces + 8 * i, true);
      const size = view().getUint32(pieces + 8 * i + 4, true);
      const taken = take(at, size);
      total += taken;
      if (taken < size) {
        break;
      }
    }
    view().setUint32(out, total, true);
    return OK;
  }

  /** @param {Handle} handle @param {Uint8Array} piece */
  function append(handle, piece) {
    const old = files.get(handle.path) ?? new Uint8Array(0);
    const size = Math.max(old.length, handle.at + piece.length);
    /* Grown by halves, so that a long file is not copied for every piece of it. */
    const room = new Uint8Array(old.buffer);
    let grown = old;
    if (old.byteOffset !== 0 || room.length < size || size < old.length) {
      grown = new Uint8Array(size + (size >> 1));
      grown.set(old);
    } else {
      grown = room;
    }
    grown.set(piece, handle.at);
    files.set(handle.path, grown.subarray(0, size));
    handle.at += piece.length;
  }

  /** @type {Record<string, (...args: any[]) => number>} */
  const calls = {
    environ_sizes_get(count, size) {
      view().setUint32(count, 0, true);
      view().setUint32(size, 0, true);
      return OK;
    },
    environ_get: () => OK,
    clock_time_get(_clock, _precision, out) {
      view().setBigUint64(out, BigInt(Date.now()) * 1000000n, true);
      return OK;
    },
    fd_prestat_get(handle, out) {
      if (handle !== ROOT) {
        return BAD_HANDLE;
      }
      view().setUint8(out, 0);
      view().setUint32(out + 4, 1, true);
      return OK;
    },
    fd_prestat_dir_name(_handle, at, _size) {
      bytes()[at] = '/'.charCodeAt(0);
      return OK;
    },
    fd_fdstat_get(handle, out) {
      if (handle > ROOT && !handles.has(handle)) {
        return BAD_HANDLE;
      }
      bytes().fill(0, out, out + 24);
      view().setUint8(out, handle === ROOT ? FOLDER : handle < ROOT ? 2 : FILE);
      view().setBigUint64(out + 8, ~0n, true);
      view().setBigUint64(out + 16, ~0n, true);
      return OK;
    },
    fd_fdstat_set_flags: () => OK,
    fd_filestat_get(handle, out) {
      const open = handles.get(handle);
      return open ? stat(out, open.path) : BAD_HANDLE;
    },
    path_filestat_get: (_folder, _flags, at, size, out) => stat(out, plain(text(at, size))),
    path_open(_folder, _look, at, size, flags, rights, _inherited, _status, out) {
      const path = plain(text(at, size));
      const writes = (BigInt(rights) & 64n) !== 0n;
      if (!files.has(path) && !(flags & CREATE)) {
        return isFolder(path) ? IS_FOLDER : NO_FILE;
      }
      if (!files.has(path) || flags & TRUNCATE) {
        files.set(path, new Uint8Array(0));
      }
      handles.set(next, { path, at: 0, writes });
      view().setUint32(out, next, true);
      next += 1;
      return OK;
    },
    fd_read(handle, pieces, num, out) {
      const open = handles.get(handle);
      const file = open && files.get(open.path);
      if (!open || !file) {
        return BAD_HANDLE;
      }
      return each(pieces, num, out, (at, size) => {
        const part = file.subarray(open.at, open.at + size);
        bytes().set(part, at);
        open.at += part.length;
        return part.length;
      });
    },
    fd_write(handle, pieces, num, out) {
      const open = handles.get(handle);
      if (handle >= ROOT && !open?.writes) {
        return BAD_HANDLE;
      }
      return each(pieces, num, out, (at, size) => {
        if (open) {
          append(open, bytes().subarray(at, at + size));
        } else {
          say(text(at, size));
        }
        return size;
      });
    },
    fd_seek(handle, offset, from, out) {
      const open = handles.get(handle);
      if (!open) {
        return handle < ROOT ? NO_SEEK : BAD_HANDLE;
      }
      const size = files.get(open.path)?.length ?? 0;
      open.at = Number(offset) + [0, open.at, size][from];
      view().setBigUint64(out, BigInt(open.at), true);
      return OK;
    },
    fd_close: (handle) => (handles.delete(handle) ? OK : BAD_HANDLE),
    proc_exit(code) {
      throw new Error(`the model ended with code ${code}`);
    },
  };
  const refuse = (/** @type {string} */ name) => () => {
    throw new Error(`the model asked for ${name}, which the page does not have`);
  };
  return {
    calls: new Proxy(calls, {
      get: (all, name) => all[String(name)] ?? refuse(String(name)),
    }),
    /** @param {WebAssembly.Memory} of */
    bind(of) {
      memory = of;
    },
  };
}
