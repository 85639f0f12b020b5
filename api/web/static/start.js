/**
 * Starts GOV.UK components and joins the page's own "Ask us" forms and links to the chat panel.
 * Pages work without this file: forms then post to the chat page.
 */

import { initAll } from "./vendor/govuk-frontend.min.js";

document.body.classList.add("js-enabled", "govuk-frontend-supported");
initAll();

/** @returns {any} the chat panel, or null where the page has none or the browser cannot run it */
function assistant() {
  return document.querySelector("reeve-chat:defined");
}

document.addEventListener("submit", (event) => {
  const form = /** @type {HTMLFormElement} */ (event.target);
  const chat = form.matches("form[data-ask]") ? assistant() : null;
  if (!chat) return;
  event.preventDefault();
  const fields = new FormData(form, event.submitter);
  const text = String(fields.get("text") ?? "").trim();
  const choice = fields.get("choice");
  chat.ask(text || event.submitter?.textContent?.trim() || "", choice ?? undefined);
  for (const input of form.querySelectorAll("input[type=text]")) /** @type {HTMLInputElement} */ (input).value = "";
});

document.addEventListener("click", (event) => {
  const link = /** @type {Element} */ (event.target).closest("a[data-ask]");
  const plain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey;
  const chat = link && plain ? assistant() : null;
  if (!chat) return;
  event.preventDefault();
  chat.open();
});
