/**
 * Rings aloud while an urgent case rings, for whoever has switched that on; the notice on the page is there in any case.
 * Browsers allow sound only after a key or a press on the page, so a remembered choice waits for one, and says so.
 */

const KEPT = "reeve-sound"; // in local storage: whether this browser rings aloud
const EVERY = 4000; // milliseconds from one ringing to the next
const TONES = [880, 660, 880]; // hertz
const LENGTH = 0.35; // seconds of a tone

const rings = document.getElementById("rings");
const part = document.getElementById("sound");
const button = part?.querySelector("button");
const state = part?.querySelector("[role=status]");
/** @type {AudioContext | null} */
let audio = null;
let timer = 0;

function wanted() {
  try {
    return localStorage.getItem(KEPT) === "on";
  } catch {
    return false; // a browser that keeps nothing
  }
}

/** @param {AudioContext} context @param {number} at @param {number} hertz */
function tone(context, at, hertz) {
  const source = context.createOscillator();
  const volume = context.createGain();
  source.frequency.value = hertz;
  volume.gain.setValueAtTime(0.001, at); // swells and fades: a tone cut off would crack
  volume.gain.exponentialRampToValueAtTime(0.4, at + 0.03);
  volume.gain.exponentialRampToValueAtTime(0.001, at + LENGTH);
  source.connect(volume).connect(context.destination);
  source.start(at);
  source.stop(at + LENGTH);
}

function sound() {
  const context = audio;
  if (context) TONES.forEach((hertz, n) => tone(context, context.currentTime + n * LENGTH, hertz));
}

/** Shows how it stands, and rings or stops. */
function show() {
  const on = wanted();
  const awake = audio?.state === "running";
  button?.setAttribute("aria-pressed", String(on));
  const said = !on ? "" : awake ? "This page rings aloud." : "Press any key, so that your browser lets this page ring aloud.";
  if (state && state.textContent !== said) state.textContent = said;
  const ringing = on && awake && Boolean(rings?.childElementCount);
  if (ringing && !timer) {
    sound();
    timer = setInterval(sound, EVERY);
  } else if (!ringing) {
    clearInterval(timer);
    timer = 0;
  }
}

async function wake() {
  if (!wanted()) return;
  audio ??= new AudioContext();
  audio.onstatechange = show;
  if (audio.state === "suspended") await audio.resume();
  show();
}

async function choose() {
  const on = !wanted();
  try {
    localStorage.setItem(KEPT, on ? "on" : "off");
  } catch {
    // it cannot be remembered, so it cannot be on
  }
  if (on) await wake();
  show();
  if (on && !timer) sound(); // so that everybody knows how it sounds
}

if (part && button && rings && "AudioContext" in window) {
  part.hidden = false;
  button.addEventListener("click", choose);
  new MutationObserver(show).observe(rings, { childList: true });
  for (const gesture of ["keydown", "pointerdown"]) addEventListener(gesture, wake, { passive: true });
  show();
  wake();
}
