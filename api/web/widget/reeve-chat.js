/**
 * The council's chat on any page: `<script type="module" src="https://reeve.example/widget/reeve-chat.js"></script>`.
 * Adds a `<reeve-chat>` where the page has none. A page that places it itself may set these attributes:
 * `council` (its name, for the title), `lang`, `api` (where Reeve runs, when not where this script came from).
 */

import { Api } from "./api.js";
import { Conversation } from "./conversation.js";
import { Memory } from "./memory.js";
import { buildPanel } from "./panel.js";
import { ChatScreen } from "./screen.js";
import { stringsFor } from "./strings.js";
import { styleSheet } from "./styles.js";

const PHONE = "(max-width: 40em)";
const NEUTRAL_SITE = "https://www.bbc.co.uk/weather";

/** The launcher button and the chat panel. */
export class ReeveChat extends HTMLElement {
  /** @type {import("./panel.js").Parts} */ #parts;
  /** @type {Conversation} */ #conversation;
  /** @type {ChatScreen} */ #screen;
  #memory = new Memory();
  #phone = matchMedia(PHONE);
  /** @type {(() => Promise<{text: string, link?: string | null} | null>) | null} the council's banner, on a page that does not show it */
  #banner = null;
  /** @type {AbortController | null} */ #attached = null;

  constructor() {
    super();
    const root = this.attachShadow({ mode: "open" });
    root.adoptedStyleSheets = [styleSheet()];
  }

