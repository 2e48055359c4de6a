/* words.js - what stands on the page beside what the model says. English is the key; the
 * model has the other languages (tools/words/ja.po). {0}, {1} are places for values. */

/** Marks a text for the catalogue.
 * @param {string} _context
 * @param {string} english */
const NC_ = (_context, english) => english;

const english = {
  scenario: NC_('page', 'Scenario'),
  reference: NC_('page', 'reference'),
  from: NC_('page', 'Changes hold from'),
  afterRecord: NC_('page', '{0}, the month after the record'),
  fiscalYear: NC_('page', '{0}, April'),
  keep: NC_('page', 'Keep beside it'),
  keptFull: NC_('page', 'Three settings are kept. Remove one first.'),
  drop: NC_('page', 'Remove {0} {1}'),
  classTable: NC_('page', 'Cases whose panel may be left out'),
  classHelp: NC_('page', 'A click changes a class of cases from the chosen month on. Per cent: of the tests of its stream.'),
  mayOmit: NC_('page', 'may be left out'),
  mayNotOmit: NC_('page', 'panel'),
  mayOmitPart: NC_('page', 'in part'),
  classOf: NC_('page', '{0}: {1}, {2} of the tests'),
  resetAll: NC_('page', 'Undo all changes'),
  changes: NC_('page', 'Changed: {0}'),
  noChanges: NC_('page', 'Nothing is changed.'),
  reset: NC_('page', 'Undo'),
  resetOne: NC_('page', 'Undo the change of “{0}”'),
  exact: NC_('page', 'exact, without a range'),
  exactOf: NC_('page', 'Hold “{0}” exactly, without a range'),
  range: NC_('page', 'range {0} to {1}'),
  noRange: NC_('page', 'no range'),
  referenceIs: NC_('page', 'reference {0}'),
  valueOf: NC_('page', 'Value of {0}'),
  valueText: NC_('page', '{0} {1}, reference {2}'),
  outside: NC_('page', 'outside the range of the scenario'),
  first: NC_('page', 'First to look at'),
  rollout: NC_('page', 'Roll-out'),
  demand: NC_('page', 'Tests'),
  omission: NC_('page', 'Omission'),
  panels: NC_('page', 'Expert panels'),
  work: NC_('page', 'Work and money'),
  all: NC_('page', 'All assumptions ({0})'),
  search: NC_('page', 'Search assumptions'),
  addSlider: NC_('page', 'Move'),
  addSliderOf: NC_('page', 'Make a slider of “{0}”'),
  move: NC_('page', 'Change assumptions'),
  results: NC_('page', 'Results'),
  answers: NC_('page', 'Answers'),
  chart: NC_('page', 'Chart'),
  table: NC_('page', 'Table'),
  save: NC_('page', 'Save'),
  savePng: NC_('page', 'Picture for slides (PNG, 16:9)'),
  saveSvg: NC_('page', 'Picture to edit (SVG)'),
  saveCsv: NC_('page', 'Table (CSV for Excel)'),
  saveSetting: NC_('page', 'Save setting'),
  saveZip: NC_('page', 'Scenario with its data (zip, runs in panelcast)'),
  savePage: NC_('page', 'This page with the setting in it (HTML)'),
  saveResult: NC_('page', 'Result tables of the one run (zip)'),
  saveAll: NC_('page', 'All key figures (CSV for Excel)'),
  code: NC_('page', 'Setting as a code'),
  codeHelp: NC_('page', 'Copy this code into a mail, or paste one here and take it over.'),
  takeCode: NC_('page', 'Take over'),
  codeBad: NC_('page', 'This is no code of a setting.'),
  codeOther: NC_('page', 'Attention: the code was made with another {0}; numbers may differ.'),
  codeNoScenario: NC_('page', 'The code is of the scenario “{0}”, which this page does not have.'),
  theModel: NC_('page', 'version of the model'),
  theData: NC_('page', 'scenario or data'),
  print: NC_('page', 'Print'),
  ownData: NC_('page', 'Own data'),
  ownHelp: NC_('page', 'A scenario (JSON), or a table of hospitals or of the record (CSV). The file stays on this computer.'),
  ownFile: NC_('page', 'Choose a file'),
  ownHospitals: NC_('page', '{0}, hospitals from {1}'),
  ownRecord: NC_('page', '{0}, record from {1}'),
  ownIs: NC_('page', 'This table is'),
  hospitals: NC_('page', 'a table of hospitals'),
  observations: NC_('page', 'a table of the record'),
  faults: NC_('page', 'This setting cannot be run; the last one that could is shown.'),
  warnings: NC_('page', 'Notes of the model'),
  place: NC_('page', '{0}, line {1}, column {2}'),
  progress: NC_('page', 'How far the range is worked out'),
  working: NC_('page', 'Range of {0}: {1} of {2} runs'),
  stop: NC_('page', 'Stop'),
  keyFigures: NC_('page', 'Key figures'),
  figure: NC_('page', 'Figure'),
  months: NC_('page', '{0} months'),
  belowValue: NC_('page', 'below the value: difference from the reference, and 80% range of assumptions'),
  differs: NC_('page', 'What the settings assume'),
  year: NC_('page', 'Fiscal year'),
  low: NC_('page', '10%'),
  high: NC_('page', '90%'),
  hover: NC_('page', 'Arrow keys show the values of a year.'),
  notMinistry: NC_('page', 'A projection under assumptions, not a figure published by the Ministry of Health, Labour and Welfare.'),
  rangeIs: NC_('page', 'Ranges are ranges of assumptions, not confidence intervals.'),
  made: NC_('page', 'Made on {0} with panelcast {1}; data as of {2}'),
  old: NC_('page', 'This page is more than a year old: look for newer counts.'),
  licence: NC_('page', 'Licence and sources'),
  licenceText: NC_('page', 'panelcast is free software under the GNU General Public License, version 3 or later, and comes without any warranty. Whoever hands you this page owes you the exact source of version {0} on request. In it are cJSON (MIT), parts of the GNU Scientific Library (GPL-3.0-or-later) and wasi-libc (MIT, Apache-2.0 with LLVM exception). Figures and pictures that you make with it are not covered by the licence. The data were made from publications of the Ministry of Health, Labour and Welfare, NDB Open Data among them; the scenario files name their sources.'),
  readMe: NC_('page', 'Read me first'),
  zipNote: NC_('page', 'Unpack this archive. With panelcast installed, type in this folder:\n\n  {0}\n\nThe SHA-256 sums of all files are in SHA256SUMS. Numbers are projections under assumptions, not figures published by the Ministry of Health, Labour and Welfare.\n'),
  mapOf: NC_('page', 'What is published by prefecture'),
  mapWhy: NC_('page', 'Published counts only. Projections by prefecture rest on hospitals that were filled in from totals, so this page does not show them.'),
  mapShow: NC_('page', 'Show'),
  mapPeriod: NC_('page', 'Period'),
  prefecture: NC_('page', 'Prefecture'),
  mapCounted: NC_('page', '{0}, {1}. {2} of 47 prefectures are published; the others are left blank.'),
  notPublished: NC_('page', 'not published'),
  under: NC_('page', 'up to {0}'),
  over: NC_('page', 'over {0}'),
  skip: NC_('page', 'Skip to the results'),
};

/** The words of the page in the present language, by their short names. */
export const words = { ...english };

/** A word in both languages.
 * @param {keyof typeof english} name @param {string} present the language to go back to
 * @param {(call: string, ...args: any[]) => Promise<any>} ask the model */
export async function inBoth(name, present, ask) {
  /** @type {Record<string, string>} */
  const both = {};
  for (const lang of ['en', 'ja']) {
    await ask('language', lang);
    [both[lang]] = await ask('words', [english[name]]);
  }
  await ask('language', present);
  return both;
}

/** Takes the words in the model's present language.
 * @param {(texts: string[]) => Promise<string[]>} translate */
export async function loadWords(translate) {
  const names = /** @type {(keyof typeof english)[]} */ (Object.keys(english));
  const texts = await translate(names.map((name) => english[name]));
  names.forEach((name, k) => {
    words[name] = texts[k];
  });
}
