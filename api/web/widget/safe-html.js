import { readable } from "./placeholders.js";

/** What may be copied, and what it becomes: headings go one level down, below the panel's own title. */
const COPIED = /** @type {Record<string, string>} */ ({
  P: "p", UL: "ul", OL: "ol", LI: "li", A: "a", STRONG: "strong", EM: "em", BR: "br",
  H2: "h3", H3: "h4", H4: "h5",
  TABLE: "table", CAPTION: "caption", THEAD: "thead", TBODY: "tbody", TFOOT: "tfoot", TR: "tr", TH: "th", TD: "td",
});
const DROPPED = new Set(["SCRIPT", "STYLE", "TEMPLATE", "IFRAME", "OBJECT", "EMBED", "NOSCRIPT", "TEXTAREA", "SELECT", "SVG", "MATH"]);
const SCHEMES = new Set(["http:", "https:", "tel:", "mailto:"]);
const SPANS = ["colspan", "rowspan", "scope"];

/**
 * A copy of the server's HTML that holds nothing but plain words, lists, links and tables.
 *
 * @param {string} html
 * @param {import("./types.js").Strings} words
 * @param {string} base what relative links start from
 * @returns {DocumentFragment}
 */
export function safeFragment(html, words, base) {
  const fragment = document.createDocumentFragment();
  copyChildren(new DOMParser().parseFromString(html, "text/html").body, fragment, words, base);
  return fragment;
}

/**
 * @param {string} url
 * @param {string} base
 * @returns {string | null} the whole address, or null when it is not one that a resident may follow
 */
export function safeUrl(url, base) {
  try {
    const address = new URL(url, base);
    return SCHEMES.has(address.protocol) ? address.href : null;
  } catch {
    return null;
  }
}

/** @type {(from: Node, to: Node, words: import("./types.js").Strings, base: string) => void} */
function copyChildren(from, to, words, base) {
  for (const child of from.childNodes) {
    if (child.nodeType === Node.TEXT_NODE) to.appendChild(readable(child.nodeValue ?? "", words));
    else if (child instanceof Element && !DROPPED.has(child.tagName.toUpperCase())) {
      copyElement(child, to, words, base);
    }
  }
}

/** @type {(from: Element, to: Node, words: import("./types.js").Strings, base: string) => void} */
function copyElement(from, to, words, base) {
  const tag = COPIED[from.tagName];
  const copy = tag ? to.appendChild(document.createElement(tag)) : to;
  if (copy instanceof HTMLAnchorElement) {
    const href = safeUrl(from.getAttribute("href") ?? "", base);
    if (href) copy.href = href;
    copy.rel = "noopener noreferrer";
  } else if (copy instanceof HTMLTableCellElement) {
    for (const name of SPANS) copyAttribute(from, copy, name);
  }
  copyChildren(from, copy, words, base);
}

/** @type {(from: Element, to: Element, name: string) => void} */
function copyAttribute(from, to, name) {
  const value = from.getAttribute(name);
  if (value && /^\w{1,8}$/.test(value)) to.setAttribute(name, value);
}
