/**
 * The reply on the case page: `::` picks a canned text, `??` an answer of the knowledge base, and what is typed is kept
 * as a draft. Without this file the buttons below the reply do the same.
 */

const KEEP = 1500; // milliseconds after the last key until the draft is kept
const ASK = 400; // milliseconds after the last key until `??` looks
const LEAST = 3; // letters that `??` needs
const MOST = 8; // offers at once

const form = /** @type {HTMLFormElement | null} */ (document.getElementById("composer"));
const box = /** @type {HTMLTextAreaElement} */ (document.getElementById("text"));
const picker = /** @type {HTMLElement} */ (document.getElementById("picker"));
const status = /** @type {HTMLElement} */ (document.getElementById("picker-status"));
const texts = [...document.querySelectorAll("#canned option")].map((option) => ({
  title: option.textContent ?? "",
  text: /** @type {HTMLElement} */ (option).dataset.text ?? "",
}));
let keeping = 0;
let asking = 0;
let asked = "";
let sent = false;

/** What stands after the last `::` or `??` on the line of the cursor. */
function sought() {
  const before = box.value.slice(0, box.selectionStart);
  const found = /(::|\?\?)([^\n]{0,80})$/.exec(before);
  return found && { sign: found[1], words: found[2].trim(), start: found.index, end: before.length };
}

/** @param {{title: string, text: string}[]} offers */
function show(offers) {
  picker.replaceChildren(
    ...offers.slice(0, MOST).map((offer) => {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "govuk-button govuk-button--secondary";
      button.textContent = offer.title;
      button.addEventListener("click", () => put(offer.text));
      return button;
    }),
  );
  picker.hidden = offers.length === 0;
  status.textContent = offers.length ? `${Math.min(offers.length, MOST)} to choose from: press the down arrow.` : "";
}

function hide() {
  show([]);
}

/** @param {string} text that takes the place of what was sought */
function put(text) {
  const found = sought();
  const [start, end] = found ? [found.start, found.end] : [box.selectionStart, box.selectionEnd];
  box.setRangeText(text, start, end, "end");
  hide();
  box.focus();
  keepSoon();
}

/** @param {string} path @param {Record<string, string>} fields */
function post(path, fields) {
  const body = new FormData();
  body.set("csrf", String(new FormData(/** @type {HTMLFormElement} */ (form)).get("csrf")));
  for (const [name, value] of Object.entries(fields)) body.set(name, value);
  return fetch(path, { method: "POST", body });
}

/** @param {string} words */
async function look(words) {
  asked = words;
  const answer = await post(String(form?.dataset.answers), { find: words }).catch(() => null);
  if (asked !== words || !answer?.ok) return;
  const found = await answer.json();
  show(found);
  if (!found.length) status.textContent = "Nothing fits. Try other words.";
}

function offer() {
  clearTimeout(asking);
  const found = sought();
  if (!found) return hide();
  if (found.sign === "::") {
    const words = found.words.toLowerCase();
    show(texts.filter((each) => each.title.toLowerCase().includes(words)));
  } else if (found.words.length >= LEAST) {
    asking = setTimeout(() => look(found.words), ASK);
  }
}

function keep() {
  if (!sent) post(String(form?.dataset.draft), { text: box.value, quiet: "1" }).catch(() => {});
}

function keepSoon() {
  clearTimeout(keeping);
  keeping = setTimeout(keep, KEEP);
}

/** @param {number} step */
function move(step) {
  const buttons = /** @type {HTMLElement[]} */ ([...picker.querySelectorAll("button")]);
  const at = buttons.indexOf(/** @type {HTMLElement} */ (document.activeElement)) + step;
  if (at < 0) box.focus();
  else buttons[Math.min(at, buttons.length - 1)]?.focus();
}

if (form) {
  box.addEventListener("input", () => {
    offer();
    keepSoon();
  });
  form.addEventListener("submit", () => {
    sent = true;
    clearTimeout(keeping);
  });
  form.addEventListener("keydown", (event) => {
    if (picker.hidden || !(event.target === box || picker.contains(/** @type {Node} */ (event.target)))) return;
    if (event.key === "Escape") {
      hide();
      box.focus();
    } else if (event.key === "ArrowDown") move(1);
    else if (event.key === "ArrowUp" && event.target !== box) move(-1);
    else return;
    event.preventDefault();
  });
}
