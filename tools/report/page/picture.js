/* picture.js - a chart as one picture of 16:9 for a slide: title, chart, key of the lines,
 * and what it is not. */

/** @typedef {import('./charts.js').Chart} Chart */
/** @typedef {import('./charts.js').Side} Side */

const WIDTH = 1280;
const HEIGHT = 720;
const FONT = '"Yu Gothic UI", "Yu Gothic", Meiryo, "Noto Sans CJK JP", sans-serif';

/** @param {string} text */
const escape = (text) => text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;');

/** Lines of at most `width` pixels. Japanese breaks anywhere but before 、。）; other text at spaces.
 * @param {string} text @param {number} width @param {string} font */
function wrap(text, width, font) {
  const canvas = /** @type {CanvasRenderingContext2D} */ (document.createElement('canvas').getContext('2d'));
  canvas.font = font;
  const pieces = text.match(/[\u3000-\u9fff\uff00-\uffef][、。）」〜]*|[^\s\u3000-\u9fff\uff00-\uffef]+\s*|\s+/g) ?? [];
  const lines = [''];
  for (const piece of pieces) {
    if (canvas.measureText(lines[lines.length - 1] + piece).width > width && lines[lines.length - 1] !== '') {
      lines.push('');
    }
    lines[lines.length - 1] += piece;
  }
  return lines.map((line) => line.trimEnd());
}

/** The rules of the page's style sheet that are about pictures. */
function pictureStyle() {
  const rules = [...document.styleSheets].flatMap((sheet) => [...sheet.cssRules].map((rule) => rule.cssText));
  return rules.filter((text) => /^svg /.test(text)).map((text) => text.replace(/^svg /, '').replace(/var\(--ink\)/g, '#1a1d21')
    .replace(/var\(--ink-2\)/g, '#4a525c').replace(/var\(--font\)/g, FONT)).join('\n');
}

/** @param {Chart} chart drawn for a slide: 1184 x about 440 at 1.9 times the size of letters
 * @param {Side[]} sides @param {string[]} notes */
export function picture(chart, sides, notes) {
  /** @type {string[]} */
  const parts = [];
  let y = 30;
  const text = (/** @type {string} */ words, /** @type {number} */ size, /** @type {string} */ extra = '') => {
    for (const line of wrap(words, WIDTH - 96, `${extra.includes('700') ? '700 ' : ''}${size}px ${FONT}`)) {
      y += size * 1.35;
      parts.push(`<text x="48" y="${y.toFixed(1)}" style="font-family:${escape(FONT)};font-size:${size}px;fill:#1a1d21;${extra}">${escape(line)}</text>`);
    }
  };
  text(chart.title, 32, 'font-weight:700');
  text(chart.subtitle, 19);
  const top = y + 14;
  const foot = [...sides.map((side) => `${side.mark} ${side.title}`), chart.foot, ...notes];
  const drawn = chart.svg.replace(/^<svg viewBox="0 0 ([\d.]+) ([\d.]+)"[^>]*>/, '').replace(/<\/svg>$/, '');
  const [, w, hh] = /viewBox="0 0 ([\d.]+) ([\d.]+)"/.exec(chart.svg) ?? [];
  const lines = foot.flatMap((line) => wrap(line, WIDTH - 96, `17px ${FONT}`)).length;
  const room = HEIGHT - top - lines * 17 * 1.35 - 34;
  const scale = Math.min((WIDTH - 96) / Number(w), room / Number(hh));
  parts.push(`<g transform="translate(48 ${top.toFixed(1)}) scale(${scale.toFixed(4)})">${drawn}</g>`);
  y = top + scale * Number(hh) + 8;
  foot.forEach((line, k) => text(line, 17, k < sides.length ? 'font-weight:700' : ''));
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${HEIGHT}" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img">`
    + `<title>${escape(chart.title)}</title><style>${escape(pictureStyle()).replace(/&quot;/g, '"')}</style>`
    + `<rect width="${WIDTH}" height="${HEIGHT}" fill="#fff"/>${parts.join('')}</svg>`;
  return { svg, width: WIDTH, height: HEIGHT };
}

/** The picture in pixels, twice as many as it is wide.
 * @param {string} svg @param {number} width @param {number} height
 * @returns {Promise<Blob>} */
export async function pixels(svg, width, height) {
  const image = new Image();
  const url = URL.createObjectURL(new Blob([svg], { type: 'image/svg+xml' }));
  image.src = url;
  await image.decode();
  const canvas = document.createElement('canvas');
  canvas.width = 2 * width;
  canvas.height = 2 * height;
  canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
  URL.revokeObjectURL(url);
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error('no picture'))), 'image/png');
  });
}
