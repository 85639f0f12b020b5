import { el } from "./dom.js";

/** The longest message the server takes, in characters as people count them. */
export const LIMIT = 4000;
const WARN_BELOW = 500;

/**
 * Where the resident writes: a labelled text area that says when a message is empty or too long, and never cuts it.
 *
 * @param {import("./types.js").Strings} words
 * @param {(text: string) => void} send called with what was written, once it can be sent
 */
export function composer(words, send) {
  const label = el("label", { for: "text" }, words.label);
  const hint = el("p", { id: "hint", class: "hint" }, words.hint);
  const error = el("p", { id: "error", class: "error", role: "alert" });
  const count = el("p", { id: "count", class: "hint", role: "status" });
  const input = el("textarea", { id: "text", rows: "2", "aria-describedby": "hint error count", autocomplete: "off", dir: "auto" });
  const button = el("button", { type: "submit", class: "primary" }, words.send);
  const row = el("div", { class: "write" }, input, button);
  const form = el("form", { class: "composer", novalidate: true }, label, hint, error, row, count);

  input.addEventListener("input", measure);
  input.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    form.requestSubmit();
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const text = input.value.trim();
    const wrong = text === "" ? words.empty : tooLong(text);
    complain(wrong);
    if (wrong) input.focus();
    else send(text);
  });

  /** @type {(text: string) => string} */
  function tooLong(text) {
    const over = [...text].length - LIMIT;
    return over > 0 ? words.tooLong(LIMIT, over) : "";
  }

  function measure() {
    const left = LIMIT - [...input.value.trim()].length;
    count.textContent = left >= 0 && left < WARN_BELOW ? words.left(left) : "";
    complain(tooLong(input.value.trim()));
  }

  /** @type {(wrong: string) => void} */
  function complain(wrong) {
    if (error.textContent !== wrong) error.textContent = wrong;
    if (wrong) input.setAttribute("aria-invalid", "true");
    else input.removeAttribute("aria-invalid");
  }

  /** Empties the box once its words are on their way. */
  function clear() {
    input.value = "";
    measure();
  }

  return { form, input, clear };
}
