/* model.js - the page's side of thread.js: requests as promises. */
import { makeThread } from './thread.js';

/** @typedef {{ ask: (call: string, ...args: any[]) => Promise<any>, isWorker: boolean }} Model */

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
  let isWorker = true;
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
  try {
    const worker = new Worker(URL.createObjectURL(new Blob([source], { type: 'text/javascript' })));
    worker.onmessage = ({ data }) => take(data);
    send = (request) => worker.postMessage(request);
  } catch {
    /* Some browsers have no workers on file://: the same work, in slices. */
    isWorker = false;
    send = makeThread(take);
  }
  return {
    isWorker,
    ask: (call, ...args) =>
      new Promise((resolve, reject) => {
        last += 1;
        open.set(last, { resolve, reject });
        send({ id: last, call, args });
      }),
  };
}
