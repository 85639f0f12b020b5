import { Transcript } from "./transcript.js";

const TYPING_AFTER = 400; // milliseconds; a faster answer needs no "writing"

/** @typedef {import("./types.js").View} View */

/**
 * Shows what a conversation tells: transcript, banners, errors.
 *
 * @implements {View}
 */
export class ChatScreen {
  #unread = 0;
  #owner = "bot";
  #linked = true;
  #raised = false;
  /** @type {Element | null} a card keeps the top until the resident or a person writes, however the rest arrives */
  #first = null;
  /** @type {Element | null} */ #firstUnread = null;
  /** @type {string | null} */ #officer = null;
  /** @type {import("./types.js").Standing | null} */ #standing = null;
  /** @type {ReturnType<typeof setTimeout> | undefined} */ #theyType;
  /** @type {ReturnType<typeof setTimeout> | undefined} */ #typing;

  /**
   * @param {import("./panel.js").Parts} parts
   * @param {import("./render.js").Setting} setting
   * @param {(choice: import("./types.js").Choice) => void} choose
   * @param {() => void} shown called when something new is on the screen
   */
  constructor(parts, setting, choose, shown) {
    this.parts = parts;
    this.shown = shown;
    this.words = setting.words;
    this.transcript = new Transcript(parts.list, parts.log, setting, choose);
  }

  /** @param {import("./types.js").Message} message */
  add(message) {
    const reading = !this.#atEnd();
    const item = this.transcript.add(message);
    this.#notice(message);
    if (message.sender === "resident") this.#problem(null);
    else if (!this.parts.dialog.open) this.#missed(item);
    if (message.card) this.#first = item;
    else if (message.sender === "staff") this.#first = null;
    if (!reading || message.card) this.#bringUp(item);
    this.shown();
  }

