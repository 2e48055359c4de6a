/* main.js - begins: the model's thread if this is a worker, else the page. */
import { bytesOf } from './bytes.js';
import { Explorer } from './explorer.js';
import { openModel } from './model.js';
import { makeThread } from './thread.js';

/** @param {Uint8Array} packed by gzip */
async function unpack(packed) {
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream('gzip'));
  return new Response(stream).arrayBuffer();
}

/** What `#selftest=1&...` asks for: a whole result, or the view of a setting, for tests.
 * @param {Explorer} explorer @param {URLSearchParams} asked */
async function selftest(explorer, asked) {
  const sets = asked.getAll('set');
  const lang = asked.get('lang') ?? 'en';
  const { status, messages, files } = await explorer.model.ask('result', explorer.data.scenarios[Number(asked.get('scenario') ?? 0)].path,
    [...explorer.data.sets, ...sets], { draw: Number(asked.get('draw') ?? 0), replicate: Number(asked.get('replicate') ?? 1),
      many: Number(asked.get('draws') ?? 0), replicates: Number(asked.get('replicates') ?? 1), lang });
  const file = files.find((/** @type {[string, Uint8Array]} */ [name]) => name === (asked.get('file') ?? 'series.csv'));
  const pre = document.createElement('pre');
  pre.id = 'selftest';
  pre.textContent = status === 0 && file ? new TextDecoder().decode(file[1]) : `status ${status}\n${messages}`;
  document.body.append(pre);
}

async function openPage() {
  const pristine = `<!doctype html>\n${document.documentElement.outerHTML}`;
  const read = (/** @type {string} */ id) => document.getElementById(id)?.textContent ?? '';
  const data = JSON.parse(read('data'));
  const chosen = () => (/** @type {any} */ (document.getElementById('en')).checked ? 'en' : 'ja');
  /** @type {Explorer | null} */
  let explorer = null;
  const model = openModel(read('code'), (news) => explorer?.hear(news));
  /** @type {[string, Uint8Array][]} */
  const files = data.files.map((/** @type {any} */ file) => [file.path, bytesOf(file.base64)]);
  await model.ask('start', await unpack(bytesOf(read('core').trim())), files, data.draws);
  const asked = new URLSearchParams(location.hash.slice(1));
  explorer = new Explorer(data, model, files, pristine, chosen());
  /* For tests, and for those who look into a page. */
  Object.assign(globalThis, { panelcast: explorer });
  if (asked.get('selftest')) {
    await selftest(explorer, asked);
    return;
  }
  const stored = JSON.parse(read('setting'));
  await explorer.open(stored);
  if (stored && location.hash === '') {
    location.hash = '#explorer'; // what was saved is what is opened
  }
  document.body.classList.add('ready');
  for (const id of ['ja', 'en']) {
    document.getElementById(id)?.addEventListener('change', () => explorer?.changeLanguage(chosen()));
  }
  const show = () => document.body.classList.toggle('exploring', location.hash === '#explorer');
  window.addEventListener('hashchange', show);
  show();
}

if (typeof document === 'undefined') {
  const thread = makeThread((message) => postMessage(message));
  self.onmessage = ({ data }) => thread(data);
} else {
  openPage().catch((error) => {
    /* The line that stands until the model has started stays, and says why. */
    document.body.dataset.failed = String(error);
    document.querySelector('.cannot')?.append(` (${error})`);
  });
}
