/**
 * Colleagues in a note: `@` and some letters offer those who see the case. Without this file a username is typed.
 *
 * A box of several lines may not be a combobox, so it stays a text box that owns a listbox: the focus stays in the box,
 * `aria-activedescendant` says which name is chosen, and a status line says how many there are.
 */

const MOST = 8; // names at once
const colleagues = [...document.querySelectorAll("#colleagues option")].map((option) => ({
  username: /** @type {HTMLOptionElement} */ (option).value,
  name: (option.textContent ?? "").trim(),
}));

/** @param {HTMLTextAreaElement} box */
function offerIn(box) {
  const list = document.createElement("ul");
  list.id = `${box.id}-colleagues`;
  list.className = "colleagues";
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", "Colleagues");
  list.hidden = true;
  const status = document.createElement("p");
  status.className = "govuk-visually-hidden";
  status.setAttribute("role", "status");
  box.after(list, status);
  box.setAttribute("aria-autocomplete", "list");
  box.setAttribute("aria-haspopup", "listbox");
  box.setAttribute("aria-controls", list.id);
  let active = -1;

  /** What stands after the last `@` before the cursor. */
  function sought() {
    const before = box.value.slice(0, box.selectionStart);
    const found = /(?:^|[^\w.@])@([\w.-]{0,40})$/.exec(before);
    return found && { letters: found[1].toLowerCase(), start: before.length - found[1].length };
  }

  /** @param {string} letters */
  function fitting(letters) {
    /** @param {string} text */
    const begins = (text) => text.toLowerCase().startsWith(letters);
    return colleagues.filter((each) => begins(each.username) || each.name.split(/\s+/).some(begins)).slice(0, MOST);
  }

  function hide() {
    list.replaceChildren();
    list.hidden = true;
    status.textContent = "";
    activate(-1);
  }

  /** @param {number} at of the name that is chosen; -1 for none */
  function activate(at) {
    active = at;
    [...list.children].forEach((each, index) => each.setAttribute("aria-selected", String(index === at)));
    if (at < 0) box.removeAttribute("aria-activedescendant");
    else box.setAttribute("aria-activedescendant", list.children[at].id);
  }

  function show() {
    const found = sought();
    const people = found ? fitting(found.letters) : [];
    if (!people.length) return hide();
    list.replaceChildren(
      ...people.map((person, index) => {
        const option = document.createElement("li");
        option.id = `${list.id}-${index}`;
        option.className = "colleagues__one";
        option.setAttribute("role", "option");
        option.dataset.username = person.username;
        option.textContent = `${person.name} (${person.username})`;
        option.addEventListener("pointerdown", (event) => {
          event.preventDefault(); // the box keeps the focus
          put(person.username);
        });
        return option;
      }),
    );
    list.hidden = false;
    activate(-1);
    status.textContent = `${people.length} to choose from: press the down arrow.`;
  }

  /** @param {string} username */
  function put(username) {
    const found = sought();
    if (found) box.setRangeText(`${username} `, found.start, box.selectionStart, "end");
    hide();
    box.focus();
  }

  box.addEventListener("input", show);
  box.addEventListener("blur", hide);
  box.addEventListener("keydown", (event) => {
    const count = list.children.length;
    if (list.hidden || event.isComposing) return;
    if (event.key === "Escape") hide();
    else if (event.key === "ArrowDown") activate((active + 1) % count);
    else if (event.key === "ArrowUp") activate(active < 1 ? count - 1 : active - 1);
    else if ((event.key === "Enter" || event.key === "Tab") && active >= 0) {
      put(/** @type {HTMLElement} */ (list.children[active]).dataset.username ?? "");
    } else return;
    event.preventDefault();
  });
}

for (const box of colleagues.length ? document.querySelectorAll("textarea[name=note]") : []) {
  offerIn(/** @type {HTMLTextAreaElement} */ (box));
}
