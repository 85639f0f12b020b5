import { el } from "./dom.js";
import { askingWords } from "./strings.js";

/**
 * Asks a resident once how it went: five buttons to choose from and a comment.
 *
 * @param {import("./types.js").Strings} panel the words of the panel
 * @param {(said: import("./types.js").Satisfaction) => void} rate
 */
export function ratingPart(panel, rate) {
  let words = panel;
  const scores = [5, 4, 3, 2, 1].map((score) => {
    const input = /** @type {HTMLInputElement} */ (el("input", { type: "radio", name: "score", id: `score-${score}` }));
    input.value = String(score);
    const label = el("label", { for: `score-${score}` });
    return { input, label, line: el("div", { class: "score" }, input, label) };
  });
  const comment = /** @type {HTMLTextAreaElement} */ (el("textarea", { id: "rating-comment", maxlength: "1000", rows: "2", "aria-describedby": "rating-hint" }));
  const wrong = el("p", { class: "error", role: "alert" });
  const legend = el("legend");
  const label = el("label", { for: "rating-comment" });
  const hint = el("p", { class: "hint", id: "rating-hint" });
  const send = el("button", { type: "submit", class: "primary" });
  const form = el("form", { novalidate: true, hidden: true },
    el("fieldset", {}, legend, ...scores.map(({ line }) => line)), label, hint, comment, wrong, send);
  const thanks = el("p", { role: "status" });
  const announced = el("p", { class: "unseen", role: "status" }); // there before it speaks, or nobody hears it
  const part = el("div", { class: "rating", hidden: true }, form, thanks);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const chosen = scores.find(({ input }) => input.checked);
    wrong.textContent = chosen ? "" : words.rateChoose;
    if (chosen) rate({ score: Number(chosen.input.value), comment: comment.value.trim() });
    else scores[0].input.focus();
  });

  /** Puts the words of a language on everything. @param {string | null} lang */
  function speak(lang) {
    words = askingWords(panel, lang);
    part.lang = announced.lang = words.howWasIt === panel.howWasIt ? panel.lang : String(lang);
    legend.textContent = words.howWasIt;
    scores.forEach(({ label: each }, index) => (each.textContent = words.scores[index]));
    label.textContent = words.rateComment;
    hint.textContent = words.rateHint;
    send.textContent = words.rateSend;
  }

  /** Asks, and says so once; or asks no longer. @param {boolean} asking @param {string | null} lang the conversation's */
  function ask(asking, lang = null) {
    const already = !form.hidden;
    if (asking && !already) {
      speak(lang);
      thanks.textContent = "";
    }
    form.hidden = !asking;
    part.hidden = !asking && !thanks.textContent;
    announced.textContent = asking ? words.rateAsk : "";
    if (asking && !already) part.scrollIntoView?.({ block: "nearest" });
  }

  /** It was kept. */
  function done() {
    form.reset();
    thanks.textContent = words.rated;
    ask(false);
  }

  /** Nothing of an earlier conversation stays. */
  function clear() {
    form.reset();
    wrong.textContent = "";
    thanks.textContent = "";
    ask(false);
  }

  speak(null);
  return { part, announced, ask, done, clear };
}
