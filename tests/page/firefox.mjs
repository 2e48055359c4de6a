// firefox.mjs - Firefox opens the same file, draws ranges, and switches the language.
import { execFileSync, spawn } from 'node:child_process';
import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';

const top = path.resolve(path.dirname(new URL(import.meta.url).pathname), '../..');
const program = path.resolve(top, process.env.PANELCAST ?? 'build/panelcast');
const work = fs.mkdtempSync(path.join(os.tmpdir(), 'panelcast-firefox-'));
const name = ['firefox-esr', 'firefox'].find((one) => {
  try {
    execFileSync(one, ['--version'], { stdio: 'ignore', env: { ...process.env, HOME: work } });
    return true;
  } catch {
    return false;
  }
});
if (!name) {
  console.log('skipped: no Firefox on this machine');
  process.exit(0);
}
execFileSync(program, ['report', 'scenarios/baseline.json', 'scenarios/no-omission.json', '--draws', '10', '--lang', 'ja', '--quiet', '-o', path.join(work, 'report')],
  { cwd: top, stdio: 'ignore' });

// Marionette: messages of JSON, each behind its length and a colon.
const port = await new Promise((resolve) => {
  const server = net.createServer().listen(0, '127.0.0.1', () => {
    const { port: free } = server.address();
    server.close(() => resolve(free));
  });
});
const profile = path.join(work, 'profile');
fs.mkdirSync(profile);
fs.writeFileSync(path.join(profile, 'user.js'), `user_pref("marionette.port", ${port});\nuser_pref("datareporting.policy.dataSubmissionEnabled", false);\n`);
const child = spawn(name, ['--headless', '--marionette', '--no-remote', '--profile', profile], { stdio: 'ignore', env: { ...process.env, HOME: work } });
const end = () => {
  child.kill('SIGKILL');
  try {
    fs.rmSync(work, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
  } catch {
    // Its helpers end a little later.
  }
};
process.on('exit', end);

async function connect() {
  for (let k = 0; k < 300; k++) {
    const socket = await new Promise((resolve) => {
      const s = net.connect(port, '127.0.0.1', () => resolve(s)).on('error', () => resolve(null));
    });
    if (socket) return socket;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error('Firefox does not answer');
}
const socket = await connect();
let rest = Buffer.alloc(0);
const open = new Map();
let last = 0;
socket.on('data', (chunk) => {
  rest = Buffer.concat([rest, chunk]);
  for (;;) {
    const colon = rest.indexOf(':');
    const size = Number(rest.subarray(0, colon));
    if (colon < 0 || rest.length < colon + 1 + size) return;
    const message = JSON.parse(rest.subarray(colon + 1, colon + 1 + size));
    rest = rest.subarray(colon + 1 + size);
    if (Array.isArray(message)) {
      const [, id, error, result] = message;
      if (error) open.get(id).reject(new Error(error.message)); else open.get(id).resolve(result);
    }
  }
});
const send = (method, params = {}) => new Promise((resolve, reject) => {
  last += 1;
  open.set(last, { resolve, reject });
  const text = JSON.stringify([0, last, method, params]);
  socket.write(`${Buffer.byteLength(text)}:${text}`);
});
const get = async (script) => (await send('WebDriver:ExecuteScript', { script: `return ${script}`, args: [], sandbox: null })).value;
const until = async (script, seconds = 60) => {
  for (const stop = Date.now() + 1000 * seconds; Date.now() < stop;) {
    if (await get(script).catch(() => false)) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`waited for ${script}: ${await get('document.body.dataset.failed')}`);
};

await send('WebDriver:NewSession', { capabilities: {} });
await send('WebDriver:Navigate', { url: `file://${path.join(work, 'report/report.html')}#explorer` });
await until('document.body.classList.contains("ready")');
const element = async (css) => Object.values((await send('WebDriver:FindElement', { using: 'css selector', value: css })).value)[0];
// Keys as a person types them: ArrowRight on the pace.
await send('WebDriver:ElementSendKeys', { id: await element('[id="i-rollout.rate"]'), text: '\ue014\ue014\ue014' });
await until('document.querySelector(".changes").textContent.includes("1")');
await until('document.body.dataset.draws === "10" && document.querySelector(".progress").hidden');
const before = await get('document.querySelector("#card-sites h3").textContent');
await send('WebDriver:ElementClick', { id: await element('label[for=en]') });
await until('document.querySelector(".sliders h3").textContent === "First to look at"');
const after = await get('document.querySelector("#card-sites h3").textContent');
const charts = await get('document.querySelectorAll(".chart svg path.now").length');
if (before === after || !/460/.test(after) || charts < 5) {
  console.log(`FAIL ${before} | ${after} | ${charts} charts with the present setting`);
  process.exit(1);
}
console.log(`${name}: opened, moved, drawn, and in English: “${after}”`);
process.exit(0);
