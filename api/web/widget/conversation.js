import { Problem } from "./api.js";
import { listen } from "./events.js";
import { newKey } from "./key.js";
import { hasHidden } from "./placeholders.js";

/** @typedef {import("./types.js").Message} Message */

const TYPING_EVERY = 3000; // milliseconds between two tellings that the resident types

/** One resident's conversation: starts or resumes it, sends, retries, and follows what others say. */
export class Conversation {
  /** @type {Set<number>} */ #seen = new Set();
  /** @type {import("./types.js").Enquiry | null} */ #pending = null;
  /** @type {Message[]} */ #held = [];
  /** @type {Promise<boolean> | null} */ #opening = null;
  /** @type {(() => void) | null} */ #stopListening = null;
  /** @type {string | null} */ #lastEvent = null;
  /** @type {import("./types.js").Owner} */ #owner = "bot";
  /** @type {{text: string, choice?: string} | null} */ #next = null;
  /** @type {import("./types.js").Session | null} */ #ended = null; // may still be rated, from this page only
  #sending = false;
  #toldTyping = 0;
  #toldRead = 0;

  /**
   * @param {import("./api.js").Api} api
   * @param {import("./memory.js").Memory} memory
   * @param {import("./types.js").View} view
   */
  constructor(api, memory, view) {
    this.api = api;
    this.memory = memory;
    this.view = view;
  }

  get owner() {
    return this.#owner;
  }

