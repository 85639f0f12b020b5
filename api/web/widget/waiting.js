import { el } from "./dom.js";

/**
 * What a resident sees while a person is coming: the place, the wait as measured, contact details, carrying on.
 *
 * @param {import("./types.js").Strings} words
 * @param {{carryOn: () => void, contact: (contact: import("./types.js").Contact) => void}} act
 */
export function waitingPart(words, act) {
  const said = el("p", { role: "status" });
  const left = el("p", { hidden: true }, words.contactLeft);
  const fields = {
    name: field("name", words.contactName, "text", "name"),
    phone: field("phone", words.contactPhone, "tel", "tel"),
    email: field("email", words.contactEmail, "email", "email"),
    when: field("when", words.contactWhen, "text", "off"),
  };
  const form = el("form", { novalidate: true }, el("p", { class: "hint" }, words.contactHint),
    ...Object.values(fields).flatMap(({ label, input }) => [label, input]),
    el("button", { type: "submit", class: "primary" }, words.contactSend));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const { name, phone, email, when } = fields;
    act.contact({ name: name.input.value, phone: phone.input.value, email: email.input.value, when: when.input.value });
  });
  const ask = el("details", { hidden: true }, el("summary", {}, words.askContact), form);
  const carryOn = el("button", { type: "button", class: "plain", onclick: act.carryOn }, words.carryOn);
  const part = el("div", { class: "waiting", hidden: true }, said, left, ask, carryOn);

  /** @param {import("./types.js").Standing | null} standing what is known, or null to show nothing */
  function show(standing) {
    part.hidden = standing === null;
    if (standing === null) return form.reset();
    const told = toldOf(standing, words);
    if (said.textContent !== told) said.textContent = told;
    left.hidden = standing.contact !== "left";
    ask.hidden = standing.contact !== "offered";
    if (standing.contact === "left") form.reset();
  }

  return { part, show };
}

/** @type {(standing: import("./types.js").Standing, words: import("./types.js").Strings) => string} */
function toldOf(standing, words) {
  if (standing.opens_at) {
    const form = /** @type {const} */ ({ weekday: "long", day: "numeric", month: "long", hour: "numeric", minute: "2-digit", timeZone: "Europe/London" });
    return words.closedUntil(standing.team, new Date(standing.opens_at).toLocaleString(words.locale, form));
  }
  if (!standing.place) return "";
  const wait = standing.wait_minutes ? ` ${words.wait(standing.wait_minutes)}` : "";
  return words.place(standing.place, standing.team) + wait;
}

/** @type {(id: string, words: string, type: string, fill: string) => {label: HTMLElement, input: HTMLInputElement}} */
function field(id, words, type, fill) {
  const input = /** @type {HTMLInputElement} */ (el("input", { id: `contact-${id}`, type, autocomplete: /** @type {any} */ (fill) }));
  return { label: el("label", { for: `contact-${id}` }, words), input };
}
