import { el } from "./dom.js";
import { PLACEHOLDER, TYPED } from "./placeholder-table.js";

/**
 * @param {string} text
 * @returns {boolean} whether something in it was hidden
 */
export function hasHidden(text) {
  return text.search(PLACEHOLDER) >= 0;
}

/**
 * Text with each placeholder as a readable chip (<PERSON_1> becomes "[name hidden]"), and what was typed as it was typed.
 *
 * @param {string} text
 * @param {import("./types.js").Strings} words
 * @returns {DocumentFragment}
 */
export function readable(text, words) {
  const fragment = document.createDocumentFragment();
  let end = 0;
  for (const found of text.matchAll(PLACEHOLDER)) {
    fragment.append(asTyped(text.slice(end, found.index)), el("span", { class: "chip" }, words.hiddenWord(found[1])));
    end = found.index + found[0].length;
  }
  fragment.append(asTyped(text.slice(end)));
  return fragment;
}

/** @type {(text: string) => string} */
function asTyped(text) {
  return text.replace(TYPED, "<$1>");
}
