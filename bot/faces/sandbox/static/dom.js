// Building the page from elements: a person's text never becomes markup.

/** A new element: attributes, `on…` listeners, and children (text or elements). */
export function el(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name === "class") element.className = value;
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
}

const SHAPES = {
  send: "M3 20.5 21.5 12 3 3.5v6.6L15 12 3 13.9z",
  attach: "M16.5 6.5v9.3a4.5 4.5 0 0 1-9 0V5.7a3 3 0 0 1 6 0v9.6a1.5 1.5 0 0 1-3 0V6.5H9v8.8a3 3 0 0 0 6 0V5.7a4.5 4.5 0 0 0-9 0v10.1a6 6 0 0 0 12 0V6.5z",
  people: "M9 11a4 4 0 1 0 0-8 4 4 0 0 0 0 8zm0 2c-3.3 0-7 1.6-7 4.6V20h14v-2.4c0-3-3.7-4.6-7-4.6zm7.4-2.2a4 4 0 0 0 0-7.6 6 6 0 0 1 0 7.6zM18 20h4v-2.2c0-2.2-2-3.6-4.3-4.3.9 1 1.3 2.3 1.3 3.9z",
  staff: "M4 4h16a2 2 0 0 1 2 2v9a2 2 0 0 1-2 2h-8l-5 4v-4H4a2 2 0 0 1-2-2V6a2 2 0 0 1 2-2zm3 4v2h10V8zm0 4v2h7v-2z",
  close: "m6.4 5 5.6 5.6L17.6 5 19 6.4 13.4 12l5.6 5.6-1.4 1.4-5.6-5.6L6.4 19 5 17.6l5.6-5.6L5 6.4z",
  more: "M12 8a2 2 0 1 0 0-4 2 2 0 0 0 0 4zm0 6a2 2 0 1 0 0-4 2 2 0 0 0 0 4zm0 6a2 2 0 1 0 0-4 2 2 0 0 0 0 4z",
  edit: "M4 17.2V20h2.8L17 9.8 14.2 7zM19.2 7.6a1 1 0 0 0 0-1.4l-1.4-1.4a1 1 0 0 0-1.4 0L15.2 6 18 8.8z",
  reply: "M10 9V5l-7 7 7 7v-4.1c5 0 8.5 1.6 11 5.1-1-5-4-10-11-11z",
  menu: "M4 6h16v2H4zm0 5h16v2H4zm0 5h10v2H4z",
  voice: "M12 15a3.5 3.5 0 0 0 3.5-3.5v-5a3.5 3.5 0 0 0-7 0v5A3.5 3.5 0 0 0 12 15zm6-3.5a6 6 0 0 1-12 0H4a8 8 0 0 0 7 7.9V22h2v-2.6a8 8 0 0 0 7-7.9z",
  photo: "M4 5h16a2 2 0 0 1 2 2v10a2 2 0 0 1-2 2H4a2 2 0 0 1-2-2V7c0-1.1.9-2 2-2zm0 12h16l-5-6.5-4 5-2.5-3z",
  sticker: "M12 2a10 10 0 1 0 10 10A10 10 0 0 0 12 2zM8.5 8A1.5 1.5 0 1 1 7 9.5 1.5 1.5 0 0 1 8.5 8zm7 0A1.5 1.5 0 1 1 14 9.5 1.5 1.5 0 0 1 15.5 8zM12 18a6 6 0 0 1-5.5-3.500h11A6 6 0 0 1 12 18z",
  document: "M6 2h8l6 6v12a2 2 0 0 1-2 2H6a2 2 0 0 1-2-2V4c0-1.1.9-2 2-2zm7 1.500V9h5.500z",
  location: "M12 2a7 7 0 0 0-7 7c0 5.2 7 13 7 13s7-7.8 7-13a7 7 0 0 0-7-7zm0 9.500A2.5 2.5 0 1 1 14.5 9 2.5 2.5 0 0 1 12 11.500z",
  contact: "M12 12a5 5 0 1 0 0-10 5 5 0 0 0 0 10zm0 2c-3.5 0-9 1.8-9 5.300V22h18v-2.700c0-3.5-5.5-5.3-9-5.300z",
  link: "M7 17 17 7M9 7h8v8",
  copy: "M8 8V4h12v12h-4v4H4V8zm2 0h6v6h2V6h-8z",
};

/** A small picture drawn in the colour of the text around it. */
export function icon(name) {
  const space = "http://www.w3.org/2000/svg";
  const picture = document.createElementNS(space, "svg");
  picture.setAttribute("viewBox", "0 0 24 24");
  picture.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(space, "path");
  path.setAttribute("d", SHAPES[name]);
  if (name === "link") path.setAttribute("class", "stroke");
  picture.append(path);
  return picture;
}

/** A round button with a picture; its label is for those who do not see it. */
export function iconButton(name, label, onclick, attributes = {}) {
  return el("button", { type: "button", class: "icon", "aria-label": label, title: label, onclick, ...attributes }, icon(name));
}

/** The coloured circle with a first letter. */
export function avatar(id, name) {
  const letter = [...name.trim()][0] ?? "?";
  const circle = el("span", { class: "avatar", "aria-hidden": "true" }, letter.toUpperCase());
  circle.dataset.hue = String(Math.abs(id) % 7);
  return circle;
}

/** A short notice that goes away by itself. */
export function toast(text) {
  const notice = el("div", { class: "toast", dir: "auto" }, text);
  document.getElementById("toasts").append(notice);
  setTimeout(() => notice.remove(), Math.max(2600, text.length * 60));
}

/** A notice that waits for OK. */
export function alertBox(text) {
  document.getElementById("alert-text").textContent = text;
  document.getElementById("alert").showModal();
}

/** Puts text on the clipboard and says so. */
export async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    const area = el("textarea", { class: "offstage" });
    area.value = text;
    document.body.append(area);
    area.select();
    document.execCommand("copy");
    area.remove();
  }
  toast(`Copied: ${text}`);
}
