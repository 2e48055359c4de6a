// types.mjs - the types in the comments of the page's modules hold: TypeScript, strict.
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { fetchPackage } from '../browser/package.mjs';

const top = path.resolve(path.dirname(new URL(import.meta.url).pathname), '../..');
const typescript = fetchPackage('typescript@5.6.3');
if (!typescript) {
  console.log('skipped: typescript could not be fetched with npm');
  process.exit(0);
}
const folder = path.join(top, 'tools/report/page');
const modules = fs.readdirSync(folder).filter((name) => /\.(js|d\.ts)$/.test(name)).map((name) => path.join(folder, name));
try {
  execFileSync('node', [path.join(typescript, 'lib/tsc.js'), '--checkJs', '--allowJs', '--strict', '--noEmit', '--target', 'es2022', '--module', 'es2022',
    '--lib', 'es2022,dom,dom.iterable', ...modules], { cwd: top, encoding: 'utf8' });
} catch (error) {
  console.log(error.stdout);
  process.exit(1);
}
console.log(`types: ${modules.length} modules`);
