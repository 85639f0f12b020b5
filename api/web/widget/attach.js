import { el } from "./dom.js";

/**
 * What the resident may send instead of words.
 *
 * @typedef {object} Attach
 * @property {(file: File) => Promise<void>} photo
 * @property {(latitude: number, longitude: number) => void} place
 */

const TYPES = "image/jpeg,image/png,image/webp,image/heic,image/heif";
const LARGEST = 12_000_000; // bytes, as the server has it
const PATIENCE = 20_000; // milliseconds that a device may take to find itself

/**
 * A button for what the last message wants, with a line that says what went wrong. Typing always works as well.
 *
 * @param {"photo" | "place"} wants
 * @param {import("./types.js").Strings} words
 * @param {Attach} attach
 * @returns {HTMLElement}
 */
export function attachGroup(wants, words, attach) {
  const wrong = el("p", { class: "error", role: "alert" });
  const complain = (/** @type {string} */ text) => {
    wrong.textContent = text;
  };
  const parts = wants === "photo" ? photoParts(words, attach, complain) : placeParts(words, attach, complain);
  return el("div", { class: "attach", role: "group", "aria-label": wants === "photo" ? words.addPhoto : words.usePlace }, ...parts, wrong);
}

/** @type {(words: import("./types.js").Strings, attach: Attach, complain: (text: string) => void) => HTMLElement[]} */
function photoParts(words, attach, complain) {
  const input = el("input", { type: "file", class: "unseen", accept: TYPES, tabindex: "-1", "aria-hidden": "true" });
  const button = el("button", { type: "button", class: "choice", onclick: () => input.click() }, words.addPhoto);
  const hint = el("p", { class: "hint" }, words.photoHint);
  input.addEventListener("change", async () => {
    const file = input.files?.[0];
    input.value = "";
    if (!file) return;
    if (file.size > LARGEST) return complain(words.photoTooLarge);
    complain("");
    button.disabled = true;
    button.textContent = words.sendingPhoto;
    try {
      await attach.photo(file);
    } catch (error) {
      complain(/** @type {{detail?: string}} */ (error).detail ?? words.photoFailed);
    } finally {
      button.disabled = false;
      button.textContent = words.addPhoto;
    }
  });
  return [button, input, hint];
}

/** @type {(words: import("./types.js").Strings, attach: Attach, complain: (text: string) => void) => HTMLElement[]} */
function placeParts(words, attach, complain) {
  if (!isSecureContext || !("geolocation" in navigator)) return [];
  const found = (/** @type {GeolocationPosition} */ { coords }) => attach.place(coords.latitude, coords.longitude);
  const button = el("button", { type: "button", class: "choice", onclick: () => {
    complain("");
    button.disabled = true;
    button.textContent = words.findingPlace;
    navigator.geolocation.getCurrentPosition(found, () => {
      button.disabled = false;
      button.textContent = words.usePlace;
      complain(words.noPlace);
    }, { enableHighAccuracy: true, timeout: PATIENCE, maximumAge: 60_000 });
  } }, words.usePlace);
  return [button, el("p", { class: "hint" }, words.placeHint)];
}
