// Entries that wait for the server: what was saved in a form, its photos, its submit mark; or one input of a form that saves
// each by itself.
import { allOf, change, get, put, sha256 } from "./field-store.js";

const MOST_ENTRIES = 200;

/** A mark of the entry's own: a kept page has the same one each time it is opened. */
function newMark() {
  const bytes = crypto.getRandomValues(new Uint8Array(18));
  return btoa(String.fromCharCode(...bytes)).replace(/\+/g, "-").replace(/\//g, "_");
}

/** Put a photo on the disk and read it back. Throws where it did not come back as it was. */
export async function keepPhoto(person, file) {
  const bytes = await file.arrayBuffer();
  const photo = { person, name: file.name, type: file.type, size: bytes.byteLength, sha256: await sha256(bytes), bytes };
  photo.id = await put("photos", photo);
  const back = await get("photos", photo.id);
  if ((await sha256(back.bytes)) !== photo.sha256) throw new Error("the photo did not come back as it was");
  return photo.id;
}

export const dropPhotos = (ids) => change(["photos"], (store) => ids.forEach((id) => store("photos").delete(id)));
export const photosOf = (row) => Object.values(row.photos ?? {}).flat();

const written = ({ person, form, path, title, url, version, base, mine, values, photos, at }) => ({ person, form, path, title, url, version, base, mine, values, photos, at });

/** A draft becomes an entry. One of the same row that still waits gives way: this one goes on from it. */
export async function queue(draft, replaced) {
  const forms = (await allOf("entries", draft.person)).filter((entry) => !entry.input);
  if (forms.length >= MOST_ENTRIES) throw new Error("too many entries");
  return change(["drafts", "entries"], (store, done) => {
    store("drafts").delete([draft.person, draft.form]);
    if (replaced) store("entries").delete(replaced);
    return done(store("entries").add({ ...written(draft), once: newMark(), state: "waiting", tries: 0 }));
  });
}

/** The entries of one input, oldest first. */
export const ofInput = (entries, { form, input }) => entries.filter((entry) => entry.form === form && entry.input === input);

/** What was entered into one input waits. It takes the place of what waited for that input and never left the phone; of what
 * may have reached the server it goes on. */
export function queueInput(found) {
  return change(["entries"], async (store, done) => {
    const all = await done(store("entries").index("person").getAll(found.person));
    const before = ofInput(all, found);
    const tried = before.filter((entry) => entry.isTried && entry.state === "waiting").at(-1);
    for (const entry of before) if (entry !== tried) store("entries").delete(entry.id);
    const [first] = before;
    const from = tried ? { was: tried.value, base: tried.mine } : first ? { was: first.was, base: first.base } : {};
    return done(store("entries").add({ ...found, ...from, photos: {}, once: newMark(), state: "waiting", tries: 0, at: Date.now() }));
  });
}

/** An entry is about to leave the phone, as it stands now: null where another took its place meanwhile. */
export function leaving(entry) {
  return change(["entries"], async (store, done) => {
    const now = await done(store("entries").get(entry.id));
    if (now) store("entries").put({ ...now, isTried: true });
    return now ? { ...now, isTried: true } : null;
  });
}

/** An entry that has to wait for the person gives way to what was entered into the same input since. */
export async function giveWay(entry) {
  return change(["entries"], async (store, done) => {
    const all = await done(store("entries").index("person").getAll(entry.person));
    const later = entry.input && ofInput(all, entry).find((each) => each.id > entry.id);
    if (later) {
      store("entries").delete(entry.id);
      store("entries").put({ ...later, was: entry.was, base: entry.base });
    } else store("entries").put(entry);
    return entry;
  });
}

/** An entry becomes what its form opens with, to be mended; not over another draft. */
export async function takeBack(entry) {
  if (await get("drafts", [entry.person, entry.form])) return false;
  await change(["drafts", "entries"], (store) => {
    store("drafts").put(written(entry));
    store("entries").delete(entry.id);
  });
  return true;
}

export async function drop(entry) {
  await change(["entries"], (store) => store("entries").delete(entry.id));
  await dropPhotos(photosOf(entry));
}

/** What the pages that save each input by themselves have not sent yet: [{key, count}]. */
export function unsentInputs(person) {
  const start = `ocop-autosave:${person}:`;
  const keys = Object.keys(localStorage).filter((key) => key.startsWith(start));
  return keys.map((key) => ({ key: key.slice(start.length), count: Object.keys(JSON.parse(localStorage.getItem(key))).length }));
}

export function forgetInputs(person) {
  for (const { key } of unsentInputs(person)) localStorage.removeItem(`ocop-autosave:${person}:${key}`);
}

/** How many things of a person the server does not hold yet: entries, pages half written, inputs. */
export async function unsent(person) {
  const [entries, drafts] = await Promise.all([allOf("entries", person), allOf("drafts", person)]);
  return entries.length + drafts.length + unsentInputs(person).length;
}