  /** @param {import("./types.js").Message[]} messages */
  fill(messages) {
    this.transcript.fill(messages);
    messages.forEach((message) => this.#notice(message));
    this.#bringUp(this.parts.list.lastElementChild);
  }

  /** @param {string} text */
  pend(text) {
    this.#problem(null);
    this.#first = null;
    this.#bringUp(this.transcript.pend(text));
  }

  /** @param {import("./types.js").Message} message */
  settle(message) {
    this.#problem(null);
    this.transcript.settle(message);
    this.#bringUp(this.parts.list.lastElementChild); // its answers follow below it
  }

  /** @param {import("./api.js").Problem} problem */
  fail({ status, code, detail }) {
    const { offline, slow, unreachable, failed } = this.words;
    this.transcript.unsent();
    if (detail) this.#problem(detail);
    else if (!navigator.onLine) this.#problem(offline);
    else if (code === "slow") this.#problem(slow);
    else this.#problem(status === 0 ? unreachable : failed);
    this.#bringUp(this.parts.list.lastElementChild);
  }

  /** Why something besides a message failed. @param {import("./api.js").Problem} problem */
  explain({ status, detail }) {
    this.announce(detail ?? (status === 0 ? this.words.unreachable : this.words.failed));
  }

  /** The resident wants another try. */
  retrying() {
    this.#problem(null);
    this.transcript.resending();
  }

  /** @param {"expired" | "explainHidden" | "deleted" | "deletedDetails"} key */
  note(key) {
    this.transcript.note(this.words[key]);
  }

  /** @param {"starting" | "typing" | null} what */
  busy(what) {
    clearTimeout(this.#typing);
    if (!what || (what === "typing" && this.#owner !== "bot")) return this.#state();
    this.#typing = setTimeout(() => this.announce(this.words[what]), TYPING_AFTER);
  }

  /** @param {boolean} linked */
  connected(linked) {
    this.#linked = linked;
    this.#state();
  }

  /** @param {boolean} online */
  online(online) {
    if (online) this.#state();
    else this.announce(this.words.offline);
  }

  /** @param {import("./types.js").Owner} owner */
  owner(owner) {
    this.#owner = owner;
    if (owner !== "waiting" && owner !== "person") this.#standing = null;
    const { waiting, person } = this.words;
    const banner = owner === "waiting" ? waiting : owner === "person" ? person(this.#name(), this.#standing?.team ?? null) : "";
    if (this.parts.banner.textContent !== banner) this.parts.banner.textContent = banner;
    this.parts.waiting.show(owner === "waiting" ? this.#standing : null);
    const over = owner === "closed";
    this.parts.over.hidden = !over;
    this.parts.write.form.hidden = over;
    this.parts.foot.hidden = over || this.#asked();
    if (!over) return;
    this.parts.confirm.hidden = true;
    this.parts.confirmErase.hidden = true;
    this.#problem(null);
    const last = [...this.parts.list.querySelectorAll(".reference")].at(-1);
    this.parts.over.firstElementChild?.replaceChildren(this.words.ended(last?.textContent ?? undefined));
  }

  /** @returns {boolean} whether the resident is asked something that news must not take away */
  #asked() {
    return !this.parts.confirm.hidden || !this.parts.confirmErase.hidden;
  }

  /** @param {import("./types.js").Standing | null} standing */
  standing(standing) {
    this.#standing = standing;
    this.owner(/** @type {import("./types.js").Owner} */ (this.#owner));
    this.#state();
  }

  /** @param {boolean} asking @param {string | null} [lang] the conversation's language where it is not English */
  rating(asking, lang) {
    this.parts.rating.ask(asking, lang ?? null);
  }

  /** @param {number} seconds */
  theyType(seconds) {
    clearTimeout(this.#theyType);
    this.announce(this.words.theyType(this.#name()));
    this.#theyType = setTimeout(() => this.#state(), seconds * 1000);
  }

  clear() {
    this.transcript.clear();
    this.#first = null;
    this.#officer = null;
    this.#standing = null;
    this.parts.waiting.show(null);
    this.parts.rating.clear();
    this.parts.copying.clear();
    this.#problem(null);
    this.parts.leave.hidden = true;
  }

  /** The panel was opened: shows what came while it was closed, or else the end. */
  read() {
    this.#bringUp(this.#firstUnread ?? this.parts.list.lastElementChild);
    this.#firstUnread = null;
    this.#unread = 0;
    this.parts.unread.textContent = "";
    this.parts.news.textContent = "";
  }

  /** Puts words into the box that could not be sent. @param {string} text */
  draft(text) {
    if (text && !this.parts.write.input.value) this.parts.write.input.value = text;
  }

  /** @param {string} text said to everybody in the status line */
  announce(text) {
    if (this.parts.status.textContent !== text) this.parts.status.textContent = text;
  }

  /** A person may wait for words through a broken line, so that is said; the assistant answers without one. */
  #state() {
    const lost = !this.#linked && (this.#owner === "waiting" || this.#owner === "person");
    const read = this.#owner === "person" && this.transcript.readUpTo(this.#standing?.read ?? 0);
    this.announce(!navigator.onLine ? this.words.offline : lost ? this.words.reconnecting : read ? this.words.read : "");
  }

  /** @returns {string | null} who talks to the resident */
  #name() {
    return this.#standing?.name ?? this.#officer;
  }

  /** @param {import("./types.js").Message} message */
  #notice(message) {
    if (message.card?.leave_page) this.parts.leave.hidden = false;
    if (message.sender === "staff") clearTimeout(this.#theyType);
    if (message.sender === "staff" && this.#owner === "person") this.#state();
    if (message.sender !== "staff" || !message.sender_name) return;
    this.#officer = message.sender_name;
    if (this.#owner === "person") this.owner("person");
  }

  /** @param {Element} item */
  #missed(item) {
    this.#firstUnread ??= item;
    this.#unread += 1;
    this.parts.unread.textContent = this.words.unread(this.#unread);
    this.parts.news.textContent = this.words.unread(this.#unread);
  }

  /** @param {string | null} text */
  #problem(text) {
    this.parts.failure.hidden = text === null;
    this.parts.problem.textContent = text ?? "";
  }

  /** @returns {HTMLElement} what scrolls: the messages, or on a low screen the whole panel */
  #scroller() {
    const { log, dialog } = this.parts;
    return getComputedStyle(log).overflowY === "visible" ? dialog : log;
  }

  /** @returns {boolean} whether the newest message is in sight, so that the next one may move the view */
  #atEnd() {
    const { scrollHeight, scrollTop, clientHeight } = this.#scroller();
    return this.#raised || scrollHeight - scrollTop - clientHeight < 80;
  }

  /** Moves the start of a message to the top without moving the page; of several, help in a crisis, or else the first. @param {Element | null} item */
  #bringUp(item) {
    if (!item || this.#raised) return;
    const scroller = this.#scroller();
    this.#raised = true;
    queueMicrotask(() => {
      this.#raised = false;
      const top = this.#first ?? item;
      scroller.scrollTop += top.getBoundingClientRect().top - scroller.getBoundingClientRect().top - 12;
    });
  }
}
