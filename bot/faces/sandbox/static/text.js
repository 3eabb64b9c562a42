// Text with Telegram's entities as elements. Offsets count UTF-16 units, as strings here do.

import { copy, el, icon } from "./dom.js";

const PLAIN = {
  bold: "strong", italic: "em", underline: "u", strikethrough: "s",
};
const SAFE = /^(https?|tg|mailto|tel):/i;

/** The nodes of a text; `command` is called with a tapped /command. */
export function rich(text, entities = [], command = () => {}) {
  const sorted = [...entities].sort((a, b) => a.offset - b.offset || b.length - a.length);
  return slice(text, sorted, 0, text.length, command);
}

function slice(text, entities, from, to, command) {
  const nodes = [];
  let at = from;
  for (let index = 0; index < entities.length; index += 1) {
    const entity = entities[index];
    const start = Math.max(entity.offset, at);
    const end = Math.min(entity.offset + entity.length, to);
    if (end <= start) continue;
    if (start > at) nodes.push(between(text.slice(at, start), nodes.at(-1), entity));
    let last = index + 1;
    while (last < entities.length && entities[last].offset < end) last += 1;
    const inner = slice(text, entities.slice(index + 1, last), start, end, command);
    nodes.push(wrap(entity, inner, text.slice(start, end), command));
    // What reaches beyond this entity goes on after it.
    const beyond = entities.slice(index + 1, last).filter((e) => e.offset + e.length > end);
    entities = [...entities.slice(0, last), ...beyond.map((e) => ({ ...e, offset: end, length: e.offset + e.length - end })), ...entities.slice(last)];
    index = last - 1;
    at = end;
  }
  if (at < to) nodes.push(between(text.slice(at, to), nodes.at(-1), null));
  return nodes;
}

const isBlock = (kind) => kind === "pre" || Boolean(kind?.endsWith("blockquote"));

/** Text beside a quote loses the one line break that the quote itself makes. */
function between(text, before, after) {
  let words = text;
  if (before instanceof HTMLElement && ["BLOCKQUOTE", "PRE"].includes(before.tagName)) words = words.replace(/^\n/, "");
  return isBlock(after?.type) ? words.replace(/\n$/, "") : words;
}

function wrap(entity, inner, text, command) {
  const kind = entity.type;
  if (PLAIN[kind]) return el(PLAIN[kind], {}, ...inner);
  if (kind === "text_link") return anchor(entity.url, inner);
  if (kind === "url") return anchor(/^\w+:\/\//.test(text) ? text : `http://${text}`, inner);
  if (kind === "email") return anchor(`mailto:${text}`, inner);
  if (kind === "phone_number") return anchor(`tel:${text.replace(/[^\d+]/g, "")}`, inner);
  if (kind === "bot_command") {
    return el("button", { type: "button", class: "inline-link", onclick: () => command(text) }, ...inner);
  }
  if (kind === "mention" || kind === "hashtag") return el("span", { class: "inline-link" }, ...inner);
  if (kind === "code") {
    return el("code", { tabindex: 0, role: "button", title: "Copy", onclick: () => copy(text), onkeydown: (event) => { if (event.key === "Enter") copy(text); } }, ...inner);
  }
  if (kind === "pre") return el("pre", {}, ...inner);
  if (kind === "spoiler") return spoiler(inner);
  if (kind === "blockquote") return el("blockquote", {}, ...inner);
  if (kind === "expandable_blockquote") return expandable(inner);
  return el("span", {}, ...inner);
}

function anchor(address, inner) {
  const href = SAFE.test(address) ? address : undefined;
  return el("a", { href, target: "_blank", rel: "noopener noreferrer" }, ...inner);
}

function spoiler(inner) {
  const hidden = el("span", { class: "spoiler", role: "button", tabindex: 0, "aria-label": "Hidden text, press to show" }, ...inner);
  const show = () => {
    hidden.classList.add("shown");
    hidden.removeAttribute("aria-label");
  };
  hidden.addEventListener("click", show);
  hidden.addEventListener("keydown", (event) => { if (event.key === "Enter") show(); });
  return hidden;
}

/** A quote of three lines that opens and closes on a tap; short ones stay as they are. */
function expandable(inner) {
  const words = el("span", { class: "quote-text" }, ...inner);
  const sign = el("button", { type: "button", class: "quote-sign", "aria-label": "Show the whole quote", "aria-expanded": "false" }, "⌄");
  const quote = el("blockquote", { class: "expandable folded" }, words, sign);
  const turn = () => {
    if (window.getSelection()?.toString() || quote.classList.contains("short")) return;
    const folded = quote.classList.toggle("folded");
    sign.setAttribute("aria-expanded", String(!folded));
    sign.setAttribute("aria-label", folded ? "Show the whole quote" : "Fold the quote");
  };
  quote.addEventListener("click", (event) => {
    if (!event.target.closest("a, .inline-link, code")) turn();
  });
  const measure = new ResizeObserver(() => {
    if (quote.classList.contains("folded")) quote.classList.toggle("short", words.scrollHeight <= words.clientHeight + 1);
  });
  measure.observe(words);
  return quote;
}

/** The picture on a button that opens a link or copies. */
export function buttonMark(button) {
  if (button.url) return icon("link");
  return button.copy_text ? icon("copy") : null;
}
