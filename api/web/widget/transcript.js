import { attachGroup } from "./attach.js";
import { choiceGroup, messageItem, noteItem, pendingItem } from "./render.js";

/** @typedef {import("./types.js").Message} Message */

/** The list of messages on the screen. */
export class Transcript {
  /** @type {HTMLLIElement | null} */ #pending = null;
  /** @type {HTMLLIElement | null} */ #settled = null;
  /** @type {HTMLElement | null} */ #choices = null;
  /** @type {HTMLElement | null} */ #attach = null;

  /**
   * @param {HTMLOListElement} list
   * @param {HTMLElement} log the live region around it
   * @param {import("./render.js").Setting} setting
   * @param {(choice: import("./types.js").Choice) => void} choose
   */
  constructor(list, log, setting, choose) {
    this.list = list;
    this.log = log;
    this.setting = setting;
    this.choose = choose;
  }

  /** Shows a message in its place by id; what was already there is left alone. @param {Message} message */
  add(message) {
    if (message.sender === "resident") this.list.querySelector(".unsent")?.remove();
    const item = messageItem(message, this.setting);
    const isLater = (/** @type {Element} */ other) => Number(other.getAttribute("data-id")) > message.id;
    const later = message.id ? [...this.list.children].find(isLater) : undefined; // without an id it is the newest
    this.list.insertBefore(item, later ?? null);
    if (!later) this.#offer(item, message);
    return item;
  }

  /** Shows earlier messages without having them read out. @param {Message[]} messages */
  fill(messages) {
    this.log.setAttribute("aria-live", "off");
    messages.forEach((message) => this.add(message));
    setTimeout(() => this.log.setAttribute("aria-live", "polite"), 1000);
  }

  /** @param {string} text the resident's own words, on their way */
  pend(text) {
    this.#withdraw();
    this.#pending?.classList.replace("pending", "unsent");
    this.#pending = this.list.appendChild(pendingItem(text, this.setting.words));
    return this.#pending;
  }

  /** Says at the waiting message that it was not sent. */
  unsent() {
    this.#state(this.setting.words.notSent);
  }

  /** Says at the waiting message that it is on its way again. */
  resending() {
    this.#state(this.setting.words.sending);
  }

  /** The resident's words as they were stored take the place of those typed. @param {Message} message */
  settle(message) {
    const item = messageItem(message, this.setting);
    this.#settled = item;
    if (!this.#pending) this.list.append(item);
    else if (this.#pending.querySelector(".words")?.textContent === message.text) this.#keep(item, message);
    else this.#pending.replaceWith(item);
    this.#pending = null;
  }

  /** A remark of the panel's own, below the resident's last message, whatever was answered meanwhile. @param {string} text */
  note(text) {
    const item = noteItem(text, this.setting.words);
    if (this.#settled?.isConnected) this.#settled.after(item);
    else this.list.append(item);
  }

  /** @param {number} id @returns {boolean} whether the newest message is the resident's own and has at most this id */
  readUpTo(id) {
    const newest = /** @type {HTMLElement | null} */ (this.list.lastElementChild);
    const own = Number(newest?.dataset.id);
    return Boolean(newest?.classList.contains("resident") && own && own <= id);
  }

  clear() {
    this.list.replaceChildren();
    this.#pending = null;
    this.#choices = null;
    this.#attach = null;
  }

  /** Unchanged words stay where they are, so that a screen reader does not read them twice. @type {(item: HTMLLIElement, message: Message) => void} */
  #keep(item, message) {
    const shown = /** @type {HTMLLIElement} */ (this.#pending);
    shown.className = item.className;
    shown.dataset.id = String(message.id);
    shown.querySelector(".state")?.remove();
    this.#settled = shown;
  }

  /** @param {string} words */
  #state(words) {
    const state = this.#pending?.querySelector(".state");
    if (state && state.textContent !== words) state.textContent = words;
  }

  /** @type {(item: HTMLLIElement, message: Message) => void} */
  #offer(item, message) {
    this.#withdraw();
    if (message.wants) {
      this.#attach = item.appendChild(attachGroup(message.wants, this.setting.words, this.setting.attach));
    }
    if (!message.buttons?.length) return;
    this.#choices = item.appendChild(choiceGroup(message.buttons, this.setting.words, this.choose));
  }

  #withdraw() {
    this.#choices?.remove();
    this.#attach?.remove();
    this.#choices = this.#attach = null;
  }
}
