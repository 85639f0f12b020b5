import { el } from "./dom.js";
import { safeUrl } from "./safe-html.js";

/**
 * The council's emergency banner, for a page that is not the council's own and does not show it.
 *
 * @param {import("./types.js").Strings} words
 * @param {string} base where Reeve runs
 */
export function noticePart(words, base) {
  const part = el("div", { class: "notice", role: "status" }); // there before it speaks, or nobody hears it
  let told = "";

  /** @param {{text: string, link?: string | null} | null} banner what to show, or null for nothing */
  function show(banner) {
    const now = banner ? `${banner.text} ${banner.link ?? ""}` : "";
    if (now === told) return; // said once
    told = now;
    const href = banner?.link ? safeUrl(banner.link, base) : null;
    part.replaceChildren();
    if (!banner) return;
    part.append(el("p", {}, el("strong", {}, `${words.important}: `), banner.text));
    if (href) part.append(el("a", { href }, words.findOutMore));
  }

  return { part, show };
}
