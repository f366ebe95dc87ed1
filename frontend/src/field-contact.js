// Who is signed in, as the server says; and what follows for what this phone keeps.
import { forgetInputs } from "./field-queue.js";
import { FILES, forget, othersIn, setWho, who } from "./field-store.js";
import { forgetWords, words } from "./field-words.js";

const PATIENCE_MS = 15000;

/** {person, csrf, device, standing}, or null without a network. */
export async function contact() {
  const known = await who();
  const question = known?.device ? `?device=${encodeURIComponent(known.device)}` : "";
  try {
    const answer = await fetch(words().contact + question, { cache: "no-store", signal: AbortSignal.timeout(PATIENCE_MS) });
    if (!answer.ok) return null;
    const met = await answer.json();
    await follow(known, met);
    return met;
  } catch {
    return null;
  }
}

/** Another person's pages leave the phone, and of an account that was closed everything; what the other entered waits. */
async function follow(known, met) {
  if (known && met.standing === "closed") await clear(known.person);
  else if (known && met.standing === "revoked" && met.person !== known.person) await forget(known.person, ["pages"]);
  if (!met.person) return;
  for (const other of await othersIn("pages", met.person)) await forget(other, ["pages"]);
  await setWho(met.person, met.device);
}

/** Everything of a person leaves the phone, and with the last one the worker. */
export async function clear(person) {
  await forget(person);
  forgetInputs(person);
  await setWho("", "");
  const others = await Promise.all(["entries", "drafts", "pages"].map((name) => othersIn(name, person)));
  if (others.flat().length) return;
  const registration = await navigator.serviceWorker.getRegistration("/");
  if (registration && new URL(registration.scope).pathname === "/") await registration.unregister();
  await caches.delete(FILES);
  await forgetWords();
}
