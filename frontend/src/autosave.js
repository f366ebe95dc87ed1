// Saves each field of a form as it changes, and keeps in this browser what the server has not confirmed.
//
// <form data-autosave="/url" data-autosave-key="sheet-12"> … <output data-autosave-state></output></form>
//
// Every changed field is sent by itself: POST field, value, was (the value this page last knew to be saved).
// It also sends the marks of the pieces that the page shows (`has`, from data-shown), so that the answer brings only others.
// Answers: 200 {saved_at, html: {selector: fragment}} · 409 {message, value}: another page saved another value, and
// the person chooses between both · 422 {message}: not allowed · 5xx, with a message or without: sent again later. A
// lost answer is harmless: sent again, the server finds the value already there.
// A change leaves localStorage only when the server has answered 200, so a crash, a dead network or an expired
// session loses nothing: the next visit to the page shows the kept values and sends them. A form for the field keeps them
// in the queue of the phone instead (`field-inputs.js`). While the network is gone no
// link and no form leads away from the page, which could not be opened again; but to a page that is kept on this phone.
import { keepsItself } from "./drafts.js";
import { isKept } from "./field-keep.js";
import { isUsed } from "./field-words.js";
import { toast } from "./toast.js";
import { unfoldTo } from "./unfold.js";

const STORE = "ocop-autosave:";
const TEXT_DELAY_MS = 700;
const RETRY_MS = [2000, 5000, 10000, 30000];

const token = () => document.querySelector("meta[name=csrf]")?.content ?? "";
const words = (form, key) => form.dataset[key] ?? "";

function leadsAway(event, leaving) {
  if (event.type === "submit") return leaving.method !== "dialog";
  const isHere = leaving.href.split("#")[0] === location.href.split("#")[0];
  return (!isHere || "anew" in leaving.dataset) && !leaving.target && !event.ctrlKey && !event.metaKey && !event.shiftKey;
}

export class Autosave {
  constructor(form, person) {
    this.form = form;
    this.key = `${STORE}${person}:${form.dataset.autosaveKey}`;
    this.pending = this.kept();
    this.saved = {};
    this.timers = {};
    this.sending = null;
    this.retries = 0;
    this.warned = "";
    this.unwarn = () => {};
    for (const field of this.fields()) this.saved[field.name] = this.value(field.name);
    this.restore();
    form.addEventListener("change", (event) => this.changed(event.target, 0));
    form.addEventListener("input", (event) => this.changed(event.target, TEXT_DELAY_MS));
    form.addEventListener("submit", (event) => event.preventDefault());
    window.addEventListener("online", () => this.flush());
    window.addEventListener("beforeunload", (event) => this.isAtRisk() && event.preventDefault());
    for (const kind of ["click", "submit"]) document.addEventListener(kind, (event) => this.stay(event));
  }

  /** What a visit before this one left. */
  kept() {
    return JSON.parse(localStorage.getItem(this.key) ?? "{}");
  }

  isAtRisk() {
    return Boolean(this.sending || Object.keys(this.timers).length);
  }

  fields() {
    return [...this.form.elements].filter((field) => field.name && field.name !== "csrfmiddlewaretoken" && !("autosaveSkip" in field.dataset));
  }

  value(name) {
    const fields = this.fields().filter((field) => field.name === name);
    if (fields[0]?.type === "radio") return fields.find((field) => field.checked)?.value ?? "";
    if (fields[0]?.type === "checkbox") return fields[0].checked ? "1" : "";
    return fields[0]?.value ?? "";
  }

  put(name, value) {
    for (const field of this.fields().filter((f) => f.name === name)) {
      if (field.type === "radio") field.checked = field.value === value;
      else if (field.type === "checkbox") field.checked = value === "1";
      else field.value = value;
    }
  }

