// Sends what waits, in order, photos before the entry that names them. Repeating any of it does no harm: a photo is kept by
// its content, an entry is carried out once by its mark.
//
// An entry that the server refuses is put aside with its sentence and the others go on; one whose row changed meanwhile
// waits for the person to choose. Nothing leaves the phone before the server has said that it holds it.
import { contact } from "./field-contact.js";
import { outdate } from "./field-keep.js";
import { drop, giveWay, leaving } from "./field-queue.js";
import { read, unite, versionOf } from "./field-read.js";
import { allOf, get, put } from "./field-store.js";
import { words } from "./field-words.js";

const TOKEN_MS = 12 * 3600 * 1000; // well below what the server keeps an unused file for
const MOST_TRIES = 3;

/** Why sending stopped, "offline", "session" or "busy"; what waits is tried again later. */
class Stop extends Error {}

/** The server does not take the entry, whatever is tried. */
class Refused extends Error {}

async function ask(address, met, body) {
  const headers = { Accept: "application/json", "Field-Person": met.person, "X-CSRFToken": met.csrf };
  let answer;
  try {
    answer = await fetch(address, { method: "POST", headers, body });
  } catch {
    throw new Stop("offline");
  }
  if ([401, 403].includes(answer.status)) throw new Stop("session");
  if ([429, 502, 503, 504, 507].includes(answer.status)) throw new Stop("busy");
  return answer;
}

/** The sentence of an answer that refuses: JSON, or the form with its errors. */
async function sentence(answer) {
  const text = await answer.text();
  if (answer.headers.get("Content-Type")?.includes("json")) return JSON.parse(text).message ?? "";
  const page = new DOMParser().parseFromString(text, "text/html");
  const place = [".field-error", ".error-summary", "main h1"].find((selector) => page.querySelector(selector));
  return [...page.querySelectorAll(place)].map((each) => each.textContent.trim()).join(" ");
}

/** The token that names a photo on the server, which has compared its bytes. */
async function sendPhoto(id, met) {
  const photo = await get("photos", id);
  if (photo.token && Date.now() - photo.sentAt < TOKEN_MS) return photo.token;
  const body = new FormData();
  body.append("file", new File([photo.bytes], photo.name, { type: photo.type }));
  const answer = await ask(words().upload, met, body);
  if (!answer.ok) throw new Refused(await sentence(answer));
  const { token, sha256 } = await answer.json();
  if (sha256 !== photo.sha256) throw new Stop("busy"); // damaged on its way
  await put("photos", { ...photo, token, sentAt: Date.now() });
  return token;
}

async function bodyOf(entry, met) {
  const body = new FormData();
  if (entry.input) {
    for (const [name, value] of Object.entries({ field: entry.input, value: entry.value, was: entry.was, _once: entry.once })) body.append(name, value);
    return body;
  }
  for (const [name, { values }] of Object.entries(entry.mine)) {
    if (entry.photos[name.replace(/_kept$/, "")]?.length) continue;
    for (const value of values) body.append(name, value);
  }
  for (const [name, ids] of Object.entries(entry.photos)) {
    for (const id of ids) body.append(`${name}_kept`, await sendPhoto(id, met));
  }
  body.append("_once", entry.once);
  return body;
}

/** The form as the server has it now. */
async function formNow(entry) {
  let answer;
  try {
    answer = await fetch(entry.path, { cache: "no-store" });
  } catch {
    throw new Stop("offline");
  }
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const form = page.querySelector(`form[data-field-form="${CSS.escape(entry.form)}"]`);
  if (!answer.ok || !form) throw new Refused(words().textGone);
  return form;
}

/** The row changed meanwhile: where both changed the same field, the person is asked. */
async function meetNow(entry) {
  const form = await formNow(entry);
  const now = read(form);
  const { merged, asked } = unite(entry.mine, entry.base, now);
  if (asked.length) return { ...entry, state: "conflict", now, asked };
  return { ...entry, mine: merged, base: now, version: versionOf(form) };
}

/** Another value stands in the same input by now; theirs is how it is stored. */
async function beside(entry, theirs) {
  const now = read(await formNow(entry));
  return { ...entry, state: "conflict", theirs, now: { [entry.input]: now[entry.input] }, asked: [entry.input] };
}

/** What becomes of an entry: {state, location, entry}. */
async function sendOne(entry, met, isSecond = false) {
  const answer = await ask(entry.url, met, await bodyOf(entry, met));
  if (answer.status === 500) throw new Error("the server failed");
  if (answer.status === 409) {
    const { version, done, value } = await answer.clone().json();
    if (done) return { state: "sent", location: entry.path };
    if (entry.input && value !== undefined) return beside(entry, value);
    if (version !== undefined && !isSecond) {
      const renewed = await meetNow(entry);
      if (renewed.state === "conflict") return renewed;
      await put("entries", renewed);
      return sendOne(renewed, met, true);
    }
  }
  const isJson = answer.headers.get("Content-Type")?.includes("json");
  if (entry.input && answer.ok && isJson) return { state: "sent", location: entry.path };
  const { location } = answer.ok && isJson ? await answer.json() : {};
  if (!location) throw new Refused(await sentence(answer));
  return { state: "sent", location };
}

async function tryOne(entry, met) {
  try {
    const outcome = await sendOne(entry, met);
    if (outcome.state === "conflict") return await giveWay(outcome);
    await drop(entry);
    await outdate(entry.person, entry.path);
    return outcome;
  } catch (error) {
    if (error instanceof Stop) throw error;
    const tries = entry.tries + 1;
    const isRefused = error instanceof Refused || tries >= MOST_TRIES;
    const message = error instanceof Refused ? error.message : words().textFailed;
    const aside = { ...entry, tries, ...(isRefused && { state: "refused", message }) };
    return giveWay(aside);
  }
}

async function sendWaiting(person) {
  const outcomes = new Map();
  const met = await contact();
  if (!met) return { stopped: "offline", outcomes };
  if (met.person !== person) return { stopped: "session", outcomes };
  for (const entry of (await allOf("entries", person)).filter((each) => each.state === "waiting")) {
    try {
      const current = await leaving(entry);
      if (current) outcomes.set(entry.id, await tryOne(current, met));
    } catch (error) {
      if (!(error instanceof Stop)) throw error;
      return { stopped: error.message, outcomes };
    }
  }
  return { stopped: "", outcomes };
}

/** Send all that waits of a person: {stopped, outcomes: entry's number → what became of it}. One tab at a time. */
export const send = (person) => navigator.locks.request("ocop-field-send", () => sendWaiting(person));
