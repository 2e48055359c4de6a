// browser.mjs - Chromium without a window, driven through a pipe: pages, clicks, keys, pictures.
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

/** Starts a browser with a folder of its own; nothing of the user's is touched. */
export async function openBrowser({ flags = [], executable = 'chromium' } = {}) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'panelcast-browser-'));
  const child = spawn(executable, ['--headless=new', '--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking',
    '--disable-dev-shm-usage', '--disable-extensions', '--hide-scrollbars', '--remote-debugging-pipe', `--user-data-dir=${folder}`, ...flags],
  { stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'] });
  const open = new Map();
  const listeners = new Set();
  let last = 0;
  let rest = '';
  child.stdio[4].on('data', (chunk) => {
    const parts = (rest + chunk).split('\0');
    rest = parts.pop();
    for (const part of parts) {
      const message = JSON.parse(part);
      if (message.id) {
        const { resolve, reject } = open.get(message.id);
        open.delete(message.id);
        if (message.error) reject(new Error(message.error.message)); else resolve(message.result);
      } else {
        listeners.forEach((listen) => listen(message));
      }
    }
  });
  const send = (method, params = {}, sessionId = undefined) => new Promise((resolve, reject) => {
    last += 1;
    open.set(last, { resolve, reject });
    child.stdio[3].write(`${JSON.stringify({ id: last, method, params, sessionId })}\0`);
  });
  const ended = new Promise((resolve) => { child.on('exit', resolve); });
  const clear = () => {
    child.kill('SIGKILL');
    try {
      fs.rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
    } catch {
      // Its helpers end a little later; the system clears its temporary folder.
    }
  };
  /** The browser ends its helpers itself, if it is given the time. */
  const close = async () => {
    void send('Browser.close').catch(() => {});
    await Promise.race([ended, new Promise((resolve) => { setTimeout(resolve, 5000).unref(); })]);
    clear();
  };
  process.on('exit', clear);

  const downloads = fs.mkdtempSync(path.join(folder, 'downloads-'));
  await send('Browser.setDownloadBehavior', { behavior: 'allow', downloadPath: downloads });

  /** A page: `asked` collects every request that leaves it, `said` what it complains of. */
  async function openPage(url, { width = 1280, height = 720, script = true, media = null, slow = 1 } = {}) {
    const { targetId } = await send('Target.createTarget', { url: 'about:blank' });
    const { sessionId } = await send('Target.attachToTarget', { targetId, flatten: true });
    const call = (method, params) => send(method, params, sessionId);
    const page = { asked: [], said: [], call, sessionId };
    listeners.add((message) => {
      if (message.sessionId !== sessionId) return;
      const { method, params } = message;
      if (method === 'Network.requestWillBeSent') page.asked.push(params.request.url.slice(0, 80));
      if (method === 'Runtime.exceptionThrown') page.said.push(params.exceptionDetails.exception?.description ?? params.exceptionDetails.text);
      if (method === 'Log.entryAdded') page.said.push(params.entry.text);
      if (method === 'Runtime.consoleAPICalled' && params.type === 'error') page.said.push(params.args.map((a) => a.value ?? a.description).join(' '));
    });
    for (const domain of ['Page', 'Runtime', 'Network', 'Log']) await call(`${domain}.enable`);
    await call('Emulation.setDeviceMetricsOverride', { width, height, deviceScaleFactor: 1, mobile: false });
    if (!script) await call('Emulation.setScriptExecutionDisabled', { value: true });
    if (media) await call('Emulation.setEmulatedMedia', { features: media });
    if (slow > 1) await call('Emulation.setCPUThrottlingRate', { rate: slow });
    await call('Page.navigate', { url });

    /** The value of an expression in the page; promises are waited for. */
    page.get = async (expression) => {
      const { result, exceptionDetails } = await call('Runtime.evaluate', { expression, awaitPromise: true, returnByValue: true });
      if (exceptionDetails) throw new Error(`${expression}: ${exceptionDetails.exception?.description ?? exceptionDetails.text}`);
      return result.value;
    };
    page.until = async (expression, seconds = 60) => {
      const end = Date.now() + 1000 * seconds;
      for (;;) {
        if (await page.get(expression).catch(() => false)) return;
        if (Date.now() > end) throw new Error(`waited ${seconds} s for ${expression}; ${page.said.join('; ')}`);
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    };
    /** A click of the mouse in the middle of the first element that fits. */
    page.click = async (selector) => {
      await page.until(`document.querySelector(${JSON.stringify(selector)})?.getBoundingClientRect().width > 0`, 10);
      const at = await page.get(`(() => { const e = document.querySelector(${JSON.stringify(selector)}); if (!e) return null;
        e.scrollIntoView({ block: 'center' }); const r = e.getBoundingClientRect(); return [r.left + r.width / 2, r.top + r.height / 2]; })()`);
      if (!at) throw new Error(`nothing to click: ${selector}`);
      const [x, y] = at;
      for (const type of ['mouseMoved', 'mousePressed', 'mouseReleased']) {
        await call('Input.dispatchMouseEvent', { type, x, y, button: type === 'mouseMoved' ? 'none' : 'left', clickCount: 1 });
      }
    };
    page.key = async (key, code = key, text = undefined) => {
      const codes = { ArrowRight: 39, ArrowLeft: 37, ArrowUp: 38, ArrowDown: 40, Home: 36, End: 35, Enter: 13, Tab: 9, Escape: 27, PageUp: 33, PageDown: 34 };
      await call('Input.dispatchKeyEvent', { type: 'keyDown', key, code, text, windowsVirtualKeyCode: codes[key] });
      await call('Input.dispatchKeyEvent', { type: 'keyUp', key, code, windowsVirtualKeyCode: codes[key] });
    };
    page.type = (text) => call('Input.insertText', { text });
    page.shot = async (file, whole = false) => {
      const { data } = await call('Page.captureScreenshot', { format: 'png', captureBeyondViewport: whole });
      fs.writeFileSync(file, Buffer.from(data, 'base64'));
    };
    page.pdf = async (file) => {
      const { data } = await call('Page.printToPDF', { preferCSSPageSize: true, printBackground: true });
      fs.writeFileSync(file, Buffer.from(data, 'base64'));
    };
    /** The file that a click makes the page hand over. */
    page.download = async (selector) => {
      const before = new Set(fs.readdirSync(downloads));
      await page.click(selector);
      const end = Date.now() + 30000;
      for (;;) {
        const name = fs.readdirSync(downloads).find((n) => !before.has(n) && !n.endsWith('.crdownload'));
        if (name) return path.join(downloads, name);
        if (Date.now() > end) throw new Error(`no file came of ${selector}`);
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    };
    page.close = () => send('Target.closeTarget', { targetId });
    return page;
  }
  return { openPage, close, send };
}
