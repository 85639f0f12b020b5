/**
 * The editor of pages: a preview that follows what is typed, a search among the facts, and links to a line of the text.
 * Without this file the Preview button shows the same.
 */

const PAUSE = 400; // milliseconds without a key before the preview is fetched
const FAILED = "The preview cannot be shown now. Your text is still in the form: save it as a draft.";

const form = /** @type {HTMLFormElement} */ (document.querySelector("form[data-preview]"));
const shown = /** @type {HTMLElement} */ (document.getElementById("preview"));
let waiting = 0;
let asked = 0;

/** Shows the form as residents would read it, unless a later answer is already there. */
async function refresh() {
  const mine = ++asked;
  const words = new FormData(form);
  words.delete("do");
  try {
    const answer = await fetch("/staff/pages/preview", { method: "POST", body: words });
    if (!answer.ok || answer.redirected) throw new Error(String(answer.status));
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (mine === asked) shown.replaceChildren(...page.body.childNodes);
  } catch {
    const told = document.createElement("p");
    told.className = "govuk-error-message";
    told.textContent = FAILED;
    if (mine === asked) shown.replaceChildren(told);
  }
}

form.addEventListener("input", (event) => {
  if (/** @type {Element} */ (event.target).id === "find") return;
  clearTimeout(waiting);
  waiting = setTimeout(refresh, PAUSE);
});

document.addEventListener("click", (event) => {
  const link = /** @type {HTMLElement | null} */ (/** @type {Element} */ (event.target).closest("a[data-line]"));
  const text = /** @type {HTMLTextAreaElement | null} */ (document.getElementById("body"));
  if (!link || !text) return;
  event.preventDefault();
  event.stopPropagation();
  const lines = text.value.split("\n");
  const line = Math.min(Number(link.dataset.line), lines.length) - 1;
  const start = lines.slice(0, line).reduce((sum, each) => sum + each.length + 1, 0);
  text.focus();
  text.setSelectionRange(start, start + lines[line].length);
}, true);

const find = /** @type {HTMLInputElement} */ (document.getElementById("find"));
const facts = /** @type {HTMLElement[]} */ ([...document.querySelectorAll(".facts__fact")]);

/** Leaves only the facts that have every word that was typed, in name or value. */
function search() {
  const words = find.value.toLowerCase().split(/\s+/).filter(Boolean);
  let count = 0;
  for (const fact of facts) {
    const text = fact.textContent?.toLowerCase() ?? "";
    fact.hidden = !words.every((word) => text.includes(word));
    count += fact.hidden ? 0 : 1;
  }
  for (const file of document.querySelectorAll(".facts details")) {
    const any = file.querySelector(".facts__fact:not([hidden])") !== null;
    /** @type {HTMLElement} */ (file).hidden = !any;
    /** @type {HTMLDetailsElement} */ (file).open = any && words.length > 0;
  }
  /** @type {HTMLElement} */ (document.getElementById("found")).textContent = words.length ? `${count} found` : "";
}

/** @type {HTMLElement} */ (document.getElementById("find-facts")).hidden = false;
find.addEventListener("input", search);
find.addEventListener("keydown", (event) => {
  if (event.key === "Enter") event.preventDefault();
});
