import { readable } from "./placeholders.js";
import purify from "./vendor/purify.js";

const SCHEMES = new Set(["http:", "https:", "tel:", "mailto:"]);

/** What a reply may hold: plain words, lists, links and tables. Of anything else the words stay, but not of these. */
const CONFIG = {
  ALLOWED_TAGS: [
    "p", "ul", "ol", "li", "a", "strong", "em", "br", "h2", "h3", "h4",
    "table", "caption", "thead", "tbody", "tfoot", "tr", "th", "td",
  ],
  ALLOWED_ATTR: ["href", "colspan", "rowspan", "scope"],
  ALLOW_DATA_ATTR: false,
  ALLOW_ARIA_ATTR: false,
  ALLOWED_URI_REGEXP: /^(?:(?:https?|tel|mailto):|[^a-z]|[a-z+.-]+(?:[^a-z+.:-]|$))/i, // or relative
  ADD_FORBID_CONTENTS: ["object", "embed", "textarea", "select"],
  RETURN_DOM_FRAGMENT: true,
};

/**
 * The server's HTML as nodes that hold nothing but plain words, lists, links and tables.
 *
 * @param {string} html
 * @param {import("./types.js").Strings} words
 * @param {string} base what relative links start from
 * @returns {DocumentFragment | null} null where the page around lets no HTML be read (its Trusted Types)
 */
export function safeFragment(html, words, base) {
  const fragment = purify.sanitize(html, CONFIG);
  if (!fragment) return null;
  fragment.querySelectorAll("a").forEach((/** @type {HTMLAnchorElement} */ link) => lead(link, base));
  fragment.querySelectorAll("h2, h3, h4").forEach(lower);
  texts(fragment).forEach((text) => text.replaceWith(readable(text.data, words)));
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

/** Gives a link its whole address, or none. @type {(link: HTMLAnchorElement, base: string) => void} */
function lead(link, base) {
  const said = link.getAttribute("href");
  const href = said === null ? null : safeUrl(said, base);
  if (href) link.href = href;
  else link.removeAttribute("href");
  link.rel = "noopener noreferrer";
}

/** Takes a heading one level down, below the panel's own title. @type {(heading: Element) => void} */
function lower(heading) {
  const lowered = document.createElement(`h${Number(heading.tagName[1]) + 1}`);
  lowered.append(...heading.childNodes);
  heading.replaceWith(lowered);
}

/** @type {(fragment: DocumentFragment) => Text[]} */
function texts(fragment) {
  const found = [];
  const walker = document.createTreeWalker(fragment, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) found.push(/** @type {Text} */ (walker.currentNode));
  return found;
}
