// The pages below /c/: checks the signature of a scanned code, and keeps the check for when there is no network.
//
// Two pages run this. The live page of a certificate says what the register says, and here only adds whether the code
// was signed by us. The check page (/c/) is also what the service worker shows in place of a certificate's page that
// could not be reached: then its address still is that of the certificate, and it shows the signed facts.
import { offerScanning } from "./scan.js";
import { located, read } from "./token.js";

const body = document.body;
const keys = JSON.parse(body.dataset.keys);
const LAST_ONLINE = "ocop.check.online";
const NUMBER = /^[A-Z]{1,2}\w*-[\w-]+$/;
const UNWANTED = "ocop.check.unwanted";
const find = (name, within = document) => within.querySelector(`[data-${name}]`);
const show = (element, shown = true) => element && (element.hidden = !shown);
const onDate = (iso) => iso.split("-").reverse().join("/");
const onTime = (moment) =>
  new Date(Number(moment)).toLocaleString("vi-VN", {
    hour: "2-digit", minute: "2-digit", day: "2-digit", month: "2-digit", year: "numeric",
  });

/** A word kept on this phone; with a value, kept anew. A browser that stores nothing still checks. */
function memory(name, value) {
  try {
    if (value !== undefined) localStorage.setItem(name, value);
    return localStorage.getItem(name);
  } catch {
    return null;
  }
}

/** What a scanned code says: good, forged, new-key, rehearsal, other (signed, but for another number) or unable. */
async function judge(token, number) {
  try {
    const found = await read(token, keys);
    const other = found.verdict === "good" && found.facts.n !== number;
    return other ? { verdict: "other", facts: found.facts } : found;
  } catch {
    return { verdict: "unable" };
  }
}

async function checkLive() {
  const { number, token } = located(location.href);
  const place = find("signature");
  if (!place || !/\./.test(token)) return;
  const { verdict, facts } = await judge(token, number);
  // The live page knows every key: one that it does not know is nobody's.
  const said = verdict === "new-key" ? "forged" : verdict;
  place.textContent = find(`say-${said}`).content.textContent.trim().replace("{number}", facts?.n ?? "");
  place.dataset.tone = { good: "good", unable: "wait" }[said] ?? "bad";
  place.dataset.result = said;
  show(place);
  const signed = find("signed");
  if (!signed) return;
  // The register does not know the number, but our key signed it: printed by `ocop rank`, which keeps no register.
  show(signed, said === "good");
  show(find("unknown"), said !== "good");
  if (said === "good") fill(signed, facts);
}

/** good on a day within the term that is signed; ISO dates compare as texts. */
function termOf({ f, t }, today) {
  if (f > today) return "early";
  return t && t < today ? "past" : "good";
}

async function checkKept() {
  const { number, token } = located(location.href);
  const found = token ? await judge(token, number) : { verdict: "number-only" };
  const { facts } = found;
  const today = new Date(Date.now() + 1000 * Number(body.dataset.ahead)).toLocaleDateString("sv-SE");
  const verdict = found.verdict === "good" ? termOf(facts, today) : found.verdict;
  const kept = find("kept");
  for (const part of kept.querySelectorAll("[data-when]")) show(part, part.dataset.when.split(" ").includes(verdict));
  for (const slot of kept.querySelectorAll("[data-number]")) slot.textContent = number;
  if (found.verdict === "good") fill(kept, facts);
  const last = memory(LAST_ONLINE);
  show(find("last-online"), Boolean(last));
  if (last) find("last-online-at").textContent = onTime(last);
  find("verdict").dataset.tone = { good: "offline", forged: "bad", other: "bad", rehearsal: "bad" }[verdict] ?? "wait";
  kept.dataset.result = verdict;
  show(kept);
  show(find("ask"), false);
}

function fill(kept, facts) {
  const values = {
    product: facts.p,
    producer: facts.o,
    decision: facts.d || "—",
    validity: onDate(facts.f) + (facts.t ? ` – ${onDate(facts.t)}` : ""),
  };
  for (const [name, value] of Object.entries(values)) find(`fact-${name}`, kept).textContent = value;
  for (const slot of kept.querySelectorAll("[data-number]")) slot.textContent = facts.n;
  const stars = find("fact-stars", kept);
  [...stars.children].forEach((star, place) => show(star, place < facts.s));
  stars.setAttribute("aria-label", stars.dataset.label.replace("{stars}", facts.s));
}

