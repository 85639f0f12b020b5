const UPLOAD_PATIENCE = 180_000; // milliseconds for a photo over a slow line
const PATIENCE = 45_000; // milliseconds; the longest that a resident waits before being offered another try

/** A request that failed, as the server explained it (RFC 9457), or status 0 when it was not reached. */
export class Problem extends Error {
  /**
   * @param {number} status
   * @param {string | null} detail plain words for the resident, when the server gave some
   * @param {string} code
   */
  constructor(status, detail, code) {
    super(detail ?? code);
    this.status = status;
    this.detail = detail;
    this.code = code;
  }

  /** @returns {boolean} whether the conversation is over or unknown, so that only a new one helps */
  get gone() {
    return [401, 404, 410].includes(this.status);
  }
}

/** The chat's HTTP interface. Every method raises Problem. */
export class Api {
  /** @param {string} base where Reeve runs, such as "https://reeve.example" */
  constructor(base) {
    this.banners = `${base.replace(/\/$/, "")}/api/v1/banner`;
    this.root = `${base.replace(/\/$/, "")}/api/v1/conversations`;
  }

  /** What the council has put at the top of its own pages; kept a minute by the browser. @returns {Promise<{text: string, link?: string | null} | null>} */
  async banner() {
    const signal = AbortSignal.timeout(PATIENCE);
    const response = await fetch(this.banners, { credentials: "omit", signal });
    return response.ok ? (await response.json()).banner : null;
  }

  /** @returns {Promise<import("./types.js").Started>} */
  start() {
    return this.#json("", { method: "POST" });
  }

