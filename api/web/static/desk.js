/**
 * Live news on the desk's pages: parts marked data-live are fetched again when something changed; urgent cases ring in
 * the title too; the resident's typing is shown, and ours is told. Without this file, reloading the page shows the same.
 */

const PAUSE = 250; // milliseconds in which news is gathered before the page is fetched again
const TYPING = 6000; // milliseconds after the last key until somebody no longer types
const TELL_EVERY = 3000; // milliseconds between two tellings that we type
const IDLE = 15 * 60_000; // milliseconds without a key or a pointer until the page stops: nobody is at it
const WALL = 30_000; // milliseconds after which a page on a wall is fetched again without news: waits grow
const STOPPED = "Live news has stopped. Reload the page to go on.";
const LOST = "Connection lost. Trying to get it back…";

const live = /** @type {HTMLElement | null} */ (document.getElementById("live"));
const typing = document.getElementById("typing");
const title = document.title;
let gathered = 0;
let shownTyping = 0;
let told = 0;
let active = Date.now();
/** @type {EventSource | null} */
let source = null;

/** Fetches this page again and exchanges its live parts; the focus stays where it was. */
async function look() {
  const mine = live?.dataset.case; // a case has an address of its own, whatever form led here
  const page = mine ? `/staff/cases/${mine}` : location.href;
  const answer = await fetch(page, { headers: { Accept: "text/html" }, cache: "no-store" }).catch(() => null);
  if (!answer) return;
  if (!answer.ok || answer.redirected) return stop();
  const again = new DOMParser().parseFromString(await answer.text(), "text/html");
  for (const part of document.querySelectorAll("[data-live]")) {
    const fresh = again.getElementById(part.id);
    if (!fresh || fresh.innerHTML === part.innerHTML) continue;
    const focused = part.contains(document.activeElement) ? document.activeElement : null;
    const link = focused?.getAttribute("href");
    const ticked = [...part.querySelectorAll("input:checked")].map((box) => box.id);
    part.replaceChildren(...fresh.childNodes);
    for (const id of ticked) {
      const box = /** @type {HTMLInputElement | null} */ (document.getElementById(id));
      if (box) box.checked = true;
    }
    if (link) /** @type {HTMLElement | null} */ (part.querySelector(`a[href="${CSS.escape(link)}"]`))?.focus();
    else if (focused?.id) document.getElementById(focused.id)?.focus();
  }
}

/** Soon, and once for all that comes until then. */
function lookSoon() {
  clearTimeout(gathered);
  gathered = setTimeout(look, PAUSE);
}

/** @param {string} text */
function say(text) {
  if (live && live.textContent !== text) live.textContent = text;
}

function stop() {
  source?.close();
  source = null;
  say(STOPPED);
}

/** @param {string[]} references of cases that ring */
function ring(references) {
  document.title = references.length ? `(${references.length} urgent) ${title}` : title;
}

function showTyping() {
  if (!typing) return;
  typing.textContent = "The resident is typing…";
  clearTimeout(shownTyping);
  shownTyping = setTimeout(() => (typing.textContent = ""), TYPING);
}

/** @param {HTMLFormElement} form whose data-typing is where to tell */
function tellTyping(form) {
  if (!form.dataset.typing || Date.now() - told < TELL_EVERY) return;
  told = Date.now();
  const words = new FormData();
  words.set("csrf", String(new FormData(form).get("csrf")));
  fetch(form.dataset.typing, { method: "POST", body: words }).catch(() => {});
}

function follow() {
  source = new EventSource(String(live?.dataset.events));
  const mine = live?.dataset.case;
  source.addEventListener("open", () => say(""));
  source.addEventListener("error", () => source && say(LOST));
  source.addEventListener("look", lookSoon);
  source.addEventListener("typing", showTyping);
  source.addEventListener("signed-out", stop);
  source.addEventListener("case", (event) => {
    if (!mine || JSON.parse(event.data).reference === mine) lookSoon();
  });
  source.addEventListener("ring", (event) => {
    ring(JSON.parse(event.data).references);
    lookSoon();
  });
}

if (live?.dataset.events) {
  follow();
  for (const kind of ["keydown", "pointermove", "pointerdown"]) {
    addEventListener(kind, () => (active = Date.now()), { passive: true });
  }
  if (live.dataset.wall !== undefined) setInterval(() => source && look(), WALL);
  else setInterval(() => source && Date.now() - active > IDLE && stop(), 30_000);
  addEventListener("input", (event) => {
    const form = /** @type {Element} */ (event.target).closest("form");
    if (form) tellTyping(form);
  });
}
