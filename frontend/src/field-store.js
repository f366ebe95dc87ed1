// What a phone keeps of the forms in the field: IndexedDB, each thing under the person it belongs to.
//
// device: who used this phone last · pages: what is kept (the pages themselves lie in a cache of the person's) ·
// entries: what was saved and the server does not hold yet, in order · drafts: what is being written · photos: their bytes.
const NAME = "ocop-field";
const OWNED = ["pages", "entries", "drafts", "photos"];
export const FILES = "ocop-field-files";
export const cacheOf = (person) => `ocop-field-of-${person}`;
export const isSupported = Boolean(self.isSecureContext && self.indexedDB && self.caches && navigator.serviceWorker !== undefined && self.crypto?.subtle && navigator.locks);

let opened = null;

function open() {
  opened ??= new Promise((resolve, reject) => {
    const request = indexedDB.open(NAME, 1);
    request.onupgradeneeded = () => {
      const base = request.result;
      base.createObjectStore("device", { keyPath: "name" });
      base.createObjectStore("pages", { keyPath: ["person", "path"] });
      base.createObjectStore("drafts", { keyPath: ["person", "form"] });
      for (const name of ["entries", "photos"]) base.createObjectStore(name, { keyPath: "id", autoIncrement: true });
      for (const name of OWNED) request.transaction.objectStore(name).createIndex("person", "person");
    };
    request.onsuccess = () => {
      request.result.onversionchange = () => {
        request.result.close(); // a newer page of ours wants to change the shape, or nothing is kept any more
        opened = null;
      };
      resolve(request.result);
    };
    request.onerror = () => reject(request.error);
  });
  opened.catch(() => (opened = null));
  return opened;
}

/** Whether anything was ever kept here. */
export async function exists() {
  if (!indexedDB.databases) return true; // Firefox before 126: looking makes an empty one
  return (await indexedDB.databases()).some(({ name }) => name === NAME);
}

/** Forget who and what is known here, unless anything of anybody is kept: asked and done at once, for another page may be at
 * work. Returns whether nothing was. */
export function endIfEmpty() {
  return change(["device", ...OWNED], async (store, done) => {
    const counts = await Promise.all(OWNED.map((name) => done(store(name).count())));
    const isEmpty = !counts.some(Boolean);
    if (isEmpty) store("device").clear();
    return isEmpty;
  });
}

/** Nothing is kept any more. */
export async function end() {
  const base = await opened;
  base?.close();
  opened = null;
  indexedDB.deleteDatabase(NAME);
}

const answer = (request) =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

/** One transaction, on the disk when this returns. work gets a store by its name and may await nothing but its requests. */
export async function change(names, work) {
  const base = await open();
  const transaction = base.transaction(names, "readwrite", { durability: "strict" });
  const done = new Promise((resolve, reject) => {
    transaction.oncomplete = resolve;
    transaction.onabort = transaction.onerror = () => reject(transaction.error);
  });
  const store = (name) => transaction.objectStore(name);
  const [result] = await Promise.all([work(store, answer), done]);
  return result;
}

async function look(name, ask) {
  const base = await open();
  return answer(ask(base.transaction(name).objectStore(name)));
}

export const get = (name, key) => look(name, (store) => store.get(key));
export const put = (name, row) => change([name], (store, done) => done(store(name).put(row)));
export const remove = (name, key) => change([name], (store, done) => done(store(name).delete(key)));
/** All of a person's, oldest first. */
export const allOf = (name, person) => look(name, (store) => store.index("person").getAll(person));

/** The person whose things this phone shows, and the token by which the server says later what became of the person. */
export const who = () => get("device", "who");
export const setWho = (person, device) => put("device", { name: "who", person, device });

/** Of all persons but this one. */
export async function othersIn(name, person) {
  const rows = await look(name, (store) => store.getAll());
  return [...new Set(rows.map((row) => row.person))].filter((other) => other !== person);
}

/** Forget all that belongs to a person: by default everything. */
export async function forget(person, names = OWNED) {
  await change(names, async (store, done) => {
    for (const name of names) {
      const keys = await done(store(name).index("person").getAllKeys(person));
      for (const key of keys) store(name).delete(key);
    }
  });
  if (names.includes("pages")) await caches.delete(cacheOf(person));
}

export async function sha256(bytes) {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return [...digest].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
