// The page: who is there, whose phone is shown, and the socket to the sandbox.

import { avatar, el, icon, iconButton, toast } from "./dom.js";
import { Chat } from "./chat.js";

const LANGUAGES = { uz: "Oʻzbekcha", ru: "Русский", kk: "Қазақша", ky: "Кыргызча", tk: "Türkmençe", az: "Azərbaycanca", tr: "Türkçe", hu: "Magyar", en: "English", fa: "فارسی" };
const ask = new URLSearchParams(location.search);
const state = { people: [], groups: [], chats: {}, bot: null, selected: null, wanted: ask.get("person"), unread: {} };
const body = document.body;
const $ = (id) => document.getElementById(id);

let socket;
const send = (act) => {
  if (socket?.readyState === WebSocket.OPEN) socket.send(JSON.stringify(act));
  else toast("The sandbox does not answer. Is it still running?");
};

const phone = new Chat($("phone"), send, {
  before: [iconButton("people", "People", () => body.classList.toggle("show-people"), { class: "icon only-narrow" })],
  after: [iconButton("staff", "Show or hide the staff group", () => toggleStaff()), blockButton()],
});
const staff = new Chat($("staff"), send, {
  isGroup: true,
  after: [speakerSelect(), iconButton("close", "Hide the staff group", () => toggleStaff(false))],
});

function blockButton() {
  return iconButton("more", "Block or unblock the bot", () => {
    const person = current();
    if (person && confirm(person.blocked ? "Let the bot write again?" : `${person.name} blocks the bot?`)) send({ do: "block", person: person.id });
  });
}

function speakerSelect() {
  return el("select", { id: "speaker", "aria-label": "Who writes in the group", onchange: (event) => {
    if (event.target.value === "+") joinCurrent();
    else staff.speaker = Number(event.target.value);
    showStaff();
  } });
}

function joinCurrent() {
  const person = current();
  if (person) send({ do: "join", person: person.id, chat: state.groups[0].id });
}

const current = () => state.people.find((person) => person.id === state.selected);
const messages = (id) => (state.chats[id] ??= []);

function toggleStaff(wanted) {
  const shown = wanted ?? $("staff").hidden;
  $("staff").hidden = !shown;
  body.classList.toggle("with-staff", shown);
  if (shown && !state.groups.length) send({ do: "found", title: "Staff", officer: "Officer", language: "en" });
  if (shown) showStaff();
}

function showStaff() {
  const group = state.groups[0];
  if (!group || $("staff").hidden) return;
  const members = state.people.filter((person) => group.members.includes(person.id));
  if (!members.some((person) => person.id === staff.speaker)) staff.speaker = members[0]?.id ?? null;
  const choices = members.map((person) => el("option", { value: person.id, selected: person.id === staff.speaker }, person.name));
  const person = current();
  if (person && !group.members.includes(person.id)) choices.push(el("option", { value: "+" }, `+ ${person.name}`));
  $("speaker").replaceChildren(...choices);
  staff.show({ id: group.id, title: group.title, status: `${members.length + 1} members`, speaker: staff.speaker, bot: state.bot }, messages(group.id));
}

function select(id, { keepAddress = false } = {}) {
  state.selected = id;
  delete state.unread[id];
  body.classList.remove("show-people");
  const person = current();
  if (!person) return;
  if (!keepAddress) history.replaceState(null, "", `?person=${id}`);
  phone.show({ id, title: person.bot, status: `bot, on ${person.name}’s phone`, speaker: id, commands: person.commands, about: person.about, bot: state.bot, blocked: person.blocked }, messages(id));
  drawPeople();
}

function drawPeople() {
  $("people-list").replaceChildren(...state.people.map(personRow));
}

