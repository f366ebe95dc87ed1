// A form for the field: a draft on the disk before the camera opens, an entry in the queue when it is saved, sent at once
// where there is a network. Errors are told by the server's own page, as without this file.
import { FIELD_DRAFT as DRAFT, restore, typed } from "./drafts.js";
import { contact } from "./field-contact.js";
import { Photos } from "./field-photos.js";
import { queue, takeBack } from "./field-queue.js";
import { read, readBase, versionOf } from "./field-read.js";
import { send } from "./field-send.js";
import { allOf, get, put, remove } from "./field-store.js";
import { remember, said, words } from "./field-words.js";
import { toast } from "./toast.js";

const PAUSE_MS = 300;

export class FieldForm {
  constructor(form, person) {
    Object.assign(this, { form, person, key: form.dataset.fieldForm, base: readBase(form), isDirty: false, replaced: null });
    this.photos = new Map();
    for (const input of form.querySelectorAll("input[type=file]")) {
      this.photos.set(input.name, new Photos(input, person, () => this.save()));
      input.addEventListener("click", (event) => this.saveFirst(event));
    }
    form.addEventListener("input", (event) => event.target.type !== "file" && this.typing());
    form.addEventListener("submit", (event) => this.submit(event));
    form.querySelector("[data-draft-discard]")?.addEventListener("click", () => this.discard());
    addEventListener("pagehide", () => this.isDirty && this.save());
    document.addEventListener("field-changed", () => this.renew());
    document.addEventListener("field-cleared", () => this.rest());
  }

  /** What was being written, or what was saved before and waits, stands in the form again. */
  async open() {
    const draft = (await get("drafts", [this.person, this.key])) ?? (await this.waiting());
    if (!draft) return;
    this.base = draft.base;
    if (this.form.elements.version) this.form.elements.version.value = draft.version;
    restore(this.form, draft.values);
    for (const [name, ids] of Object.entries(draft.photos)) await this.photos.get(name)?.restore(ids);
    this.form.querySelector("[data-draft-notice]")?.removeAttribute("hidden");
  }

  /** The entry of the same row, where the form changes one: what is saved now goes on from it. */
  async waiting() {
    const version = versionOf(this.form);
    if (!version) return null;
    const entries = await allOf("entries", this.person);
    const found = entries.find((each) => each.form === this.key && each.version === version && each.state !== "conflict");
    this.replaced = found?.id ?? null;
    return found;
  }

  /** Nothing of what stands here is to be saved any more. */
  rest() {
    clearTimeout(this.pause);
    this.isDirty = false;
  }

  typing() {
    this.isDirty = true;
    clearTimeout(this.pause);
    this.pause = setTimeout(() => this.save(), PAUSE_MS);
  }

  draft() {
    const { form, person, key } = this;
    return {
      person,
      form: key,
      title: form.dataset.fieldTitle,
      path: location.pathname + location.search,
      url: form.getAttribute("action") || location.pathname + location.search,
      version: versionOf(form),
      base: this.base,
      mine: read(form),
      values: typed(form, {}),
      photos: Object.fromEntries([...this.photos].map(([name, { ids }]) => [name, [...ids]])),
      at: Date.now(),
    };
  }

  async save() {
    clearTimeout(this.pause);
    this.isDirty = false;
    await remember();
    await put("drafts", this.draft());
    document.dispatchEvent(new Event("field-saved"));
  }

  /** The camera may push the browser out of the phone's memory: first what was typed goes to the disk. */
  async saveFirst(event) {
    if (!this.isDirty) return;
    event.preventDefault();
    await this.save();
    event.target.click();
  }

  async discard() {
    clearTimeout(this.pause);
    await Promise.all([...this.photos.values()].map((each) => each.clear()));
    await remove("drafts", [this.person, this.key]);
    location.reload();
  }

  async submit(event) {
    event.preventDefault();
    if (this.form.inert) return;
    this.form.inert = true; // what is typed now would belong to no entry
    try {
      this.rest();
      await remember();
      const id = await queue(this.draft(), this.replaced);
      const { stopped, outcomes } = await send(this.person);
      await this.follow(id, outcomes.get(id), stopped);
    } catch {
      toast(words().textFull);
    }
    this.form.inert = false;
  }

  async follow(id, outcome, stopped) {
    if (outcome?.state === "sent") return location.assign(outcome.location);
    if (outcome?.state === "conflict") return location.assign(`${words().page}#entry-${id}`);
    if (outcome?.state === "refused" && (await takeBack(outcome))) return this.showErrors();
    this.makeReady(id);
    const waiting = (await allOf("entries", this.person)).length;
    toast(said(stopped === "session" ? words().textSession : words().textKept, waiting), { stays: stopped === "session" });
    document.dispatchEvent(new Event("field-changed"));
  }

  /** The server's page says what to mend; the mark of the form was not used up. */
  async showErrors() {
    const met = await contact();
    if (!met) return;
    this.form.elements.csrfmiddlewaretoken.value = met.csrf;
    this.form.append(Object.assign(document.createElement("input"), { type: "hidden", name: "_draft", value: DRAFT + this.key }));
    HTMLFormElement.prototype.submit.call(this.form);
  }

  /** What waited has gone meanwhile: the form shows the row as it is now. */
  async renew() {
    if (!this.replaced || this.isDirty || (await get("entries", this.replaced))) return;
    if (!(await get("drafts", [this.person, this.key]))) location.reload();
  }

  /** Ready for the next one; a form that changes a row keeps showing what it holds now. */
  makeReady(id) {
    if (versionOf(this.form)) {
      this.replaced = id;
      return;
    }
    for (const photos of this.photos.values()) photos.forget();
    this.form.reset();
    this.form.querySelector("[data-draft-notice]")?.setAttribute("hidden", "");
    scrollTo(0, 0);
  }
}