  restore() {
    for (const [name, change] of Object.entries(this.pending)) {
      if (this.fields().some((field) => field.name === name)) this.put(name, change.value);
      else delete this.pending[name];
    }
    for (const name of this.inConflict()) this.ask(name);
    if (this.next()) this.flush();
  }

  changed(field, delay) {
    if (!field.name || "autosaveSkip" in field.dataset) return;
    const isText = field.matches("textarea, input:not([type=radio]):not([type=checkbox])");
    if (delay > 0 && !isText) return; // a choice is sent by its change event, at once
    clearTimeout(this.timers[field.name]);
    this.timers[field.name] = setTimeout(() => {
      delete this.timers[field.name];
      this.keep(field.name);
    }, delay);
  }

  keep(name) {
    const value = this.value(name);
    if (value === this.saved[name] && !(name in this.pending)) return;
    this.pending[name] = { value, was: this.pending[name]?.was ?? this.saved[name] ?? "" };
    this.question(name)?.remove();
    this.store();
    this.flush();
  }

  store() {
    if (Object.keys(this.pending).length) localStorage.setItem(this.key, JSON.stringify(this.pending));
    else localStorage.removeItem(this.key);
  }

  flush() {
    this.sending ??= this.sendAll().finally(() => (this.sending = null));
    return this.sending;
  }

  async sendAll() {
    clearTimeout(this.retry);
    for (let name = this.next(); name; name = this.next()) {
      this.show("saving", words(this.form, "textSaving"));
      if (!(await this.send(name, this.pending[name]))) break;
    }
  }

  next() {
    return Object.keys(this.pending).find((name) => !("theirs" in this.pending[name]));
  }

  inConflict() {
    return Object.keys(this.pending).filter((name) => "theirs" in this.pending[name]);
  }

  async send(name, change) {
    let answer;
    try {
      answer = await fetch(this.form.dataset.autosave, {
        method: "POST",
        headers: { "X-CSRFToken": token(), Accept: "application/json" },
        body: new URLSearchParams([["field", name], ["value", change.value], ["was", change.was], ...this.shown()]),
        redirect: "manual",
      });
    } catch {
      return this.later(words(this.form, "textOffline"));
    }
    if (answer.status >= 500 || answer.status === 429) {
      const { message } = await answer.json().catch(() => ({}));
      return this.later(message ?? words(this.form, "textOffline"));
    }
    if (answer.type === "opaqueredirect" || answer.status === 401 || answer.status === 403) {
      this.endOfSession();
      return false;
    }
    const body = await answer.json().catch(() => ({}));
    this.retries = 0;
    if (answer.ok) return this.confirmed(name, change, body);
    if (answer.status === 409) {
      if (this.pending[name].value !== change.value) return true; // typed on meanwhile: asked when that is sent
      this.pending[name] = { ...change, theirs: body.value ?? "" };
      this.ask(name);
    } else delete this.pending[name];
    this.store();
    this.show("stopped", body.message ?? words(this.form, "textFailed"));
    return true;
  }

  shown() {
    return [...document.querySelectorAll("[id][data-shown]")].map((piece) => ["has", `${piece.id}:${piece.dataset.shown}`]);
  }

  // Another page saved another value: what was entered here stays in its field until the person has chosen.
  ask(name) {
    const { value, theirs } = this.pending[name];
    const field = this.fields().find((f) => f.name === name && (f.type !== "radio" || f.value === theirs)) ?? this.fields().find((f) => f.name === name);
    const label = field.type === "radio" && field.value === theirs ? field.closest("label")?.textContent.trim() : theirs;
    const box = Object.assign(document.createElement("div"), { className: "notice" });
    box.dataset.tone = "wait";
    box.dataset.conflict = name;
    const text = Object.assign(document.createElement("p"), { className: "mb-1" });
    text.textContent = `${words(this.form, "textConflict")} ${label || words(this.form, "textEmpty")}`;
    box.append(text, this.button("textMine", () => this.settle(name, theirs, value)), " ", this.button("textTheirs", () => this.settle(name, theirs, theirs)));
    this.question(name)?.remove();
    unfoldTo(field);
    (field.closest("fieldset, .field") ?? field.parentElement).append(box);
  }

