// A chat: header, messages, and the box to write in. The phone and the staff group are both one.

import { avatar, el, icon, iconButton } from "./dom.js";
import { bubble, pressed } from "./bubble.js";

const SAMPLES = { photo: "Photo", voice: "Voice message", location: "Location", document: "Document", sticker: "Sticker", contact: "Contact" };
const TYPING = 5000;
const day = new Intl.DateTimeFormat(undefined, { day: "numeric", month: "long" });

export class Chat {
  /** `send` passes an act to the sandbox; `extras` are buttons of the header. */
  constructor(root, send, { isGroup = false, before = [], after = [] } = {}) {
    this.root = root;
    this.sendAct = send;
    this.isGroup = isGroup;
    this.id = null;
    this.speaker = null;
    this.botName = "";
    this.commands = [];
    this.editing = null;
    this.replying = null;
    this.pressing = new Map();
    this.drafts = new Map();
    this.build(before, after);
  }

  build(before, after) {
    this.title = el("b", { class: "title", dir: "auto" });
    this.status = el("span", { class: "status" });
    this.face = el("span", { class: "face" });
    const header = el("header", { class: "bar" }, ...before, this.face, el("div", { class: "who" }, this.title, this.status), ...after);
    this.list = el("ol", { class: "messages", role: "log", "aria-label": "Messages", tabindex: 0 });
    this.sheet = el("div", { class: "sheet", hidden: true });
    this.context = el("div", { class: "context", hidden: true });
    this.box = el("textarea", { rows: 1, placeholder: "Message", "aria-label": "Write a message", dir: "auto", enterkeyhint: "send",
      oninput: () => this.typed(), onkeydown: (event) => this.key(event) });
    this.menu = el("button", { type: "button", class: "menu", "aria-label": "Commands of the bot", onclick: () => this.toggleCommands() }, icon("menu"), el("span", {}, "Menu"));
    const attach = iconButton("attach", "Send a sample: photo, voice, place…", () => this.toggleSamples());
    const go = iconButton("send", "Send", () => this.submit(), { class: "icon send" });
    this.replyKeys = el("div", { class: "reply-keys", hidden: true });
    this.composer = el("div", { class: "composer" }, this.menu, attach, this.box, go);
    this.root.replaceChildren(header, this.list, this.sheet, this.context, this.composer, this.replyKeys);
  }

  /** Shows a chat with all its messages. */
  show({ id, title, status, speaker, commands, about, bot, blocked }, messages) {
    if (this.id !== null) this.drafts.set(this.id, this.box.value);
    if (this.id !== id) this.box.value = this.drafts.get(id) ?? "";
    Object.assign(this, { id, speaker, commands: commands ?? [], about, bot, blocked, normalStatus: status });
    this.title.textContent = title;
    this.face.replaceChildren(avatar(id === speaker ? bot.id : id, title));
    this.status.textContent = status;
    this.root.classList.toggle("blocked", Boolean(blocked));
    this.menu.hidden = this.isGroup || !this.commands.length;
    this.closeSheet();
    this.clearContext();
    this.replyKeys.hidden = true;
    this.draw(messages);
    this.grow();
  }

  draw(messages) {
    this.list.replaceChildren();
    this.lastDay = null;
    if (!messages.length && !this.isGroup) this.list.append(this.intro());
    for (const message of messages) this.append(message);
    this.toEnd();
  }

  intro() {
    const words = this.about ? [el("b", {}, "What can this bot do?"), el("p", { dir: "auto" }, this.about)] : [el("p", {}, "No messages here yet.")];
    return el("li", { class: "intro" }, el("div", { class: "card" }, ...words, el("button", { type: "button", class: "wide", onclick: () => this.say("/start") }, "Start")));
  }

  append(message) {
    const date = day.format(new Date(message.date * 1000));
    if (date !== this.lastDay) this.list.append(el("li", { class: "service" }, el("span", {}, date)));
    this.lastDay = date;
    this.list.append(bubble(message, this));
  }

  isMine(message) { return message.from.id === this.speaker; }

  take(event, what) {
    if (event === "message") this.arrive(what);
    else if (event === "edited") this.change(what);
    else if (event === "deleted") this.line(what.message_id)?.remove();
    else if (event === "action") this.busy();
    else if (event === "keyboard") this.showReplyKeys(what.keyboard ?? []);
    else if (event === "pressed") pressed(this.list, this.pressing.get(what.id), what);
  }

  line(id) { return this.list.querySelector(`[data-id="${id}"]`); }

  arrive(message) {
    this.list.querySelector(".intro")?.remove();
    const near = this.list.scrollHeight - this.list.scrollTop - this.list.clientHeight < 160;
    this.append(message);
    if (!this.isMine(message)) this.idle();
    if (near || this.isMine(message)) this.follow();
  }

  /** A long answer is read from its beginning: the view stops where the last question is on top. */
  follow() {
    const mine = [...this.list.querySelectorAll(".line.mine")].at(-1);
    const end = this.list.scrollHeight - this.list.clientHeight;
    const top = mine ? mine.offsetTop - 12 : end;
    this.list.scrollTo({ top: Math.min(end, Math.max(top, 0)), behavior: "instant" });
  }

  change(message) {
    const near = this.list.scrollHeight - this.list.scrollTop - this.list.clientHeight < 80;
    this.line(message.message_id)?.replaceWith(bubble(message, this));
    if (near) this.toEnd();
  }

