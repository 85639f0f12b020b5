import { el } from "./dom.js";

/**
 * Sends the conversation by email: an address, and where it may be read by somebody else, a question first.
 *
 * @param {import("./types.js").Strings} words
 * @param {(email: string, safe: boolean) => Promise<void>} send raises Problem
 */
export function copyPart(words, send) {
  const email = /** @type {HTMLInputElement} */ (el("input", { id: "copy-email", type: "email", autocomplete: "email", "aria-describedby": "copy-hint" }));
  const safe = /** @type {HTMLInputElement} */ (el("input", { id: "copy-safe", type: "checkbox" }));
  const first = el("div", { class: "score", hidden: true }, safe, el("label", { for: "copy-safe" }, words.emailSafe));
  const said = el("p", { role: "status" });
  const wrong = el("p", { class: "error", role: "alert" });
  const form = el("form", { novalidate: true }, el("label", { for: "copy-email" }, words.emailCopyTo),
    el("p", { class: "hint", id: "copy-hint" }, words.emailCopyHint), email, first, wrong,
    el("button", { type: "submit", class: "primary" }, words.emailSend), said);
  const part = el("details", { class: "copying" }, el("summary", {}, words.emailCopy), form);

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    wrong.textContent = said.textContent = "";
    if (!email.value.includes("@")) return refuse(words.emailWrong);
    try {
      await send(email.value.trim(), safe.checked);
      clear();
      said.textContent = words.emailSent;
    } catch (error) {
      const { code, detail } = /** @type {import("./api.js").Problem} */ (error);
      first.hidden &&= code !== "ask_first";
      refuse(detail ?? words.failed);
    }
  });

  /** @param {string} why */
  function refuse(why) {
    wrong.textContent = why;
    (first.hidden ? email : safe).focus();
  }

  /** Nothing of what was typed stays. */
  function clear() {
    form.reset();
    first.hidden = true;
    wrong.textContent = said.textContent = "";
  }

  return { part, clear };
}
