const CSS = `
:host {
  all: initial;
  font: medium/1.5 system-ui, -apple-system, "Segoe UI", roboto, "Noto Sans", arial, sans-serif;
  --brand: var(--reeve-brand, #0e5a63);
  --brand-text: var(--reeve-brand-text, #ffffff);
  --surface: var(--reeve-surface, #e8f1f2);
  --link: var(--reeve-link, #10548a);
  --text: #0b0c0c;
  --quiet: #484949;
  --line: #6f8588;
  --bad: #b3261e;
}
:host([hidden]), [hidden] { display: none !important; }
*, *::before, *::after { box-sizing: border-box; }

button {
  min-height: 2.75em;
  padding: 0.5em 0.9em;
  border: 2px solid transparent;
  border-radius: 4px;
  font: inherit;
  font-weight: 600;
  cursor: pointer;
}
.launcher, .primary { color: var(--brand-text); background: var(--brand); border-color: var(--brand); }
.plain, .choice, .copy, .retry { color: var(--text); background: #ffffff; border-color: var(--line); }
.choice { border-color: var(--brand); color: var(--brand); text-align: start; }
.warning, .leave { color: #ffffff; background: var(--bad); border-color: var(--bad); }
.close { color: inherit; background: transparent; border-color: currentcolor; }
button:hover { text-decoration: underline; }
:focus-visible, h2:focus { outline: 3px solid #0b0c0c; outline-offset: 1px; box-shadow: 0 0 0 5px #ffdd00; }
.log:focus-visible, textarea:focus-visible, input:focus-visible { outline-offset: -3px; box-shadow: inset 0 0 0 6px #ffdd00; }

.launch { position: fixed; inset-block-end: 1em; inset-inline-end: 1em; z-index: 2147483000; }
.launcher { padding: 0.75em 1.25em; border-radius: 2em; border-color: #ffffff; font-size: 1.125em; }
.unread:not(:empty) {
  margin-inline-start: 0.6em; padding: 0.1em 0.5em; border-radius: 1em;
  color: var(--text); background: #ffdd00; font-size: 0.85em;
}

.panel {
  position: fixed; inset: auto; inset-block-end: 1em; inset-inline-end: 1em; z-index: 2147483000;
  width: 26em; max-width: calc(100vw - 2em); height: 52em; max-height: calc(100vh - 2em);
  margin: 0; padding: 0; overflow: hidden auto;
  border: 2px solid var(--brand); border-radius: 6px;
  color: var(--text); background: #ffffff; overflow-wrap: break-word;
}
.panel[open] { display: flex; flex-direction: column; }
.panel::backdrop { background: rgb(0 0 0 / 60%); }
.panel > * { flex: none; }
.head {
  display: flex; flex-wrap: wrap; gap: 0.5em; align-items: center; justify-content: space-between;
  position: sticky; inset-block-start: 0; z-index: 1; /* "Leave this page" stays in sight */
  padding: 0.5em 0.75em; color: var(--brand-text); background: var(--brand);
}
.head-buttons { display: flex; flex-wrap: wrap; gap: 0.5em; margin-inline-start: auto; }
.head .leave { border-color: #ffffff; }
h2 { flex: 1 1 6em; margin: 0; font-size: 1.125em; line-height: 1.25; }
h3, h4, h5 { margin: 0.75em 0 0.25em; font-size: 1em; line-height: 1.3; }
p, ul, ol { margin: 0; }
a { color: var(--link); }
a:hover { text-decoration-thickness: 3px; }

.panel > .log { flex: 1 1 8em; min-height: min(13em, 45vh); overflow-y: auto; overscroll-behavior: contain; padding: 0.75em; }
.messages { display: flex; flex-direction: column; gap: 0.75em; padding: 0; list-style: none; }
.message {
  max-width: 100%; padding: 0.6em 0.75em; overflow-wrap: anywhere;
  border: 1px solid var(--line); border-radius: 4px; background: #ffffff;
}
.resident { align-self: flex-end; max-width: 90%; border-color: var(--brand); background: var(--surface); }
.staff { border-inline-start: 5px solid var(--brand); }
.system { border-style: dashed; }
.unsent { border-color: var(--bad); border-style: dashed; }
.who { color: var(--quiet); font-size: 0.875em; font-weight: 600; }
.who time { font-weight: 400; white-space: nowrap; }
.words { white-space: pre-line; }
.state { margin-top: 0.25em; color: var(--quiet); font-size: 0.875em; }
.chip { padding: 0 0.25em; border: 1px solid var(--quiet); border-radius: 3px; color: var(--text); background: #ffffff; }
.prose ul { list-style: disc; }
.prose > * + * { margin-top: 0.6em; }
.prose ul, .prose ol { padding-inline-start: 1.4em; }
.prose table { display: block; max-width: 100%; overflow-x: auto; border-collapse: collapse; }
.prose th, .prose td { padding: 0.25em 0.5em 0.25em 0; border-bottom: 1px solid var(--line); text-align: start; vertical-align: top; }
.source { margin-top: 0.6em; font-size: 0.875em; }
.checked { display: block; color: var(--quiet); }
.case { margin-top: 0.6em; padding: 0.6em; border: 2px solid var(--brand); background: var(--surface); }
.reference { font-family: ui-monospace, "SFMono-Regular", menlo, consolas, monospace; white-space: nowrap; user-select: all; }
.copy { margin-top: 0.5em; }
.attach { margin-top: 0.75em; }
.attach .hint { margin-top: 0.3em; }
.choices { display: flex; flex-wrap: wrap; gap: 0.5em; margin-top: 0.75em; }
.list { display: flex; flex-wrap: wrap; gap: 0.5em; width: 100%; }
.list select { max-width: 100%; min-height: 2.75em; font: inherit; }

.card { margin-top: 0.6em; border: 3px solid #0b0c0c; color: #0b0c0c; background: #ffffff; }
.card h3 { margin: 0; padding: 0.5em 0.6em; color: #ffffff; background: #0b0c0c; font-size: 1.125em; }
.card ul { padding: 0.6em; list-style: none; }
.card li + li { margin-top: 0.75em; }
.card li > * { display: block; }
.card .phone { padding: 0.15em 0; color: #0b0c0c; font-size: 1.25em; font-weight: 700; }
.leaving { padding: 0 0.6em 0.6em; }
.leaving p { margin-top: 0.4em; font-size: 0.875em; }

.notice:not(:empty) { padding: 0.5em 0.75em; border-bottom: 3px solid #0b0c0c; color: #0b0c0c; background: #ffdd00; }
.notice a { color: inherit; font-weight: 600; }
.banner:not(:empty), .status:not(:empty) { padding: 0.4em 0.75em; background: var(--surface); }
.banner:not(:empty) { border-bottom: 1px solid var(--line); font-weight: 600; }
.status:not(:empty) { color: var(--quiet); }
.problem { margin: 0 0.75em; padding: 0.6em; border: 3px solid var(--bad); }
.problem .retry { margin-top: 0.5em; }

.waiting { padding: 0.5em 0.75em; border-bottom: 1px solid var(--line); max-height: 10em; overflow-y: auto; }
.waiting > * + * { margin-top: 0.4em; }
.waiting summary { cursor: pointer; font-weight: 600; min-height: 1.75em; }
.waiting label { display: block; margin-top: 0.4em; }
.waiting input {
  width: 100%; min-height: 2.5em; padding: 0.3em; border: 2px solid #0b0c0c; border-radius: 0; font: inherit;
  color: inherit; background: #ffffff;
}
.waiting form button { margin-top: 0.6em; }
.copying { flex: 1 1 100%; }
.copying summary { cursor: pointer; font-weight: 600; min-height: 1.75em; }
.copying label { display: block; }
.copying form { max-height: 14em; overflow-y: auto; }
.copying input[type="email"] { width: 100%; min-height: 2.5em; padding: 0.3em; border: 2px solid #0b0c0c; border-radius: 0; font: inherit; }
.copying .score { display: flex; align-items: center; gap: 0.5em; min-height: 1.75em; }
.copying .score input { width: 1.5em; height: 1.5em; margin: 0; }
.copying button { margin-top: 0.5em; }

.rating { padding: 0.5em 0.75em; border-top: 1px solid var(--line); }
.rating fieldset { margin: 0; padding: 0; border: 0; }
.rating legend { padding: 0; font-weight: 600; }
.rating .score { display: flex; align-items: center; gap: 0.5em; min-height: 1.75em; }
.rating .score input { width: 1.5em; height: 1.5em; margin: 0; }
.rating .score label { flex: 1; font-weight: 400; }
.rating textarea { display: block; width: 100%; }
.rating button { margin-top: 0.5em; }

.composer { padding: 0.6em 0.75em 0; border-top: 1px solid var(--line); }
.write { display: flex; flex-wrap: wrap; gap: 0.5em; align-items: flex-end; margin: 0.25em 0; }
label { font-weight: 600; }
.hint { color: var(--quiet); font-size: 0.875em; line-height: 1.35; }
.error { color: var(--bad); font-weight: 600; }
.error:empty, .hint:empty { display: none; }
textarea {
  flex: 1 1 10em; min-width: 0; min-height: 3.5em; max-height: 10em; padding: 0.4em;
  border: 2px solid #0b0c0c; border-radius: 0; font: inherit; color: inherit; background: #ffffff; resize: vertical;
  field-sizing: content;
}
textarea[aria-invalid] { border-color: var(--bad); }
.foot, .confirm { display: flex; flex-wrap: wrap; gap: 0.5em; padding: 0.6em 0.75em; }
.foot button { flex: 1 1 auto; }
.confirm p { flex: 1 1 100%; }
.over { padding: 0.75em; border-top: 1px solid var(--line); }
.over button { margin-top: 0.5em; }
.unseen {
  position: absolute; width: 1px; height: 1px; margin: 0; overflow: hidden;
  clip-path: inset(50%); white-space: nowrap;
}

@media (max-width: 40em) {
  .panel { inset: 0; width: 100%; max-width: none; height: 100vh; height: 100dvh; max-height: none; border: 0; border-radius: 0; }
}
/* Low screens, and pages zoomed to 400%: the whole panel scrolls, so that nothing squeezes the messages away. */
@media (max-height: 34em) {
  .panel { overflow-y: auto; }
  .panel > .log { flex: none; overflow: visible; }
}
@media (forced-colors: active) {
  button, .launcher { border-color: ButtonText; }
  .chip, .card, .problem, .message { border-color: CanvasText; }
  .card h3 { border-bottom: 2px solid CanvasText; }
  :focus-visible, h2:focus { outline-color: Highlight; }
}
@media (prefers-reduced-motion: no-preference) {
  .panel[open] { animation: rise 0.12s ease-out; }
  @keyframes rise { from { transform: translateY(0.75em); } }
}
@media print { :host { display: none; } }
`;

/**
 * @returns {CSSStyleSheet} the panel's styles, allowed also where a page's policy forbids inline style
 */
export function styleSheet() {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(CSS);
  return sheet;
}