function personRow(person) {
  const last = messages(person.id).at(-1);
  const words = last ? (last.text ?? last.caption ?? "Attachment") : "No messages yet";
  const open = el("button", { type: "button", class: "person", "aria-current": person.id === state.selected ? "true" : undefined, onclick: () => select(person.id) },
    avatar(person.id, person.name),
    el("span", { class: "grow" }, el("span", { class: "top" }, el("b", { dir: "auto" }, person.name), el("span", { class: "tongue" }, person.language)), el("small", { dir: "auto" }, words.slice(0, 90))),
    state.unread[person.id] ? el("span", { class: "unread", "aria-label": "unread messages" }, String(state.unread[person.id])) : "");
  const remove = iconButton("close", `Delete ${person.name}`, () => { if (confirm(`Delete ${person.name} and this chat?`)) send({ do: "remove", person: person.id }); }, { class: "icon remove" });
  return el("li", {}, open, remove);
}

function wantedPerson() {
  const wanted = state.wanted;
  const found = wanted && state.people.find((person) => String(person.id) === wanted || person.name === wanted);
  return found || state.people.at(0);
}

const handlers = {
  state(event) {
    Object.assign(state, { people: event.people, groups: event.groups, bot: event.bot, chats: event.chats });
    if (!state.people.length) send({ do: "add", name: "Aziza", language: (navigator.language || "en").slice(0, 2) });
    const person = current() ?? wantedPerson();
    if (person) select(person.id, { keepAddress: true });
    if (ask.has("staff") || (state.groups.length && innerWidth > 1100)) toggleStaff(true);
    const start = ask.get("start");
    if (person && start !== null && !messages(person.id).length) send({ do: "say", person: person.id, text: `/start ${start}`.trim() });
  },
  people(event) {
    Object.assign(state, { people: event.people, groups: event.groups });
    const person = current() ?? wantedPerson();
    if (person && person.id !== state.selected) select(person.id);
    else if (person) refresh(person);
    drawPeople();
    showStaff();
  },
  added(event) { select(event.person); },
  refused() { toast("That did not work: it may be gone."); },
  pressing(event) { (event.chat === phone.id ? phone : staff).pressingStarted(event); },
  cards(event) {
    phone.showCards(event.query, event.cards);
    staff.showCards(event.query, event.cards);
  },
  blocked(event) {
    const person = state.people.find((found) => found.id === event.chat);
    if (person) person.blocked = event.what.blocked;
    phone.root.classList.toggle("blocked", Boolean(current()?.blocked));
    toast(event.what.blocked ? "The bot is blocked: it cannot write here." : "The bot can write here again.");
  },
};

/** New commands or texts of the bot, without drawing the chat anew. */
function refresh(person) {
  phone.commands = person.commands;
  phone.menu.hidden = !person.commands.length;
  phone.title.textContent = person.bot;
  if (phone.about !== person.about) {
    phone.about = person.about;
    if (!messages(person.id).length) phone.draw([]);
  }
}

function happened(event) {
  const known = messages(event.chat);
  const what = event.what;
  const at = known.findIndex((message) => message.message_id === what.message_id);
  if (event.event === "message") known.push(what);
  else if (event.event === "edited" && at >= 0) known[at] = what;
  else if (event.event === "deleted" && at >= 0) known.splice(at, 1);
  for (const chat of [phone, staff]) if (chat.id === event.chat) chat.take(event.event, what);
  if (event.event === "message" && event.chat !== phone.id && what.from.is_bot) state.unread[event.chat] = (state.unread[event.chat] ?? 0) + 1;
  if (event.event === "message" || event.event === "edited") drawPeople();
}

function connect() {
  socket = new WebSocket(`${location.protocol === "https:" ? "wss" : "ws"}://${location.host}/sandbox/live`);
  socket.addEventListener("message", ({ data }) => {
    const event = JSON.parse(data);
    (handlers[event.event] ?? happened)(event);
  });
  socket.addEventListener("open", () => body.classList.remove("offline"));
  socket.addEventListener("close", () => {
    body.classList.add("offline");
    setTimeout(connect, 1500);
  });
}

$("add-language").append(...Object.entries(LANGUAGES).map(([code, name]) => el("option", { value: code }, name)));
$("people-close").append(icon("close"));
$("people-close").addEventListener("click", () => body.classList.remove("show-people"));
$("add").addEventListener("submit", (event) => {
  event.preventDefault();
  const data = new FormData(event.target);
  send({ do: "add", name: data.get("name"), language: data.get("language") });
  event.target.reset();
});
connect();
