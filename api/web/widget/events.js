import { Problem } from "./api.js";

const SILENCE = 60_000; // milliseconds without a byte, comments included, before the connection counts as dead
const FIRST_WAIT = 1_000;
const LONGEST_WAIT = 30_000;
const REFUSALS = [401, 403, 404, 410];

/** @typedef {{event: string, data: string, id: string | null}} ServerEvent */

/**
 * Reads server-sent events from the text of a stream, in whatever pieces it arrives.
 */
export class EventReader {
  #rest = "";
  /** @type {ServerEvent} */
  #event = { event: "message", data: "", id: null };

  /**
   * @param {string} chunk
   * @returns {ServerEvent[]} the events that this chunk completed
   */
  feed(chunk) {
    const text = this.#rest + chunk;
    const whole = text.endsWith("\r") ? text.slice(0, -1) : text; // its "\n" may still come
    const lines = whole.split(/\r\n|\n|\r/);
    this.#rest = lines.pop() + text.slice(whole.length);
    return lines.map((line) => this.#line(line)).filter((event) => event !== null);
  }

  /** @type {(line: string) => ServerEvent | null} */
  #line(line) {
    if (line === "") return this.#dispatch();
    const [, field, value] = /^([^:]*):? ?(.*)$/.exec(line) ?? [];
    if (field === "event") this.#event.event = value;
    else if (field === "data") this.#event.data += `${value}\n`;
    else if (field === "id") this.#event.id = value;
    return null;
  }

  /** @type {() => ServerEvent | null} */
  #dispatch() {
    const done = this.#event;
    this.#event = { event: "message", data: "", id: null };
    return done.data ? { ...done, data: done.data.slice(0, -1) } : null;
  }
}

/**
 * @param {number} attempt 0 for the first
 * @returns {number} milliseconds to wait: doubling, capped, and never the same for everybody
 */
export function backoff(attempt) {
  const longest = Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** attempt);
  return longest / 2 + (Math.random() * longest) / 2;
}

/**
 * Keeps a live connection until stopped.
 *
 * @param {object} listener
 * @param {(signal: AbortSignal) => Promise<ReadableStream<Uint8Array>>} listener.connect
 * @param {(event: ServerEvent) => void} listener.onEvent
 * @param {() => void} listener.onUp the connection stands
 * @param {() => void} listener.onDown
 * @param {(problem: Problem) => void} listener.onRefused the server will not have us; nothing more is tried
 * @returns {() => void} stops listening
 */
export function listen({ connect, onEvent, onUp, onDown, onRefused }) {
  const stopped = new AbortController();
  run();
  return () => stopped.abort();

  async function run() {
    let attempt = 0;
    while (!stopped.signal.aborted) {
      const connection = new AbortController();
      const hangUp = () => connection.abort();
      stopped.signal.addEventListener("abort", hangUp, { once: true });
      const began = Date.now();
      try {
        const stream = await withAlarm(connect(connection.signal), connection);
        onUp();
        await drain(stream, onEvent, connection);
      } catch (error) {
        if (error instanceof Problem && REFUSALS.includes(error.status)) return onRefused(error);
      }
      stopped.signal.removeEventListener("abort", hangUp);
      if (stopped.signal.aborted) return;
      if (Date.now() - began > LONGEST_WAIT) attempt = 0;
      onDown();
      await pause(backoff(attempt++), stopped.signal);
    }
  }
}

/** @type {(stream: ReadableStream<Uint8Array>, onEvent: (event: ServerEvent) => void, connection: AbortController) => Promise<void>} */
async function drain(stream, onEvent, connection) {
  const reader = stream.getReader();
  const decoder = new TextDecoder();
  const events = new EventReader();
  for (;;) {
    const { done, value } = await withAlarm(reader.read(), connection);
    if (done) return;
    events.feed(decoder.decode(value, { stream: true })).forEach(onEvent);
  }
}

/**
 * Gives up a connection that stays silent.
 *
 * @template T
 * @param {Promise<T>} promise
 * @param {AbortController} connection
 * @returns {Promise<T>}
 */
function withAlarm(promise, connection) {
  const alarm = setTimeout(() => connection.abort(), SILENCE);
  return promise.finally(() => clearTimeout(alarm));
}

/** Waits, but not longer than until the browser is online again or we are stopped. @type {(ms: number, signal: AbortSignal) => Promise<void>} */
function pause(ms, signal) {
  return new Promise((resolve) => {
    const over = () => {
      clearTimeout(timer);
      removeEventListener("online", over);
      resolve();
    };
    const timer = setTimeout(over, ms);
    addEventListener("online", over);
    signal.addEventListener("abort", over, { once: true });
  });
}