  /**
   * Resumes this tab's conversation, or starts one. Safe to call often.
   *
   * @returns {Promise<boolean>} whether there is one now
   */
  open() {
    this.#opening ??= this.#open().finally(() => {
      this.#opening = null;
    });
    return this.#opening;
  }

  /**
   * Sends a message. While another is on its way only a choice is taken, and follows it: asking for a person always works.
   *
   * @param {string} text
   * @param {string} [choice]
   * @returns {boolean} whether it was taken
   */
  send(text, choice) {
    if (this.#sending && !choice) return false;
    if (this.#sending) {
      this.#next = { text, choice };
      return true;
    }
    this.#pending = { text, choice, key: newKey() };
    this.#toldTyping = 0; // what is typed after it is news again
    this.view.pend(text);
    this.retry();
    return true;
  }

  /**
   * Sends a photo, and then says so in the conversation. Raises Problem, and then nothing was sent.
   *
   * @param {File} file
   * @param {string} text
   */
  async sendPhoto(file, text) {
    const { session } = this.memory;
    if (!session) return;
    const { code } = await this.api.photo(session, file);
    this.send(text, `photo:${code}`);
  }

  /** Tries again what was not done: sends the waiting message, under the same key, or opens the conversation. */
  async retry() {
    if (this.#sending) return;
    this.#sending = true;
    try {
      if (!(await this.open())) await this.helpAtOnce(this.#pending?.text ?? "");
      else if (this.#pending) {
        this.view.busy("typing");
        await this.#deliver();
      }
    } catch (error) {
      if (this.#pending && !this.#adopt()) this.view.fail(/** @type {Problem} */ (error));
    } finally {
      this.#sending = false;
      this.view.busy(null);
    }
    const next = this.#next;
    this.#next = null;
    if (next) this.send(next.text, next.choice);
  }

  /** Goes on with the assistant instead of waiting. Raises Problem. */
  async carryOn() {
    const { session } = this.memory;
    if (session) this.#stand(await this.api.carryOn(session));
  }

  /** Leaves contact details. Raises Problem. @param {import("./types.js").Contact} contact */
  async leaveContact(contact) {
    const { session } = this.memory;
    if (session) this.#stand(await this.api.contact(session, contact));
  }

  /** The resident types; told now and then, and only where somebody may see it. */
  types() {
    const { session } = this.memory;
    if (!session || this.#owner !== "person" || Date.now() - this.#toldTyping < TYPING_EVERY) return;
    this.#toldTyping = Date.now();
    this.api.typing(session);
  }

  /** The resident has the messages before their eyes. */
  reads() {
    const { session } = this.memory;
    const newest = this.#seen.size ? Math.max(...this.#seen) : 0;
    if (!session || this.#owner !== "person" || newest <= this.#toldRead) return;
    this.#toldRead = newest;
    this.api.read(session, newest);
  }

  /** Ends the conversation, here at once and on the server as soon as it hears of it. */
  end() {
    const { session } = this.memory;
    this.forget();
    this.view.clear();
    this.#own("closed");
    if (session) this.#close(session);
  }

  /** Says how it went. Raises Problem. @param {import("./types.js").Satisfaction} said */
  async rate(said) {
    const session = this.memory.session ?? this.#ended;
    if (!session) return;
    const { messages } = await this.api.rate(session, said);
    messages.forEach((message) => this.view.add(message));
    this.#ended = null;
  }

  /** @param {import("./types.js").Session} session */
  async #close(session) {
    const { rate, lang } = await this.api.close(session).catch(() => ({ rate: false, lang: null }));
    if (!rate || this.memory.session || this.#owner !== "closed") return;
    this.#ended = session;
    this.view.rating(true, lang);
  }

  /** The words could not be sent: if they tell of danger, the numbers to call are shown all the same. @param {string} text */
  async helpAtOnce(text) {
    if (!text) return;
    const { messages } = await this.api.help(text).catch(() => ({ messages: [] }));
    messages.forEach((message) => this.view.add(message));
  }

  /** The conversation as plain text, personal details hidden. Raises Problem. */
  async copy() {
    const { session } = this.memory;
    return session ? this.api.copy(session) : "";
  }

  /** Sends the conversation by email. Raises Problem. @param {string} email @param {boolean} safe */
  async sendCopy(email, safe) {
    const { session } = this.memory;
    if (session) await this.api.sendCopy(session, email, safe);
  }

  /** Deletes the conversation on the server, and then here. Raises Problem, and then nothing was deleted. */
  async erase() {
    const { session } = this.memory;
    const kept = session ? await this.#erased(session) : [];
    this.forget();
    this.view.clear();
    this.#own("closed");
    this.view.note(kept.length ? "deletedDetails" : "deleted");
  }

  /** Forgets the conversation in this browser and nowhere else. */
  forget() {
    this.#stopListening?.();
    this.#stopListening = null;
    this.#seen.clear();
    this.#pending = null;
    this.#next = null;
    this.#held = [];
    this.#lastEvent = null;
    this.#toldRead = 0;
    this.#ended = null;
    this.memory.clear();
  }

  /** Stops following the conversation; it can be opened again. */
  pause() {
    this.#stopListening?.();
    this.#stopListening = null;
  }

  /** @param {import("./types.js").Session} session */
  async #erased(session) {
    try {
      return (await this.api.erase(session)).cases_kept;
    } catch (error) {
      if (isOver(error)) return [];
      throw error;
    }
  }

  async #open() {
    if (this.memory.session && this.#stopListening) return true;
    this.view.busy("starting");
    try {
      await (this.memory.session ? this.#resume(this.memory.session) : this.#start());
      return true;
    } catch (error) {
      this.view.fail(/** @type {Problem} */ (error));
      return false;
    } finally {
      this.view.busy(null);
    }
  }

  async #start() {
    const { id, token, messages } = await this.api.start();
    this.memory.keep({ session: { id, token } });
    this.#own("bot");
    messages.forEach((message) => this.#add(message));
    this.#follow({ id, token });
  }

  /** @param {import("./types.js").Session} session */
  async #resume(session) {
    try {
      const { owner, messages, standing, rate, lang } = await this.api.transcript(session);
      this.view.fill(messages.filter((message) => this.#isNew(message)));
      this.#own(owner);
      this.view.standing(standing ?? null);
      this.view.rating(rate ?? false, lang);
      if (owner !== "closed") this.#follow(session);
    } catch (error) {
      if (!isOver(error)) throw error;
      await this.#replace();
    }
  }

  /** The old conversation is over: starts another and says so. A message on its way goes into the new one. */
  async #replace() {
    const waiting = this.#pending;
    const { open } = this.memory;
    this.forget();
    this.memory.keep({ open });
    this.view.clear();
    this.view.note("expired");
    await this.#start();
    if (waiting) {
      this.#pending = { ...waiting, key: newKey() };
      this.view.pend(waiting.text);
    }
  }

  async #deliver() {
    try {
      await this.#post();
    } catch (error) {
      if (!isOver(error)) throw error;
      await this.#replace();
      await this.#post();
    }
  }

  async #post() {
    const { session } = this.memory;
    if (!session || !this.#pending) return;
    const answered = await this.api.send(session, this.#pending);
    if (this.memory.session?.id === session.id) this.#settle(answered);
  }

  /** @param {import("./types.js").Answered} answered */
  #settle({ owner, messages }) {
    const own = messages.find((message) => message.sender === "resident");
    if (own) this.#settleOwn(own);
    this.#pending = null;
    this.#release();
    messages.forEach((message) => this.#add(message));
    this.#own(owner);
  }

  /** @param {Message} own */
  #settleOwn(own) {
    this.#seen.add(own.id);
    this.view.settle(own);
    if (!hasHidden(own.text) || this.memory.explained) return;
    this.memory.keep({ explained: true });
    this.view.note("explainHidden");
  }

  /** When an answer was lost, live events may still show that the message itself arrived. @returns {boolean} */
  #adopt() {
    const own = this.#held[0];
    if (!own) return false;
    this.#settleOwn(own);
    this.#pending = null;
    this.#release();
    return true;
  }

  #release() {
    const held = this.#held;
    this.#held = [];
    held.forEach((message) => this.#add(message));
  }

  /** @param {Message} message */
  #add(message) {
    if (this.#isNew(message)) this.view.add(message);
  }

  /** @param {Message} message */
  #isNew(message) {
    if (!message.id) return true; // no table holds it, so it never comes twice
    if (this.#seen.has(message.id)) return false;
    this.#seen.add(message.id);
    return true;
  }

  /** @param {import("./types.js").Owner} owner */
  #own(owner) {
    this.#owner = owner;
    this.view.owner(owner);
    if (owner === "closed") this.pause();
  }

  /** @param {import("./types.js").Session} session */
  #follow(session) {
    this.pause();
    this.#stopListening = listen({
      connect: (signal) => this.api.events(session, this.#lastEvent ?? this.#lastMessage(), signal),
      onEvent: (event) => this.#hear(event),
      onUp: () => this.view.connected(true),
      onDown: () => this.view.connected(false),
      onRefused: () => this.pause(),
    });
  }

  /** @param {import("./types.js").Transcript} transcript */
  #stand({ owner, standing }) {
    this.#own(owner);
    this.view.standing(standing ?? null);
  }

  #lastMessage() {
    return this.#seen.size ? String(Math.max(...this.#seen)) : null;
  }

  /** @param {import("./events.js").ServerEvent} event */
  #hear({ event, data, id }) {
    if (id) this.#lastEvent = id;
    const value = JSON.parse(data);
    if (event === "message") this.#hearMessage(value);
    else if (event === "owner") this.#own(value.owner);
    else if (event === "standing") this.view.standing(value);
    else if (event === "rate") this.view.rating(value.ask, value.lang);
    else if (event === "typing") this.view.theyType(value.seconds);
  }

  /** The resident's own message comes back live before the answer does: it waits for the answer. @param {Message} message */
  #hearMessage(message) {
    const own = this.#pending && message.sender === "resident" && !this.#seen.has(message.id);
    if (!own) return this.#add(message);
    this.#held.push(message);
    if (!this.#sending) this.#adopt();
  }
}

/** @type {(error: unknown) => boolean} */
function isOver(error) {
  return error instanceof Problem && error.gone;
}
