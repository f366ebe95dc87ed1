// The addresses and sentences of the forms in the field. Pages that have them leave them on the phone for those that have
// not: a page of any kind sends what waits and says so.
const PLACE = "ocop-field";

/** Null on a phone that never kept or queued anything. */
export function words() {
  const here = document.querySelector("template[data-field-words]");
  if (here) return { ...here.dataset };
  return JSON.parse(localStorage.getItem(PLACE) ?? "null");
}

/** From now on every page looks after what this phone keeps. */
export const remember = () => localStorage.setItem(PLACE, JSON.stringify(words()));
export const isUsed = () => localStorage.getItem(PLACE) !== null;
export const forgetWords = () => localStorage.removeItem(PLACE);
export const said = (text, n) => text.replace("{n}", n);
