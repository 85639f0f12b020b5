import { el } from "./dom.js";

/**
 * Asks a resident once how it went: five buttons to choose from and a comment.
 *
 * @param {import("./types.js").Strings} words
 * @param {(said: import("./types.js").Satisfaction) => void} rate
 */
export function ratingPart(words, rate) {
  const scores = [5, 4, 3, 2, 1].map((score) => {
    const input = /** @type {HTMLInputElement} */ (el("input", { type: "radio", name: "score", id: `score-${score}` }));
    input.value = String(score);
    return { input, line: el("div", { class: "score" }, input, el("label", { for: `score-${score}` }, words.scores[5 - score])) };
  });
  const comment = /** @type {HTMLTextAreaElement} */ (el("textarea", { id: "rating-comment", maxlength: "1000", rows: "2", "aria-describedby": "rating-hint" }));
  const wrong = el("p", { class: "error", role: "alert" });
  const form = el("form", { novalidate: true },
    el("fieldset", {}, el("legend", {}, words.howWasIt), ...scores.map(({ line }) => line)),
    el("label", { for: "rating-comment" }, words.rateComment),
    el("p", { class: "hint", id: "rating-hint" }, words.rateHint), comment, wrong,
    el("button", { type: "submit", class: "primary" }, words.rateSend));
  const thanks = el("p", { role: "status" });
  const part = el("div", { class: "rating", hidden: true }, form, thanks);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const chosen = scores.find(({ input }) => input.checked);
    wrong.textContent = chosen ? "" : words.rateChoose;
    if (chosen) rate({ score: Number(chosen.input.value), comment: comment.value.trim() });
    else scores[0].input.focus();
  });

  /** Asks, or no longer. @param {boolean} asking */
  function ask(asking) {
    if (asking) thanks.textContent = "";
    form.hidden = !asking;
    part.hidden = !asking && !thanks.textContent;
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

  return { part, ask, done, clear };
}
