/** Keyboard shortcuts of the case page. They do nothing while somebody types; the page leaves this file out when they are off. */

/** @type {Record<string, {does: string, go: () => void}>} */
const KEYS = {
  r: { does: "Write the reply", go: () => focus("text") },
  c: { does: "Choose a canned text", go: () => focus("canned") },
  k: { does: "Look in the knowledge base", go: () => focus("find") },
  n: { does: "Write a note among staff", go: () => focus("note") },
  t: { does: "Change the tags", go: () => focus("tags") },
  s: { does: "Say which service it is", go: () => focus("service") },
  z: { does: "Take a reply back while it is going", go: () => document.getElementById("take-back")?.click() },
  "?": { does: "Show these shortcuts", go: help },
};

/** @param {string} id of a field; the part that it is in opens */
function focus(id) {
  const field = document.getElementById(id);
  const part = field?.closest("details");
  if (part) part.open = true;
  field?.focus();
}

/** @type {HTMLDialogElement | null} */
let dialog = null;

function help() {
  dialog ??= made();
  dialog.showModal();
}

function made() {
  const made = document.createElement("dialog");
  made.className = "shortcuts";
  made.setAttribute("aria-labelledby", "shortcuts-title");
  const title = document.createElement("h2");
  title.id = "shortcuts-title";
  title.className = "govuk-heading-m";
  title.textContent = "Keyboard shortcuts";
  const list = document.createElement("ul");
  list.className = "govuk-list";
  for (const [key, { does }] of Object.entries(KEYS)) {
    const line = document.createElement("li");
    const shown = document.createElement("kbd");
    shown.textContent = key;
    line.append(shown, ` ${does}`);
    list.append(line);
  }
  const close = document.createElement("button");
  close.type = "button";
  close.className = "govuk-button";
  close.textContent = "Close";
  close.addEventListener("click", () => made.close());
  made.append(title, list, close);
  document.body.append(made);
  return made;
}

addEventListener("keydown", (event) => {
  const target = /** @type {Element} */ (event.target);
  if (event.ctrlKey || event.metaKey || event.altKey || target.closest("input, textarea, select, dialog")) return;
  const known = KEYS[event.key];
  if (!known) return;
  event.preventDefault();
  known.go();
});
