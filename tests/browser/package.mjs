// package.mjs - a package of npm, unpacked in a temporary folder for one test; nothing of it is installed or kept.
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

/** The folder of a package, or null where there is no npm or no network: the test is then skipped, and says so. */
export function fetchPackage(name) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'panelcast-package-'));
  process.on('exit', () => fs.rmSync(folder, { recursive: true, force: true }));
  try {
    execFileSync('npm', ['pack', '--silent', name], { cwd: folder, stdio: 'ignore', timeout: 120000 });
    const [archive] = fs.readdirSync(folder);
    execFileSync('tar', ['xzf', archive], { cwd: folder });
    return path.join(folder, 'package');
  } catch {
    return null;
  }
}
