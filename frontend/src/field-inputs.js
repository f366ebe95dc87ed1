// A form that saves each input by itself, for the field: what was entered waits in the queue of the phone, which outlives
// the browser, and any page of ours sends it. What stands in the queue is what this page shows as unsaved.
import { Autosave } from "./autosave.js";
import { drop, ofInput, queueInput } from "./field-queue.js";
import { read } from "./field-read.js";
import { send } from "./field-send.js";
import { allOf, put } from "./field-store.js";
import { remember, words } from "./field-words.js";
import { toast } from "./toast.js";
import { unfoldTo } from "./unfold.js";

export class FieldInputs extends Autosave {
  constructor(form, person) {
    super(form, person);
    Object.assign(this, { person, key: form.dataset.fieldForm, base: read(form), turn: Promise.resolve() });
    addEventListener("pagehide", () => this.keepAll());
    document.addEventListener("field-changed", () => this.meet());
    document.addEventListener("field-cleared", () => this.rest());
  }

  /** What waits stands in its inputs again. */
  async open() {
    await this.meet();
    for (const [name, { value }] of Object.entries(this.pending)) {
      this.put(name, value);
      for (const field of this.fields()) if (field.name === name) unfoldTo(field);
    }
    this.flush();
  }

  kept() {
    return {};
  }

  store() {} // the queue has it

  /** What is in the queue is safe; only what is being typed is not there yet. */
  isAtRisk() {
    return Object.keys(this.timers).length > 0;
  }

  /** Nothing of what stands here is to be saved any more. */
  rest() {
    for (const timer of Object.values(this.timers)) clearTimeout(timer);
    clearTimeout(this.retry);
    this.timers = {};
  }

  keepAll() {
    const names = Object.keys(this.timers);
    this.rest();
    for (const name of names) this.keep(name);
  }

  /** One after another, putting into the queue and looking what it holds: neither may overtake the other. */
  inTurn(work) {
    this.turn = this.turn.then(work, work);
    return this.turn;
  }

  async keep(name) {
    await this.inTurn(() => this.queue(name)).catch(() => toast(words().textFull));
    await this.sending;
    return this.flush();
  }

  async queue(name) {
    const value = this.value(name);
    if (value === (name in this.pending ? this.pending[name].value : this.saved[name])) return;
    await remember();
    const entry = this.entry(name, value);
    await queueInput(entry);
    this.pending[name] = { value, slot: entry.mine[name] };
    this.question(name)?.remove();
  }

  /** It goes on from what stood in the queue before: where that has gone from there, the server holds it. */
  entry(name, value) {
    const { person, key, form } = this;
    const mine = read(form)[name];
    const before = this.pending[name] ?? { value: this.saved[name], slot: this.base[name] };
    return {
      person,
      form: key,
      input: name,
      formTitle: form.dataset.fieldTitle,
      title: `${form.dataset.fieldTitle} · ${mine.label}`,
      path: location.pathname + location.search,
      url: form.dataset.autosave,
      value,
      was: before.value ?? "",
      mine: { [name]: mine },
      base: { [name]: before.slot },
    };
  }

  async sendAll() {
    clearTimeout(this.retry);
    let stopped = "";
    let isFailing = false;
    while (this.next() && !stopped && !isFailing) {
      this.show("saving", this.form.dataset.textSaving);
      const sent = await send(this.person);
      stopped = sent.stopped;
      isFailing = [...sent.outcomes.values()].some(({ state }) => state === "waiting");
      await this.meet();
    }
    if (stopped === "session") this.endOfSession();
    else if (this.next()) this.later(this.form.dataset.textOffline);
    else this.retries = 0;
    document.dispatchEvent(new Event("field-saved"));
  }

  meet() {
    return this.inTurn(() => this.look());
  }

  /** What has gone from the queue is on the server; what it cannot send asks the person. */
  async look() {
    const entries = (await allOf("entries", this.person)).filter((entry) => entry.form === this.key);
    const unsaved = Object.keys(this.pending).length;
    for (const name of Object.keys(this.pending)) if (!entries.some((entry) => entry.input === name)) this.confirm(name);
    for (const entry of entries) if (this.fields().some(({ name }) => name === entry.input)) this.take(entry);
    if (unsaved && !Object.keys(this.pending).length) this.sayAllSaved();
  }

  confirm(name) {
    this.saved[name] = this.pending[name].value;
    this.base[name] = this.pending[name].slot;
    this.question(name)?.remove();
    delete this.pending[name];
  }

  take({ input, value, mine, state, theirs, message }) {
    const isAsked = this.pending[input]?.theirs === theirs && this.question(input);
    const slot = mine[input];
    this.pending[input] = state === "waiting" ? { value, slot } : { value, slot, theirs };
    if (state === "conflict" && !isAsked) this.ask(input);
    if (state === "refused") this.show("stopped", message);
  }

  async settle(name, theirs, value) {
    const entries = ofInput(await allOf("entries", this.person), { form: this.key, input: name });
    const asked = entries.find((entry) => entry.state === "conflict");
    this.question(name)?.remove();
    this.put(name, value);
    this.saved[name] = theirs;
    if (!asked) return this.meet();
    if (value === theirs) {
      this.pending[name] = { value: theirs, slot: asked.now[name] };
      await drop(asked);
    } else await put("entries", { ...asked, was: theirs, base: asked.now, state: "waiting", tries: 0 });
    document.dispatchEvent(new Event("field-changed"));
    await this.meet();
    return this.flush();
  }
}
