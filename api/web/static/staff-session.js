/**
 * Warns before a staff session ends for want of use, and keeps it if somebody says so. Pages of the same browser tell
 * each other when one was used. Pages work without this file: the session then ends without a warning.
 */

const WARN_BEFORE = 180; // seconds; the server may count up to a minute earlier than this page
const warning = /** @type {HTMLElement | null} */ (document.getElementById("idle-warning"));
const seconds = Number(warning?.dataset.seconds ?? 0);
const others = new BroadcastChannel("reeve-staff-session");
let warns = 0;
let ends = 0;

/** Counts from now. */
function used() {
  window.clearTimeout(warns);
  window.clearTimeout(ends);
  if (warning) warning.hidden = true;
  warns = window.setTimeout(() => warning && (warning.hidden = false), (seconds - WARN_BEFORE) * 1000);
  ends = window.setTimeout(() => window.location.reload(), (seconds + 5) * 1000);
}

/** Tells the server that somebody is here; when the session has ended already, the page leads to sign-in. */
async function stay() {
  const answer = await fetch("/staff/still-here", { headers: { Accept: "application/json" }, redirect: "manual" });
  if (!answer.ok) return window.location.reload();
  others.postMessage("used");
  used();
}

if (warning && seconds > WARN_BEFORE) {
  warning.querySelector("button")?.addEventListener("click", stay);
  others.addEventListener("message", used);
  others.postMessage("used");
  used();
}