  toEnd() { this.list.scrollTop = this.list.scrollHeight; }

  reveal(id) {
    const line = this.line(id);
    line?.scrollIntoView({ block: "center" });
    line?.classList.add("flash");
    setTimeout(() => line?.classList.remove("flash"), 1200);
  }

  busy() {
    this.status.replaceChildren("typing", el("span", { class: "dots", "aria-hidden": "true" }, el("i"), el("i"), el("i")));
    clearTimeout(this.typingEnd);
    this.typingEnd = setTimeout(() => this.idle(), TYPING);
  }

  idle() {
    clearTimeout(this.typingEnd);
    this.status.textContent = this.normalStatus ?? "";
  }

  act(name, more = {}) { this.sendAct({ do: name, person: this.speaker, chat: this.id, ...more }); }

  say(text) { this.act("say", { text }); }

  press(message, data) { this.act("press", { message: message.message_id, button: data }); }

  pressingStarted(event) { this.pressing.set(event.press, event); }

  key(event) {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      this.submit();
    } else if (event.key === "Escape") {
      this.closeSheet();
      this.clearContext();
    }
  }

  submit() {
    const text = this.box.value.trim();
    if (!text || this.inlineQuery() !== null) return;
    if (this.editing) this.act("edit", { message: this.editing.message_id, text });
    else this.act("say", { text, reply: this.replying?.message_id });
    this.box.value = "";
    this.clearContext();
    this.closeSheet();
    this.grow();
    this.box.focus();
  }

  grow() {
    this.box.style.height = "auto";
    this.box.style.height = `${Math.min(this.box.scrollHeight, 140)}px`;
  }

  typed() {
    this.grow();
    const query = this.inlineQuery();
    clearTimeout(this.asking);
    if (query !== null) this.asking = setTimeout(() => this.act("ask", { query }), 300);
    else if (this.box.value.startsWith("/")) this.showCommands(this.box.value.slice(1).toLowerCase());
    else this.closeSheet();
  }

  inlineQuery() {
    const start = `@${this.bot?.username} `;
    return this.box.value.startsWith(start) ? this.box.value.slice(start.length) : null;
  }

  startInline(query) {
    this.box.value = `@${this.bot.username} ${query}`;
    this.box.focus();
    this.typed();
  }

  showCards(query, cards) {
    if (query !== this.inlineQuery()) return;
    const pick = (card) => {
      this.act("pick", { card: card.id });
      this.box.value = "";
      this.closeSheet();
    };
    const rows = cards.map((card) => el("button", { type: "button", class: "choice", onclick: () => pick(card) },
      avatar(card.id.length, card.title || "?"), el("span", {}, el("b", { dir: "auto" }, card.title), el("small", { dir: "auto" }, card.description))));
    this.openSheet("cards", rows.length ? rows : [el("p", { class: "nothing" }, "No answers for this.")]);
  }

  toggleCommands() { if (!this.closeSheet("commands")) this.showCommands(""); }

  showCommands(prefix) {
    const rows = this.commands.filter((c) => c.command.startsWith(prefix)).map((c) =>
      el("button", { type: "button", class: "choice", onclick: () => { this.say(`/${c.command}`); this.box.value = ""; this.closeSheet(); } },
        el("span", { dir: "auto", class: "grow" }, c.description), el("span", { class: "command" }, `/${c.command}`)));
    if (rows.length) this.openSheet("commands", rows);
    else this.closeSheet();
  }

  toggleSamples() {
    if (this.closeSheet("samples")) return;
    const rows = Object.entries(SAMPLES).map(([kind, label]) =>
      el("button", { type: "button", class: `sample ${kind}`, onclick: () => { this.act("send", { kind }); this.closeSheet(); } }, el("span", { class: "disc" }, icon(kind)), label));
    this.openSheet("samples", rows);
  }

  openSheet(kind, children) {
    this.sheet.className = `sheet ${kind}`;
    this.sheet.replaceChildren(...children);
    this.sheet.hidden = false;
    this.sheet.scrollTop = 0;
  }

  closeSheet(kind) {
    const was = !this.sheet.hidden && (!kind || this.sheet.classList.contains(kind));
    this.sheet.hidden = true;
    return was;
  }

  showReplyKeys(rows) {
    this.replyKeys.hidden = !rows.length;
    this.replyKeys.replaceChildren(...rows.map((row) => el("div", { class: "row" }, ...row.map((key) =>
      el("button", { type: "button", class: "key", dir: "auto", onclick: () => this.say(key.text ?? key) }, key.text ?? key)))));
  }

  edit(message) {
    this.clearContext();
    this.editing = message;
    this.box.value = message.text;
    this.showContext("Edit message", message.text);
  }

  replyTo(message) {
    this.clearContext();
    this.replying = message;
    this.showContext(`Reply to ${message.from.first_name}`, message.text ?? message.caption ?? "Attachment");
  }

  showContext(title, words) {
    this.context.replaceChildren(el("span", { class: "grow" }, el("b", { dir: "auto" }, title), el("small", { dir: "auto" }, words)), iconButton("close", "Cancel", () => this.clearContext()));
    this.context.hidden = false;
    this.grow();
    this.box.focus();
  }

  clearContext() {
    if (this.editing) this.box.value = "";
    this.editing = this.replying = null;
    this.context.hidden = true;
    this.grow();
  }
}