  question(name) {
    return this.form.querySelector(`[data-conflict="${CSS.escape(name)}"]`);
  }

  button(word, act) {
    const button = Object.assign(document.createElement("button"), { type: "button", className: "btn btn-plain btn-sm" });
    button.textContent = words(this.form, word);
    button.addEventListener("click", act);
    return button;
  }

  settle(name, theirs, value) {
    this.question(name)?.remove();
    this.put(name, value);
    this.saved[name] = theirs;
    delete this.pending[name];
    if (value === theirs) {
      this.store();
      this.show("saved", words(this.form, "textSaved"));
      return;
    }
    this.pending[name] = { value, was: theirs };
    this.store();
    this.flush();
  }

  confirmed(name, change, body) {
    this.saved[name] = change.value;
    if (this.pending[name]?.value === change.value) delete this.pending[name];
    else this.pending[name].was = change.value;
    this.store();
    for (const [selector, html] of Object.entries(body.html ?? {})) {
      const place = document.querySelector(selector);
      if (place) place.outerHTML = html;
    }
    document.dispatchEvent(new Event("autosaved"));
    if (!this.next()) this.sayAllSaved(body.saved_at);
    return true;
  }

  sayAllSaved(at = "") {
    const text = `${words(this.form, "textSaved")} ${at}`.trim();
    this.show("saved", text);
    if (!this.isSeen()) toast(text);
  }

  /** Whether a place that says "saved" is on the screen. */
  isSeen() {
    return [...document.querySelectorAll("[data-autosave-state]")].some((place) => {
      const { top, bottom } = place.getBoundingClientRect();
      return bottom > 0 && top < innerHeight;
    });
  }

  endOfSession() {
    this.show("stopped", words(this.form, "textSession"), location.href);
  }

  later(text) {
    this.show("offline", text);
    this.retry = setTimeout(() => this.flush(), RETRY_MS[Math.min(this.retries++, RETRY_MS.length - 1)]);
    return false;
  }

  /** Keeps a link or another form from leaving the page while the network is gone; lets it go on once all is sent. */
  async stay(event) {
    const isCut = !navigator.onLine || (this.retries > 0 && this.next());
    const { target, submitter } = event;
    const leaving = event.type === "submit" ? target : target.closest("a[href]");
    if (!isCut || event.defaultPrevented || !leaving || leaving === this.form || !leadsAway(event, leaving)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (event.type === "click" && isUsed() && (await isKept(leaving.href))) return location.assign(leaving.href);
    toast(words(this.form, "textStay"));
    await this.flush();
    const isBack = !this.next() && (await fetch(location.href, { method: "HEAD" }).catch(() => null));
    if (!isBack) return;
    if (event.type === "submit") leaving.requestSubmit(submitter);
    else location.assign(leaving.href);
  }

  /** A warning that stays while something is unsent, wherever the page stands; put away, it comes back when it changes. */
  warn(text) {
    if (this.warned === text) return;
    this.unwarn();
    this.warned = text;
    this.unwarn = text ? toast(text, { stays: true }) : () => {};
  }

  show(state, text, link) {
    if (state !== "saving") this.warn(state === "offline" || link ? text : "");
    for (const place of document.querySelectorAll("[data-autosave-state]")) {
      place.dataset.state = state;
      place.textContent = text;
      if (link) {
        const anchor = document.createElement("a");
        anchor.href = link;
        anchor.dataset.anew = "";
        anchor.textContent = " " + words(this.form, "textLogin");
        place.append(anchor);
      }
    }
  }
}

export function startAutosave() {
  const person = document.body.dataset.user ?? "";
  for (const form of document.querySelectorAll("form[data-autosave]")) if (!keepsItself(form)) new Autosave(form, person);
}
