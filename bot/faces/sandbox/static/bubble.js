// One message as a bubble: text, file, keyboard.

import { alertBox, copy, el, icon, iconButton, toast } from "./dom.js";
import { buttonMark, rich } from "./text.js";

const clock = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit" });

/** The element of a message; `pane` is the chat it is shown in. */
export function bubble(message, pane) {
  if (message.new_chat_members || message.forum_topic_created) return service(message);
  const mine = pane.isMine(message);
  const box = el("div", { class: "bubble" });
  if (pane.isGroup && !mine) box.append(author(message));
  if (message.via_bot) box.append(el("div", { class: "via" }, `via @${message.via_bot.username}`));
  if (message.reply_to_message) box.append(quoted(message.reply_to_message, pane));
  const file = media(message);
  if (file) box.append(file);
  const text = message.text ?? message.caption;
  if (text !== undefined) {
    const entities = message.entities ?? message.caption_entities ?? [];
    box.append(el("div", { class: "words", dir: "auto" }, ...rich(text, entities, (command) => pane.say(command))));
  }
  box.append(stamp(message, mine));
  const item = el("li", { class: `line ${mine ? "mine" : "theirs"}`, "data-id": message.message_id });
  if (message.sticker) item.classList.add("bare");
  item.append(el("div", { class: "stack" }, box, keyboard(message, pane) ?? ""), tools(message, mine, pane));
  return item;
}

function service(message) {
  const names = (message.new_chat_members ?? []).map((member) => member.first_name).join(", ");
  const words = message.forum_topic_created ? `Topic “${message.forum_topic_created.name}”` : `${names} joined the group`;
  return el("li", { class: "service", "data-id": message.message_id }, el("span", { dir: "auto" }, words));
}

function author(message) {
  const name = el("div", { class: "author", dir: "auto" }, message.from.first_name);
  name.dataset.hue = String(Math.abs(message.from.id) % 7);
  if (message.from.is_bot) name.append(el("span", { class: "badge" }, "bot"));
  return name;
}

function quoted(message, pane) {
  const words = message.text ?? message.caption ?? "Attachment";
  return el("button", { type: "button", class: "reply", onclick: () => pane.reveal(message.message_id) },
    el("b", { dir: "auto" }, message.from.first_name), el("span", { dir: "auto" }, words));
}

function stamp(message, mine) {
  const time = clock.format(new Date(message.date * 1000));
  const words = message.edit_date ? `edited ${time}` : time;
  return el("span", { class: "stamp" }, words, mine ? el("span", { class: "ticks", "aria-hidden": "true" }, "✓✓") : "");
}

function media(message) {
  if (message.photo) {
    const largest = message.photo.at(-1);
    return el("img", { class: "photo", src: `/sandbox/file/${encodeURIComponent(largest.file_id)}`, alt: "Photo", width: largest.width, height: largest.height });
  }
  if (message.voice) {
    const wave = el("span", { class: "wave", "aria-hidden": "true" });
    for (let bar = 0; bar < 26; bar += 1) wave.append(el("i", { class: `h${(bar * 7 + bar * bar) % 6}` }));
    return el("div", { class: "file" }, el("span", { class: "disc" }, icon("voice")), el("span", {}, wave, el("small", {}, `Voice message, 0:0${message.voice.duration}`)));
  }
  if (message.sticker) return el("div", { class: "sticker", role: "img", "aria-label": "Sticker" }, message.sticker.emoji ?? "🙂");
  if (message.document) return card("document", message.document.file_name ?? "File", `${message.document.file_size} bytes`);
  if (message.location) {
    const { latitude, longitude } = message.location;
    return el("div", { class: "map", role: "img", "aria-label": "Place on the map" }, icon("location"), el("small", {}, `${latitude}, ${longitude}`));
  }
  if (message.contact) return card("contact", message.contact.first_name, message.contact.phone_number);
  return null;
}

function card(kind, title, detail) {
  return el("div", { class: "file" }, el("span", { class: "disc" }, icon(kind)), el("span", {}, el("b", { dir: "auto" }, title), el("small", {}, detail)));
}

function keyboard(message, pane) {
  const rows = message.reply_markup?.inline_keyboard;
  if (!rows) return null;
  const board = el("div", { class: "keys" });
  for (const row of rows) {
    board.append(el("div", { class: "row" }, ...row.map((button) => key(button, message, pane))));
  }
  return board;
}

function key(button, message, pane) {
  const inline = button.switch_inline_query_current_chat ?? button.switch_inline_query;
  const press = (event) => {
    if (button.copy_text) copy(button.copy_text.text);
    else if (inline !== undefined) pane.startInline(inline);
    else {
      event.currentTarget.classList.add("busy");
      pane.press(message, button.callback_data);
    }
  };
  const name = `key ${button.style ?? ""}`;
  const label = el("span", { dir: "auto" }, button.text);
  if (button.url) return el("a", { class: name, href: /^(https?|tg):/i.test(button.url) ? button.url : undefined, target: "_blank", rel: "noopener noreferrer" }, label, buttonMark(button));
  const made = el("button", { type: "button", class: name, onclick: press }, label, buttonMark(button));
  if (button.callback_data) made.dataset.data = button.callback_data;
  return made;
}

function tools(message, mine, pane) {
  const box = el("div", { class: "tools" });
  if (mine && message.text !== undefined && !message.via_bot) box.append(iconButton("edit", "Edit this message", () => pane.edit(message)));
  box.append(iconButton("reply", "Reply to this message", () => pane.replyTo(message)));
  return box;
}

/** Ends the waiting look of a button and shows what the bot said to the press. */
export function pressed(list, pressing, answer) {
  const line = list.querySelector(`[data-id="${pressing?.message}"]`);
  for (const button of line?.querySelectorAll(".busy") ?? []) button.classList.remove("busy");
  if (!answer.text) return;
  if (answer.show_alert) alertBox(answer.text);
  else toast(answer.text);
}