  connectedCallback() {
    if (!this.#parts) this.#build();
    this.#attached = new AbortController();
    const { signal } = this.#attached;
    this.#parts.dialog.addEventListener("keydown", (event) => this.#escape(event), { signal });
    this.#parts.dialog.addEventListener("cancel", (event) => this.#dismiss(event), { signal });
    this.#phone.addEventListener("change", () => this.#fit(), { signal });
    this.#parts.write.input.addEventListener("input", () => this.#conversation.types(), { signal });
    document.addEventListener("visibilitychange", () => this.#read(), { signal });
    this.#parts.dialog.addEventListener("focusin", () => this.#read(), { signal });
    addEventListener("offline", () => this.#screen.online(false), { signal });
    addEventListener("online", () => this.#screen.online(true), { signal });
    if (this.#memory.session) this.#resume();
  }

  disconnectedCallback() {
    this.#attached?.abort();
    this.#conversation.pause();
  }

  /** Opens the panel, moves the focus into it and starts or resumes the conversation. */
  open() {
    this.#show();
    this.#focusInside();
    this.#memory.keep({ open: true });
    this.#screen.read();
    this.#conversation.open();
  }

  /** Closes the panel and returns the focus; the conversation goes on. */
  close() {
    this.#parts.dialog.close();
    this.#parts.launch.hidden = false;
    this.#parts.launcher.focus();
    this.#memory.keep({ open: false });
  }

  /**
   * Opens the panel and sends a message.
   *
   * @param {string} text
   * @param {string} [choice]
   */
  async ask(text, choice) {
    this.open();
    if (!text) return;
    if (!(await this.#conversation.open())) {
      this.#screen.draft(text);
      return this.#conversation.helpAtOnce(text);
    }
    if (this.#conversation.owner === "closed") await this.#restart();
    if (!this.#conversation.send(text, choice)) this.#screen.draft(text);
  }

  #build() {
    const words = stringsFor(this.getAttribute("lang") ?? document.documentElement.lang);
    const base = this.getAttribute("api") ?? new URL("..", import.meta.url).href;
    const parts = buildPanel(words, this.getAttribute("council") ?? words.theCouncil, base, {
      open: () => this.open(),
      close: () => this.close(),
      leave: () => this.#leave(),
      retry: () => this.#retry(),
      send: (text) => this.#send(text),
      talk: () => this.#conversation.send(words.talk, "person"),
      end: () => this.#end(),
      save: () => this.#save(),
      sendCopy: (email, safe) => this.#conversation.sendCopy(email, safe),
      erase: () => this.#erase(),
      restart: () => this.#restart(),
      carryOn: () => this.#tried(this.#conversation.carryOn()),
      rate: (said) => this.#rate(said),
      contact: (contact) => this.#tried(this.#conversation.leaveContact(contact)),
    });
    const attach = {
      photo: (/** @type {File} */ file) => this.#conversation.sendPhoto(file, words.photoAdded),
      place: (/** @type {number} */ latitude, /** @type {number} */ longitude) =>
        void this.#conversation.send(words.placeSent, `place:geo:${latitude.toFixed(5)},${longitude.toFixed(5)}`),
    };
    const setting = { words, base, attach, leave: () => this.#leave(), announce: (/** @type {string} */ text) => this.#screen.announce(text) };
    this.#parts = parts;
    this.#screen = new ChatScreen(parts, setting, (choice) => this.#choose(choice), () => this.#read());
    const api = new Api(base);
    this.#conversation = new Conversation(api, this.#memory, this.#screen);
    if (new URL(base, location.href).origin !== location.origin) this.#banner = () => api.banner();
    this.shadowRoot?.append(parts.launch, parts.dialog);
  }

  /** After a reload: the panel is there again, but the page keeps the focus, and on a phone the screen. */
  #resume() {
    if (this.#memory.open && !this.#phone.matches) this.#show();
    this.#conversation.open();
  }

  #show() {
    const { dialog, launch, notice } = this.#parts;
    launch.hidden = true;
    if (dialog.open) return;
    this.#banner?.().then(notice.show).catch(() => {}); // the chat works without it
    if (this.#phone.matches) dialog.showModal();
    else dialog.setAttribute("open", ""); // show() would take the focus, also after a reload
  }

  /** A turned phone or a changed zoom may need the other kind of panel. */
  #fit() {
    const { dialog } = this.#parts;
    if (!dialog.open) return;
    const focused = /** @type {HTMLElement | null} */ (this.shadowRoot?.activeElement);
    dialog.close();
    this.#show();
    focused?.focus();
  }

  /** On a phone the heading, so that no keyboard covers the messages. */
  #focusInside() {
    const { over, again, title, write } = this.#parts;
    if (!over.hidden) again.focus();
    else (this.#phone.matches ? title : write.input).focus();
  }

  /** @param {KeyboardEvent} event */
  #escape(event) {
    if (event.key !== "Escape" || event.isComposing) return;
    event.preventDefault();
    event.stopPropagation();
    if (!this.#parts.confirm.hidden) this.#parts.ask(false);
    else if (!this.#parts.confirmErase.hidden) this.#parts.askErase(false);
    else this.close();
  }

  /** The back gesture of a phone. @param {Event} event */
  #dismiss(event) {
    event.preventDefault();
    this.close();
  }

  /** @param {string} text */
  #send(text) {
    if (this.#conversation.send(text)) this.#parts.write.clear();
  }

  /** @param {import("./types.js").Choice} choice */
  #choose({ title, choice }) {
    this.#focusInside();
    this.#conversation.send(title, choice);
  }

  /** Tells what was read, when the messages are before somebody's eyes. */
  #read() {
    if (this.#parts.dialog.open && document.visibilityState === "visible") this.#conversation.reads();
  }

  /** Something that may fail, said then and there. @param {Promise<void>} doing */
  async #tried(doing) {
    try {
      await doing;
      this.#focusInside();
    } catch (error) {
      this.#screen.explain(/** @type {import("./api.js").Problem} */ (error));
    }
  }

  /** @param {import("./types.js").Satisfaction} said */
  async #rate(said) {
    try {
      await this.#conversation.rate(said);
      this.#parts.rating.done();
      this.#focusInside();
    } catch (error) {
      this.#screen.explain(/** @type {import("./api.js").Problem} */ (error));
    }
  }

  #retry() {
    this.#focusInside();
    this.#screen.retrying();
    this.#conversation.retry();
  }

  #end() {
    this.#conversation.end();
    this.#parts.again.focus();
  }

  /** A text file of the conversation, made here so that its address tells nobody anything. */
  async #save() {
    try {
      const words = stringsFor(this.getAttribute("lang") ?? document.documentElement.lang);
      const address = URL.createObjectURL(new Blob([await this.#conversation.copy()], { type: "text/plain" }));
      const link = Object.assign(document.createElement("a"), { href: address, download: words.saveName });
      link.click();
      URL.revokeObjectURL(address);
    } catch (error) {
      this.#screen.fail(/** @type {import("./api.js").Problem} */ (error));
    }
  }

  async #erase() {
    try {
      await this.#conversation.erase();
      this.#parts.again.focus();
    } catch (error) {
      this.#parts.askErase(false);
      this.#screen.fail(/** @type {import("./api.js").Problem} */ (error));
    }
  }

  async #restart() {
    this.#conversation.forget();
    this.#screen.clear();
    this.#screen.owner("bot");
    this.#memory.keep({ open: true });
    this.#focusInside();
    await this.#conversation.open();
  }

  /** Nothing of the chat stays in this tab, and "back" does not return to this page. */
  #leave() {
    this.#conversation.forget();
    this.remove();
    document.documentElement.hidden = true;
    location.replace(NEUTRAL_SITE);
  }
}

/** Makes the element known, and adds one where the page has none. */
function embed() {
  if (!customElements.get("reeve-chat")) customElements.define("reeve-chat", ReeveChat);
  if (!document.querySelector("reeve-chat")) document.body.append(document.createElement("reeve-chat"));
}

if (document.readyState === "loading") addEventListener("DOMContentLoaded", embed, { once: true });
else embed();
