// “Trên máy này”: what this phone keeps, what it has not sent, and what the person has to choose or to mend.
import { conflictTable } from "./field-conflict.js";
import { contact } from "./field-contact.js";
import { exportUnsent } from "./field-export.js";
import { letGo, renewOld } from "./field-keep.js";
import { drop, dropPhotos, photosOf, takeBack, unsentInputs } from "./field-queue.js";
import { allOf, put, remove, who } from "./field-store.js";
import { isUsed, onTime, said, words } from "./field-words.js";
import { confirmed } from "./pages.js";
import { toast } from "./toast.js";

const UNITS = [["day", 86400], ["hour", 3600], ["minute", 60]];
const find = (name, within = document) => within.querySelector(`[data-${name}]`);
const copy = (name) => find(`template-${name}`).content.firstElementChild.cloneNode(true);

const parted = (all, isIn) => [all.filter(isIn), all.filter((each) => !isIn(each))];

/** Entries by the form they belong to. */
function grouped(entries) {
  const found = new Map();
  for (const entry of entries) found.set(entry.form, [...(found.get(entry.form) ?? []), entry]);
  return found;
}

/** "14:05 02/12/2019 (3 giờ trước)" */
function age(at) {
  const seconds = (Date.now() - at) / 1000;
  const [unit, size] = UNITS.find(([, least]) => seconds >= least) ?? ["minute", 60];
  const ago = new Intl.RelativeTimeFormat(document.documentElement.lang, { numeric: "always" }).format(-Math.floor(seconds / size), unit);
  return `${onTime(at)} (${seconds < 60 ? words().textNow : ago})`;
}

class DevicePage {
  constructor(person, isCut, sendAndTell) {
    Object.assign(this, { person, isCut, sendAndTell });
    find("send").addEventListener("click", () => this.send());
    find("export").addEventListener("click", () => exportUnsent(person));
    addEventListener("online", () => this.send());
    document.addEventListener("field-changed", () => this.show());
  }

  async send() {
    find("send").disabled = true;
    const met = await contact();
    this.isCut = !met;
    this.isSignedOut = met && met.person !== this.person;
    if (met && !this.isSignedOut) await this.sendAndTell(this.person);
    find("send").disabled = false;
    await this.show();
    if (met && !this.isSignedOut) await renewOld(this.person);
  }

  async show() {
    const [entries, drafts, pages] = await Promise.all(["entries", "drafts", "pages"].map((name) => allOf(name, this.person)));
    const inputs = unsentInputs(this.person);
    const [saving, single] = parted(entries, (entry) => entry.input && entry.state === "waiting");
    const main = pages.filter((page) => page.needs);
    find("entries").replaceChildren(
      ...single.map((entry) => this.entry(entry)),
      ...[...grouped(saving).values()].map((found) => this.inputs(found[0].formTitle, found.length, found[0])),
      ...drafts.map((draft) => this.draft(draft)),
      ...inputs.map(({ count }) => this.inputs(words().textElsewhere, count)),
    );
    find("pages").replaceChildren(...main.map((page) => this.page(page)));
    const count = entries.length + drafts.length + inputs.length;
    find("unsent").hidden = !count;
    find("kept").hidden = !main.length;
    find("nothing").hidden = Boolean(count || main.length);
    find("cut").hidden = !this.isCut;
    find("signed-out").hidden = !this.isSignedOut;
    find("perishable").hidden = !(count || main.length) || (await navigator.storage?.persisted?.());
    document.body.dataset.shown = String(count);
    if (location.hash) document.getElementById(location.hash.slice(1))?.scrollIntoView();
  }

  card(row, state) {
    const card = copy("entry");
    find("title", card).textContent = row.title;
    find("at", card).textContent = age(row.at);
    const photos = photosOf(row).length;
    find("photos", card).hidden = !photos;
    find("photos", card).textContent = said(words().textPhotos, photos);
    for (const part of card.querySelectorAll("[data-when]")) part.hidden = !part.dataset.when.split(" ").includes(state);
    card.dataset.state = state;
    return card;
  }

  entry(entry) {
    const card = this.card(entry, entry.state);
    card.id = `entry-${entry.id}`;
    find("message", card).textContent = entry.message ?? "";
    find("again", card).addEventListener("click", () => this.change({ ...entry, state: "waiting", tries: 0 }));
    find("mend", card).addEventListener("click", async () => {
      if (entry.input || (await takeBack(entry))) location.assign(entry.path);
      else toast(words().textOtherDraft);
    });
    find("drop", card).addEventListener("click", () => this.drop(() => drop(entry)));
    if (entry.state === "conflict") find("conflict", card).append(conflictTable(entry, (settled) => this.settle(entry, settled)));
    return card;
  }

  draft(draft) {
    const card = this.card(draft, "draft");
    find("open", card).href = draft.path;
    const forget = () => Promise.all([remove("drafts", [draft.person, draft.form]), dropPhotos(photosOf(draft))]);
    find("drop", card).addEventListener("click", () => this.drop(forget));
    return card;
  }

  /** Inputs of a form that saves each by itself. */
  inputs(title, count, { path, at } = {}) {
    const card = copy("inputs");
    find("title", card).textContent = title;
    find("at", card).textContent = at ? age(at) : "";
    find("count", card).textContent = said(words().textInputs, count);
    find("open", card).hidden = !path;
    if (path) find("open", card).href = path;
    return card;
  }

  page(page) {
    const row = copy("page");
    Object.assign(find("open", row), { href: page.path, textContent: page.title });
    find("at", row).textContent = age(page.at);
    find("let-go", row).addEventListener("click", async () => {
      await letGo(this.person, page.path);
      await this.show();
    });
    return row;
  }

  async change(entry) {
    await put("entries", entry);
    await this.send();
  }

  /** Where the person took what the server has, nothing is left to send. */
  async settle(entry, settled) {
    if (settled) return this.change(settled);
    await drop(entry);
    return this.show();
  }

  async drop(forget) {
    if (!(await confirmed(words().textDrop))) return;
    await forget();
    await this.show();
  }
}

export async function startDevicePage(sendAndTell) {
  const met = isUsed() ? await contact() : null;
  const person = (isUsed() && (await who())?.person) || met?.person;
  if (!person) {
    find("nothing").hidden = false;
    document.body.dataset.shown = "0";
    return;
  }
  const page = new DevicePage(person, !met, sendAndTell);
  page.isSignedOut = Boolean(met && met.person !== person);
  await page.show();
  if (met && !page.isSignedOut) await page.send();
}
