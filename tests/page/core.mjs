// core.mjs [SCENARIO...] - the model of the page (CORE, or build/page/core.wasm) against the program (PANELCAST, or
// build/panelcast).
//
// For every shipped scenario, in both modes and with draws: all files of a result but the manifest, byte for byte.
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { startCore } from '../../tools/report/page/core.js';

const top = path.resolve(import.meta.dirname ?? path.dirname(new URL(import.meta.url).pathname), '../..');
const program = path.resolve(top, process.env.PANELCAST ?? 'build/panelcast');
const work = fs.mkdtempSync(path.join(os.tmpdir(), 'panelcast-page-'));
process.on('exit', () => fs.rmSync(work, { recursive: true, force: true }));
const code = await WebAssembly.compile(fs.readFileSync(process.env.CORE ?? path.join(top, 'build/page/core.wasm')));

/** All files under a folder of the repository, by their path in it. */
function shipped(folder) {
  const files = new Map();
  for (const name of fs.readdirSync(path.join(top, folder))) {
    const file = path.join(folder, name);
    if (fs.statSync(path.join(top, file)).isFile()) {
      files.set(file, new Uint8Array(fs.readFileSync(path.join(top, file))));
    }
  }
  return files;
}
const inputs = new Map([...shipped('scenarios'), ...shipped('scenarios/data')]);

let compared = 0;
let bytes = 0;
let faults = 0;
function fault(text) {
  faults += 1;
  console.log(`FAIL ${text}`);
}

/** Runs one setting in both, and compares every file. */
async function compare(scenario, { sets = [], draw = 0, replicate = 1, draws = 0, replicates = 1, lang = 'en' }) {
  const named = `${scenario} ${JSON.stringify({ sets, draw, replicate, draws, replicates })}`;
  const folder = path.join(work, 'result');
  const many = draws > 0 || replicates > 1;
  const options = many
    ? ['--draws', `${draws}`, '-n', `${replicates}`]
    : ['--draw', `${draw}`, '--replicate', `${replicate}`];
  execFileSync(program, ['run', scenario, '--no-plots', '--quiet', '--lang', lang, '-o', folder, ...options,
    ...sets.flatMap((set) => ['--set', set])], { cwd: top, stdio: ['ignore', 'ignore', 'ignore'] });

  const files = new Map(inputs);
  const core = await startCore(code, files, (text) => fault(`${named}: said ${text}`));
  let status = core.open(scenario, sets);
  if (status === 0 && many) {
    status = core.manyBegin(draws, replicates);
    // In slices, as the page does it.
    for (let done = 0; status === 0 && done < (draws > 1 ? draws : replicates); ) {
      done = core.manyStep(7);
      status = done < 0 ? done : 0;
    }
    status = status === 0 ? core.manyEnd() : status;
  } else if (status === 0) {
    status = core.run(draw, replicate);
  }
  status = status === 0 ? core.write('out', lang) : status;
  if (status !== 0) {
    fault(`${named}: status ${status}: ${core.messages()}`);
    return;
  }
  const names = fs.readdirSync(folder).filter((name) =>
    name !== 'manifest.json' && name !== 'ro-crate-metadata.json');
  const mine = [...files.keys()].filter((name) => name.startsWith('out/'));
  if (names.length < 5 || mine.length !== names.length) {
    fault(`${named}: files ${mine} against ${names}`);
  }
  for (const name of names) {
    const want = fs.readFileSync(path.join(folder, name));
    const have = files.get(`out/${name}`);
    if (!have || Buffer.compare(want, Buffer.from(have)) !== 0) {
      fault(`${named}: ${name} differs`);
      if (have) {
        const a = want.toString().split('\n');
        const b = Buffer.from(have).toString().split('\n');
        const at = a.findIndex((line, i) => line !== b[i]);
        console.log(`  program: ${a[at]}\n  page:    ${b[at]}`);
      }
    }
    bytes += want.length;
  }
  compared += 1;
}

const scenarios = process.argv.length > 2 ? process.argv.slice(2)
  : [...inputs.keys()].filter((name) => /^scenarios\/[^/]*\.json$/.test(name)).sort();
for (const scenario of scenarios) {
  await compare(scenario, {});
  await compare(scenario, { sets: ['mode=stochastic'], replicate: 7, lang: 'ja' });
}
const baseline = 'scenarios/baseline.json';
for (let draw = 1; draw <= 8; draw++) {
  await compare(baseline, { sets: ['mode=stochastic'], draw, replicate: 2 });
}
await compare(baseline, { sets: ['rollout.rate=11.5', 'demand.uptake=0.47', 'ep.constraint=hard'] });
const steps = ['rollout.rate=10@2027-04', 'demand.uptake=0.6@2028-01', 'ep.constraint=hard@2029-06'];
await compare(baseline, { sets: steps });
await compare(baseline, { sets: [...steps, 'mode=stochastic'], draw: 4 });
await compare(baseline, { draws: 40 });
await compare(baseline, { sets: ['mode=stochastic'], draws: 12, replicates: 2 });
await compare(baseline, { sets: ['mode=stochastic', 'ep.constraint=hard'], replicates: 20 });

// What is wrong is said in the program's words.
const core = await startCore(code, new Map(inputs));
if (core.open(baseline, ['rollout.rat=3']) === 0 || !core.messages().includes('did you mean rollout.rate?')) {
  fault('an unknown parameter is not refused in the words of the program');
}
// Opening and running again and again takes no more memory.
const settle = () => {
  core.open(baseline, [`rollout.rate=${10 + Math.random() * 10}`]);
  core.run(0, 1);
};
for (let i = 0; i < 50; i++) settle();
const size = core.size();
for (let i = 0; i < 300; i++) settle();
if (core.size() !== size) {
  fault(`memory grew from ${size} to ${core.size()} bytes over 300 moves`);
}
console.log(`core of the page: ${compared} results equal the program's, ${bytes} bytes; ${faults} faults`);
process.exitCode = faults > 0 || compared < 10 ? 1 : 0;
