/* model.js - the page's side of thread.js: requests as promises. */
import { makeThread } from './thread.js';

/** @typedef {{ ask: (call: string, ...args: any[]) => Promise<any> }} Model */

/** Starts a thread: a worker made of the page's own script, or the page itself.
 * @param {string} source the page's script
 * @param {(news: any) => void} hear gets news of ranges
 * @returns {Model} */
export function openModel(source, hear) {
  let last = 0;
  /** @type {Map<number, { resolve: (value: any) => void, reject: (error: Error) => void }>} */
  const open = new Map();
  /** @type {(request: any) => void} */
  let send;
  const take = (/** @type {any} */ message) => {
    if (message.news) {
      hear(message);
      return;
    }
    const asked = open.get(message.id);
    open.delete(message.id);
    if (message.error) {
      asked?.reject(new Error(message.error));
    } else {
      asked?.resolve(message.result);
    }
  };
  /** Some browsers have no workers on file://: the same work, in slices. */
  const inPage = () => {
    send = makeThread(take);
  };
  try {
    const worker = new Worker(URL.createObjectURL(new Blob([source], { type: 'text/javascript' })));
    /** @type {any[]} what was asked before the worker's first answer */
    const asked = [];
    let answers = false;
    worker.onmessage = ({ data }) => {
      answers = true;
      take(data);
    };
    worker.onerror = (event) => {
      if (answers) {
        const text = event.message;
        hear({ news: 'range', faults: [{ error: true, line: 0, text }] });
      } else {
        inPage();
        asked.forEach((request) => send(request));
      }
    };
    send = (request) => {
      if (!answers) {
        asked.push(request);
      }
      worker.postMessage(request);
    };
  } catch {
    inPage();
  }
  return {
    ask: (call, ...args) =>
      new Promise((resolve, reject) => {
        last += 1;
        open.set(last, { resolve, reject });
        send({ id: last, call, args });
      }),
  };
}
