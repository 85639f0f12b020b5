import { dial, el } from "./dom.js";
import { readable } from "./placeholders.js";
import { safeFragment, safeUrl } from "./safe-html.js";

const MOST_BUTTONS = 8; // more are a list
const LISTED = "pick:home:"; // addresses; what else may be pressed stays a button

/**
 * What rendering needs to know.
 *
 * @typedef {object} Setting
 * @property {import("./types.js").Strings} words
 * @property {string} base what relative links start from
 * @property {() => void} leave leaves the page at once
 * @property {(text: string) => void} announce says something to screen readers
 * @property {import("./attach.js").Attach} attach sends what a message wants instead of words
 */

/**
 * A message as a list item. Buttons are not part of it: only the last message offers them.
 *
 * @param {import("./types.js").Message} message
 * @param {Setting} setting
 * @returns {HTMLLIElement}
 */
export function messageItem(message, setting) {
  const { words } = setting;
  const sent = new Date(message.created_at);
  return el(
    "li",
    { class: `message ${message.sender}`, "data-id": String(message.id) },
    who(speaker(message, words), words, sent),
    message.card && card(message.card, setting), // first: in an emergency nobody should have to scroll
    body(message, setting),
    message.case && caseNote(message.case, setting),
    message.link && source(message.link, message.reviewed_on, setting),
  );
}

/**
 * The resident's own words on their way, as they typed them.
 *
 * @param {string} text
 * @param {import("./types.js").Strings} words
 * @returns {HTMLLIElement}
 */
export function pendingItem(text, words) {
  return el(
    "li",
    { class: "message resident pending" },
    who(words.you, words, new Date()),
    el("p", { class: "words", dir: "auto" }, text),
    el("p", { class: "state" }, words.sending),
  );
}

/**
 * A remark of the panel's own.
 *
 * @param {string} text
 * @param {import("./types.js").Strings} words
 * @returns {HTMLLIElement}
 */
export function noteItem(text, words) {
  return el("li", { class: "message system" }, who(words.update, words), el("p", { class: "words" }, readable(text, words)));
}

/**
 * The replies that the last message offers.
 *
 * @param {import("./types.js").Choice[]} choices
 * @param {import("./types.js").Strings} words
 * @param {(choice: import("./types.js").Choice) => void} choose
 * @returns {HTMLElement}
 */
export function choiceGroup(choices, words, choose) {
  const listed = choices.length > MOST_BUTTONS ? choices.filter(({ choice }) => choice.startsWith(LISTED)) : [];
  const buttons = choices
    .filter((choice) => !listed.includes(choice))
    .map((choice) => el("button", { type: "button", class: "choice", onclick: () => choose(choice) }, choice.title));
  const group = el("div", { class: "choices", role: "group", "aria-label": words.choices });
  if (listed.length) group.append(choiceList(listed, words, choose));
  group.append(...buttons);
  return group;
}

/** Many addresses, to choose one from. @type {(choices: import("./types.js").Choice[], words: import("./types.js").Strings, choose: (choice: import("./types.js").Choice) => void) => HTMLElement} */
function choiceList(choices, words, choose) {
  const options = choices.map(({ title }, index) => el("option", { value: String(index) }, title));
  const list = /** @type {HTMLSelectElement} */ (
    el("select", { "aria-label": words.chooseAddress }, el("option", { value: "" }, words.chooseAddress), ...options)
  );
  const use = () => (list.value ? choose(choices[Number(list.value)]) : list.focus());
  return el("div", { class: "list" }, list, el("button", { type: "button", class: "choice", onclick: use }, words.useAddress));
}

/** @type {(message: import("./types.js").Message, words: import("./types.js").Strings) => string} */
function speaker({ sender, sender_name: name }, words) {
  switch (sender) {
    case "resident":
      return words.you;
    case "bot":
      return `${name ?? words.assistant} (${words.automatic})`;
    case "staff":
      return name ?? words.officer;
    default:
      return words.update;
  }
}

/** @type {(name: string, words: import("./types.js").Strings, sent?: Date) => HTMLElement} */
function who(name, words, sent) {
  const known = sent && !Number.isNaN(sent.getTime());
  const clock = known ? sent.toLocaleTimeString(words.locale, { hour: "numeric", minute: "2-digit", hour12: true }) : "";
  return el(
    "p",
    { class: "who" },
    name,
    el("span", { class: "unseen" }, ` ${words.said}`),
    known && el("time", { datetime: sent.toISOString() }, ` ${clock.replace(" ", "")}`),
  );
}

/** @type {(message: import("./types.js").Message, setting: Setting) => HTMLElement} */
function body({ sender, html, text, lang }, { words, base }) {
  const formatted = html && (sender === "bot" || sender === "staff") ? safeFragment(html, words, base) : null;
  if (formatted) return el("div", { class: "prose", dir: "auto", lang: lang ?? null }, formatted);
  return el("p", { class: "words", dir: "auto" }, readable(text, words));
}

/** @type {(link: import("./types.js").Link, reviewedOn: string | null | undefined, setting: Setting) => HTMLElement} */
function source({ title, url }, reviewedOn, { words, base }) {
  const href = safeUrl(url, base);
  const day = reviewedOn && new Date(`${reviewedOn}T00:00:00Z`);
  const written = day && day.toLocaleDateString(words.locale, { dateStyle: "long", timeZone: "UTC" });
  return el(
    "p",
    { class: "source" },
    `${words.source} `,
    href ? el("a", { href }, title) : title,
    written && el("span", { class: "checked" }, words.checked(written)),
  );
}

/** @type {(note: import("./types.js").CaseNote, setting: Setting) => HTMLElement} */
function caseNote({ reference, team }, { words, announce }) {
  const copy = async () => {
    await navigator.clipboard.writeText(reference);
    announce(words.copied);
  };
  return el(
    "div",
    { class: "case" },
    el("p", {}, `${words.reference}: `, el("strong", { class: "reference", translate: "no" }, reference)),
    el("p", {}, `${words.team}: ${team}`),
    "clipboard" in navigator &&
      el("button", { type: "button", class: "copy", onclick: () => copy().catch(() => {}) }, words.copy,
        el("span", { class: "unseen" }, ` ${words.reference}`)),
  );
}

/** @type {(card: import("./types.js").Card, setting: Setting) => HTMLElement} */
function card({ title, lines, leave_page: leavePage }, setting) {
  const { words, leave } = setting;
  return el(
    "section",
    { class: "card", "aria-label": title },
    el("h3", {}, title),
    el("ul", {}, ...lines.map((line) => cardLine(line, setting))),
    leavePage && el("div", { class: "leaving" },
      el("button", { type: "button", class: "leave", onclick: leave }, words.leave),
      el("p", {}, words.leaveNote)),
  );
}

/** @type {(line: import("./types.js").CardLine, setting: Setting) => HTMLElement} */
function cardLine({ text, phone, url, hours }, { words, base }) {
  const href = url && safeUrl(url, base);
  return el(
    "li",
    {},
    el("span", { class: "help" }, text),
    phone && el("a", { class: "phone", href: dial(phone) }, words.call(phone)),
    href && el("a", { href, rel: "noopener noreferrer" }, href.replace(/^https?:\/\/(www\.)?/, "").replace(/\/$/, "")),
    hours && el("span", { class: "hours" }, hours),
  );
}
