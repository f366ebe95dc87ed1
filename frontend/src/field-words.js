// The addresses and sentences of the forms in the field. Pages that have them leave them on the phone for those that have
// not: a page of any kind sends what waits and says so. Not in localStorage, of which a killed browser loses the last seconds.
import { end, endIfEmpty, exists, get, put } from "./field-store.js";

let kept = null;

/** Look what is here; to be done before the rest of this. */
export async function loadWords() {
  kept = (await exists()) ? ((await get("device", "words"))?.words ?? null) : null;
}

/** Null where neither the page nor the phone has them. */
export function words() {
  const here = document.querySelector("template[data-field-words]");
  return here ? { ...here.dataset } : kept;
}

/** From now on every page looks after what this phone keeps. */
export async function remember() {
  kept = words();
  await put("device", { name: "words", words: kept });
}

export const isUsed = () => kept !== null;

/** Whether nothing is kept here any more, of anybody. */
export async function forgetUnused() {
  if (!(await endIfEmpty())) return false;
  kept = null;
  return true;
}

export async function forgetWords() {
  kept = null;
  await end();
}

/** 14:05 02/12/2019 */
export const onTime = (at) =>
  new Date(at).toLocaleString("vi-VN", { hour: "2-digit", minute: "2-digit", day: "2-digit", month: "2-digit", year: "numeric" });

export const said = (text, n) => text.replace("{n}", n);
