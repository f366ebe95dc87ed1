// Forms in the field on every page: what waits is sent on opening, when the network comes back and now and then; the head
// of the page says how much waits; signing out asks first and leaves nothing.
import { clear, contact } from "./field-contact.js";
import { startDevicePage } from "./field-device.js";
import { FieldForm } from "./field-form.js";
import { FieldInputs } from "./field-inputs.js";
import { KeepBar, letOldGo, renewOld } from "./field-keep.js";
import { dropPhotos, photosOf, unsent } from "./field-queue.js";
import { send } from "./field-send.js";
import { allOf, get, isSupported, othersIn, remove, who } from "./field-store.js";
import { forgetUnused, isUsed, loadWords, said, words } from "./field-words.js";
import { confirmed } from "./pages.js";
import { toast } from "./toast.js";

const AGAIN_MS = 30000;

async function showCount(person) {
  const link = document.querySelector("[data-on-device]");
  if (!link) return;
  const [count, pages] = await Promise.all([unsent(person), allOf("pages", person)]);
  link.hidden = !count && !pages.length;
  link.querySelector("[data-count]").hidden = !count;
  link.querySelector("[data-count]").textContent = count;
}

/** Send what waits and say what became of it. */
async function sendAndTell(person) {
  const waiting = (await allOf("entries", person)).filter((entry) => entry.state === "waiting");
  if (!waiting.length) return;
  const { stopped, outcomes } = await send(person);
  const ends = [...outcomes.values()];
  const sent = ends.filter((end) => end.state === "sent").length;
  const aside = ends.filter((end) => ["refused", "conflict"].includes(end.state)).length;
  if (sent) toast(said(words().textSent, sent));
  if (aside && !("devicePage" in document.body.dataset)) toast(said(words().textAside, aside));
  if (stopped === "session") toast(said(words().textSession, waiting.length - sent), { stays: true });
  if (sent || aside) document.dispatchEvent(new Event("field-changed"));
  if (sent) await renewOld(person);
}

function signOutWithCare(person) {
  const care = async (event) => {
    const form = event.target;
    if (form.getAttribute("action") !== words()?.signOut || "cleared" in form.dataset) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const count = await unsent(person);
    if (count && !(await confirmed(said(words().textSignOut, count)))) return;
    document.dispatchEvent(new Event("field-cleared"));
    await clear(person);
    form.dataset.cleared = "";
    form.requestSubmit();
  };
  document.addEventListener("submit", care, { capture: true });
}

/** A draft that the server's own page carried out, after it had told an error. */
async function forgetDone(person) {
  const form = document.body.dataset.fieldDone;
  const draft = form && (await get("drafts", [person, form]));
  if (!draft) return;
  await dropPhotos(photosOf(draft));
  await remove("drafts", [person, form]);
}

/** Whether anything is here that later pages must look after. */
async function isInUse(person) {
  const own = (await unsent(person)) || (await allOf("pages", person)).length;
  return Boolean(own || (await othersIn("entries", person)).length);
}

async function look(person, forms) {
  await forgetDone(person);
  await Promise.all(forms.map((form) => form.open()));
  document.body.dataset.fieldReady = "";
  const met = await contact();
  for (const bar of document.querySelectorAll("[data-field-keep]")) await new KeepBar(bar, person).open(!met);
  if (!isUsed()) return;
  await letOldGo(person);
  if (!(await isInUse(person)) && (await forgetUnused())) return;
  await showCount(person);
  if (!met) return;
  await sendAndTell(person);
  await renewOld(person);
}

/** Nobody is signed in: whose things are here may have lost the account meanwhile, or is asked to sign in. */
async function tellAtSignIn() {
  await contact();
  const person = isUsed() && (await who())?.person;
  const waiting = person ? (await allOf("entries", person)).length : 0;
  if (waiting && document.querySelector("form [type=password]")) toast(said(words().textSession, waiting), { stays: true });
}

const fieldForm = (form, person) => ("autosave" in form.dataset ? new FieldInputs(form, person) : new FieldForm(form, person));

export async function startField() {
  if (!isSupported) return;
  const person = document.body.dataset.user;
  const forms = [...document.querySelectorAll("form[data-field-form]")].map((form) => fieldForm(form, person));
  await loadWords();
  if ("devicePage" in document.body.dataset) return startDevicePage(sendAndTell);
  if (!isUsed() && !forms.length) return;
  if (!person) return tellAtSignIn();
  signOutWithCare(person);
  for (const kind of ["field-changed", "field-saved"]) document.addEventListener(kind, () => showCount(person));
  addEventListener("online", () => sendAndTell(person));
  setInterval(() => sendAndTell(person), AGAIN_MS);
  await look(person, forms);
}