function go({ number, token }) {
  location.assign(`/c/${encodeURIComponent(number)}/${token && "#" + token}`);
}

function askByPaste() {
  const form = find("ask-form");
  form?.addEventListener("submit", (event) => {
    const asked = located(form.elements.so.value);
    if (!asked.number) return;
    event.preventDefault();
    go(asked);
  });
}

/** Follow a scanned code if it is an address of a certificate, or its signed part alone; whoever printed it. */
function takeScanned(text) {
  const asked = located(text);
  if (!asked.number || (asked.number === text.trim() && !NUMBER.test(text.trim()))) return false;
  go(asked);
  return true;
}

/** The page comes back in the other language with the code that was scanned, which no server ever sees. */
function keepCodeOverLanguages() {
  const form = document.querySelector("form[data-language]");
  form?.addEventListener("submit", () => {
    form.elements.next.value = location.pathname + location.search + location.hash;
  });
}

/** The kept page in the language of this one. The worker stays as it is: to put another in its place while a page is on its
 * way can leave that page waiting. */
async function keepLanguage() {
  const { lang } = document.documentElement;
  for (const name of await caches.keys()) {
    if (!name.startsWith("ocop-check-")) continue;
    const cache = await caches.open(name);
    const before = await cache.match("/c/", { ignoreVary: true });
    if (!before || before.headers.get("Content-Language") === lang) continue;
    const asked = { credentials: "omit", cache: "reload", headers: { "Accept-Language": lang } };
    const page = await fetch("/c/", asked);
    if (!page.ok) continue;
    await cache.delete("/c/", { ignoreVary: true }); // put alone keeps the languages side by side
    await cache.put("/c/", page);
  }
}

/** Keep the check on this phone. The worker's scope is /c/ alone: it never sees any other page. */
async function keep() {
  const registration = await navigator.serviceWorker.register("/sw.js", { scope: "/c/", updateViaCache: "none" });
  const worker = registration.installing ?? registration.waiting ?? registration.active;
  const tell = () => registration.active && showKept(true);
  worker.addEventListener("statechange", tell);
  tell();
  await navigator.serviceWorker.ready;
  await keepLanguage().catch(() => {}); // the network went: the other language is better than none
}

async function forget() {
  const registrations = await navigator.serviceWorker.getRegistrations();
  const ours = registrations.filter((registration) => new URL(registration.scope).pathname === "/c/");
  await Promise.all(ours.map((registration) => registration.unregister()));
  const names = (await caches.keys()).filter((name) => name.startsWith("ocop-check-"));
  await Promise.all(names.map((name) => caches.delete(name)));
  showKept(false);
}

function showKept(isKept) {
  body.dataset.kept = isKept ? "yes" : "no";
  for (const part of document.querySelectorAll("[data-is-kept]")) show(part, isKept);
  show(find("not-kept"), !isKept);
}

/** Kept without being asked (it is small and says nothing of anybody), unless the person took it off this phone. */
function startKeeping() {
  if (!body.dataset.keep || !("serviceWorker" in navigator)) return;
  find("forget")?.addEventListener("click", () => {
    memory(UNWANTED, "1");
    forget();
  });
  find("keep-again")?.addEventListener("click", () => {
    memory(UNWANTED, "");
    keep();
  });
  if (memory(UNWANTED)) showKept(false);
  else keep().catch(() => showKept(false));
}

function offerInstalling() {
  const button = find("install");
  if (!button) return;
  addEventListener("beforeinstallprompt", (event) => {
    event.preventDefault();
    show(button);
    button.onclick = () => event.prompt();
  });
}

const isKept = Boolean(find("kept")) && location.pathname !== "/c/";
const check = isKept ? checkKept : checkLive;
check();
addEventListener("hashchange", check);
askByPaste();
offerScanning(takeScanned);
offerInstalling();
keepCodeOverLanguages();
if (isKept) {
  show(document.querySelector("form[data-language]"), false); // the other language is on the server
  addEventListener("online", () => location.reload());
  find("retry").addEventListener("click", () => location.reload());
} else if (navigator.onLine) {
  memory(LAST_ONLINE, Date.now());
  startKeeping();
}
