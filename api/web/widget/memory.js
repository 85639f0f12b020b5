const KEY = "reeve:chat";

/**
 * What outlives a reload in this tab: the conversation's id and token, whether the panel is open, whether hiding was
 * explained. Never a word of the conversation. Where the browser keeps nothing, it lasts as long as the page.
 */
export class Memory {
  /** @type {{session?: import("./types.js").Session, open?: boolean, explained?: boolean}} */
  #values = {};

  constructor() {
    try {
      this.#values = JSON.parse(sessionStorage.getItem(KEY) ?? "{}");
    } catch {
      this.#values = {};
    }
  }

  /** @returns {import("./types.js").Session | undefined} */
  get session() {
    return this.#values.session;
  }

  get open() {
    return this.#values.open === true;
  }

  get explained() {
    return this.#values.explained === true;
  }

  /** @param {{session?: import("./types.js").Session, open?: boolean, explained?: boolean}} values */
  keep(values) {
    this.#values = { ...this.#values, ...values };
    try {
      sessionStorage.setItem(KEY, JSON.stringify(this.#values));
    } catch {
      // A browser that keeps nothing still chats; a reload then starts again.
    }
  }

  /** Forgets the conversation. */
  clear() {
    this.#values = {};
    try {
      sessionStorage.removeItem(KEY);
    } catch {
      // Nothing was kept.
    }
  }
}
