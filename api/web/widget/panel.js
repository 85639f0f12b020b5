import { el } from "./dom.js";
import { composer } from "./composer.js";
import { copyPart } from "./copy.js";
import { noticePart } from "./notice.js";
import { ratingPart } from "./rating.js";
import { waitingPart } from "./waiting.js";

/**
 * The panel's parts that something is done with later.
 *
 * @param {import("./types.js").Strings} words
 * @param {string} council
 * @param {string} base where Reeve runs
 * @param {Record<"open" | "close" | "leave" | "retry" | "talk" | "end" | "save" | "erase" | "restart" | "carryOn", () => void> & {send: (text: string) => void, contact: (contact: import("./types.js").Contact) => void, rate: (said: import("./types.js").Satisfaction) => void, sendCopy: (email: string, safe: boolean) => Promise<void>}} act
 */
export function buildPanel(words, council, base, act) {
  const unread = el("span", { class: "unread" });
  const launcher = el("button", { type: "button", class: "launcher", "aria-haspopup": "dialog", onclick: act.open }, words.launcher, unread);
  const news = el("p", { class: "unseen", role: "status" });
  const launch = el("section", { class: "launch", "aria-label": words.region }, launcher, news);

  const title = el("h2", { id: "title", tabindex: "-1" }, words.title(council));
  const leave = el("button", { type: "button", class: "leave", hidden: true, onclick: act.leave }, words.leave);
  const close = el("button", { type: "button", class: "close", onclick: act.close, "aria-label": words.closeLong }, words.close);
  const head = el("div", { class: "head" }, title, el("div", { class: "head-buttons" }, leave, close));

  const notice = noticePart(words, base);
  const list = el("ol", { class: "messages" });
  const log = el("div", { class: "log", role: "log", "aria-live": "polite", "aria-label": words.log, tabindex: "0" }, list);
  const banner = el("p", { class: "banner", role: "status" });
  const status = el("p", { class: "status", role: "status" });

  const problem = el("p", { class: "problem-text" });
  const retry = el("button", { type: "button", class: "retry", onclick: act.retry }, words.retry);
  const failure = el("div", { class: "problem", hidden: true }, problem, el("p", {}, words.danger), retry);
  const alert = el("div", { role: "alert" }, failure);

  const rating = ratingPart(words, act.rate);
  const waiting = waitingPart(words, act);
  const write = composer(words, act.send);
  const endYes = el("button", { type: "button", class: "warning", onclick: act.end }, words.endYes);
  const endNo = el("button", { type: "button", class: "plain", onclick: () => ask(false) }, words.endNo);
  const confirm = el("div", { class: "confirm", role: "group", "aria-labelledby": "end-question", hidden: true },
    el("p", { id: "end-question" }, words.endQuestion), endYes, endNo);
  const eraseYes = el("button", { type: "button", class: "warning", onclick: act.erase }, words.eraseYes);
  const eraseNo = el("button", { type: "button", class: "plain", onclick: () => askErase(false) }, words.endNo);
  const confirmErase = el("div", { class: "confirm", role: "group", "aria-labelledby": "erase-question", hidden: true },
    el("p", { id: "erase-question" }, words.eraseQuestion), eraseYes, eraseNo);
  const talk = el("button", { type: "button", class: "plain talk", onclick: act.talk }, words.talk);
  const end = el("button", { type: "button", class: "plain", onclick: () => ask(true) }, words.end);
  const erase = el("button", { type: "button", class: "plain", onclick: () => askErase(true) }, words.erase);
  const save = el("button", { type: "button", class: "plain", onclick: act.save }, words.save);
  const copying = copyPart(words, act.sendCopy);
  const foot = el("div", { class: "foot" }, talk, end, save, erase, copying.part);

  const again = el("button", { type: "button", class: "primary", onclick: act.restart }, words.startAgain);
  const over = el("div", { class: "over", hidden: true }, el("p", {}), again);

  const dialog = el("dialog", { class: "panel", "aria-labelledby": "title", lang: words.lang },
    head, notice.part, banner, waiting.part, log, status, alert, rating.announced, rating.part, write.form, foot, confirm, confirmErase, over);

  /** Asks whether to end the chat, or takes the question back. @param {boolean} asking */
  function ask(asking) {
    confirm.hidden = !asking;
    foot.hidden = asking;
    (asking ? endYes : end).focus();
  }

  /** Asks whether to delete the conversation, or takes the question back. @param {boolean} asking */
  function askErase(asking) {
    confirmErase.hidden = !asking;
    foot.hidden = asking;
    (asking ? eraseYes : erase).focus();
  }

  return { notice, launch, launcher, unread, news, dialog, title, leave, log, list, banner, status, failure, problem, retry, rating, waiting, copying, write, foot, confirm, confirmErase, end, over, again, ask, askErase };
}

/** @typedef {ReturnType<typeof buildPanel>} Parts */
