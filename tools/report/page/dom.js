/* dom.js - small helpers for elements. Text is set as text. */

/** An element with attributes and children. `on...` are listeners; null and false are left out.
 * @param {string} name
 * @param {Record<string, any>} [attributes]
 * @param {...(Node | string | null)} children
 * @returns {any} */
export function h(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith('on')) {
      element.addEventListener(key.slice(2), value);
    } else if (value !== null && value !== undefined && value !== false) {
      element.setAttribute(key, value === true ? '' : String(value));
    }
  }
  element.append(...children.filter((child) => child !== null));
  return element;
}

/** Replaces what is in an element.
 * @param {Element} element
 * @param {...(Node | string | null)} children */
export function fill(element, ...children) {
  element.replaceChildren(...children.filter((child) => child !== null));
}

const SVG = 'http://www.w3.org/2000/svg';

/** A picture that the model has drawn, as an element.
 * @param {string} text
 * @returns {SVGSVGElement} */
export function svgOf(text) {
  const whole = text.replace('<svg ', `<svg xmlns="${SVG}" `);
  const parsed = new DOMParser().parseFromString(whole, 'image/svg+xml').documentElement;
  return /** @type {any} */ (document.importNode(parsed, true));
}

/** An element of SVG.
 * @param {string} name
 * @param {Record<string, string | number>} attributes
 * @returns {SVGElement} */
export function s(name, attributes) {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) {
    element.setAttribute(key, String(value));
  }
  return element;
}

/** Words with what stands in their places {0}, {1}, ...
 * @param {string} text
 * @param {...(string | number)} values */
export function put(text, ...values) {
  return text.replace(/\{(\d)\}/g, (_, place) => String(values[Number(place)]));
}

/** Hands a file to the person.
 * @param {string} name
 * @param {Blob} blob */
export function download(name, blob) {
  const link = h('a', { download: name, href: URL.createObjectURL(blob) });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}