  /**
   * @param {import("./types.js").Session} session
   * @param {import("./types.js").Enquiry} enquiry its key is the same for every try, so that it is handled once
   * @returns {Promise<import("./types.js").Answered>}
   */
  send(session, { text, choice, key }) {
    return this.#json(`/${session.id}/messages`, {
      method: "POST",
      headers: { ...bearer(session), "Content-Type": "application/json", "Idempotency-Key": key },
      body: JSON.stringify(choice ? { text, choice } : { text }),
    });
  }

  /**
   * Adds a photo to the conversation.
   *
   * @param {import("./types.js").Session} session
   * @param {File} file
   * @returns {Promise<{code: string}>}
   */
  photo(session, file) {
    const body = new FormData();
    body.append("photo", file);
    const signal = AbortSignal.timeout(UPLOAD_PATIENCE);
    return this.#json(`/${session.id}/photos`, { method: "POST", headers: bearer(session), body, signal });
  }

  /**
   * @param {import("./types.js").Session} session
   * @returns {Promise<import("./types.js").Transcript>}
   */
  transcript(session) {
    return this.#json(`/${session.id}/messages`, { headers: bearer(session) });
  }

  /**
   * Help in an emergency for words that no conversation could take.
   *
   * @param {string} text
   * @returns {Promise<{messages: import("./types.js").Message[]}>} no messages when they tell of no danger
   */
  help(text) {
    const headers = { "Content-Type": "application/json" };
    return this.#json("/help", { method: "POST", headers, body: JSON.stringify({ text }) });
  }

  /**
   * @param {import("./types.js").Session} session
   * @returns {Promise<string>} the conversation as plain text
   */
  async copy(session) {
    return (await this.#fetch(`/${session.id}/transcript`, { headers: bearer(session) })).text();
  }

  /**
   * Sends the conversation by email. Refused as `ask_first` where an email may be read by somebody else.
   *
   * @param {import("./types.js").Session} session
   * @param {string} email
   * @param {boolean} safe whether the resident said that it is safe
   */
  sendCopy(session, email, safe) {
    const headers = { ...bearer(session), "Content-Type": "application/json" };
    return this.#json(`/${session.id}/transcript`, { method: "POST", headers, body: JSON.stringify({ email, safe }) });
  }

  /**
   * Deletes the conversation on the server.
   *
   * @param {import("./types.js").Session} session
   * @returns {Promise<{cases_kept: string[]}>} the work that goes on without personal details
   */
  erase(session) {
    return this.#json(`/${session.id}/erase`, { method: "POST", headers: bearer(session) });
  }

  /**
   * Goes on with the assistant instead of waiting for a person.
   *
   * @param {import("./types.js").Session} session
   * @returns {Promise<import("./types.js").Transcript>} without messages
   */
  carryOn(session) {
    return this.#json(`/${session.id}/carry-on`, { method: "POST", headers: bearer(session) });
  }

  /**
   * Leaves contact details for the enquiry under way.
   *
   * @param {import("./types.js").Session} session
   * @param {import("./types.js").Contact} contact
   * @returns {Promise<import("./types.js").Transcript>} without messages
   */
  contact(session, contact) {
    const headers = { ...bearer(session), "Content-Type": "application/json" };
    return this.#json(`/${session.id}/contact`, { method: "POST", headers, body: JSON.stringify(contact) });
  }

  /**
   * Says that the resident types. Nothing is lost when it fails.
   *
   * @param {import("./types.js").Session} session
   */
  typing(session) {
    this.#fetch(`/${session.id}/typing`, { method: "POST", headers: bearer(session) }).catch(() => {});
  }

  /**
   * Says up to which message the resident has read. Nothing is lost when it fails.
   *
   * @param {import("./types.js").Session} session
   * @param {number} id
   */
  read(session, id) {
    const headers = { ...bearer(session), "Content-Type": "application/json" };
    this.#fetch(`/${session.id}/read`, { method: "POST", headers, body: JSON.stringify({ id }) }).catch(() => {});
  }

  /**
   * Tells the server that the resident ended the chat.
   *
   * @param {import("./types.js").Session} session
   * @returns {Promise<import("./types.js").Transcript>}
   */
  close(session) {
    return this.#json(`/${session.id}/close`, { method: "POST", headers: bearer(session), keepalive: true });
  }

  /**
   * Says how it went. Sent again, the first one stands.
   *
   * @param {import("./types.js").Session} session
   * @param {import("./types.js").Satisfaction} said
   * @returns {Promise<{messages: import("./types.js").Message[]}>} help, where the comment tells of danger
   */
  rate(session, said) {
    const headers = { ...bearer(session), "Content-Type": "application/json" };
    return this.#json(`/${session.id}/rating`, { method: "POST", headers, body: JSON.stringify(said) });
  }

  /**
   * @param {import("./types.js").Session} session
   * @param {string | null} lastId id of the last event seen
   * @param {AbortSignal} signal
   * @returns {Promise<ReadableStream<Uint8Array>>} the live events
   */
  async events(session, lastId, signal) {
    const headers = { ...bearer(session), Accept: "text/event-stream", ...(lastId ? { "Last-Event-ID": lastId } : {}) };
    const response = await this.#fetch(`/${session.id}/events`, { headers, signal, cache: "no-store" });
    if (!response.body) throw new Problem(0, null, "no_stream");
    return response.body;
  }

  /** @type {(path: string, options: RequestInit) => Promise<any>} */
  async #json(path, options) {
    const signal = AbortSignal.timeout(PATIENCE);
    const response = await this.#fetch(path, { signal, ...options, cache: "no-store" });
    try {
      return await response.json();
    } catch (error) {
      throw unreached(error);
    }
  }

  /** @type {(path: string, options: RequestInit) => Promise<Response>} */
  async #fetch(path, options) {
    let response;
    try {
      response = await fetch(this.root + path, { credentials: "omit", ...options });
    } catch (error) {
      throw unreached(error);
    }
    if (!response.ok) throw await refused(response);
    return response;
  }
}

/** @type {(session: import("./types.js").Session) => Record<string, string>} */
function bearer(session) {
  return { Authorization: `Bearer ${session.token}` };
}

/** @type {(error: unknown) => Problem} */
function unreached(error) {
  const slow = error instanceof DOMException && error.name === "TimeoutError";
  return new Problem(0, null, slow ? "slow" : "unreachable");
}

/** @type {(response: Response) => Promise<Problem>} */
async function refused(response) {
  const problem = await response.json().catch(() => ({}));
  const detail = typeof problem.detail === "string" ? problem.detail : null;
  return new Problem(response.status, detail, String(problem.code ?? "failed"));
}
