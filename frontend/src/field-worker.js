// The service worker of phones that keep a page for the field: the live page where there is a network, the kept one where
// there is none. Nothing is stored here: pages keep themselves (`field-keep.js`) when a person asks for it.
//
// A new worker takes over when all pages of the old one are closed, never while one is on its way. Only visits and the
// files of pages pass by; what forms and scripts send is never touched.
import { cacheOf, FILES, forget, othersIn, who } from "./field-store.js";

const PATIENCE_MS = 8000;
const SHELL = "/tren-may-nay/";
const OF_ANOTHER_WORKER = "/c/";

/** Where keeping was switched off: nothing stays but what was entered and not sent yet. */
async function leave() {
  for (const person of await othersIn("pages", "")) await forget(person, ["pages"]);
  await caches.delete(FILES);
  await self.registration.unregister();
}

async function kept(url) {
  const person = (await who())?.person;
  if (!person) return null;
  const cache = await caches.open(cacheOf(person));
  const found = await cache.match(url, { ignoreVary: true });
  return found ?? cache.match(url, { ignoreVary: true, ignoreSearch: true });
}

const shell = async () => (await caches.open(FILES)).match(SHELL, { ignoreVary: true });

async function visit(request) {
  const live = fetch(request).catch(() => null);
  const found = await kept(request.url).catch(() => null);
  const late = found ? new Promise((resolve) => setTimeout(resolve, PATIENCE_MS)) : live;
  const answer = await Promise.race([live, late]);
  if (answer && (answer.status < 500 || !found)) return answer;
  return found ?? (await shell()) ?? Response.error();
}

async function file(request) {
  const cache = await caches.open(FILES);
  return (await cache.match(request, { ignoreVary: true })) ?? fetch(request);
}

self.addEventListener("activate", (event) => {
  if (!self.KEEPS) event.waitUntil(leave());
});
self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (!self.KEEPS || request.method !== "GET" || origin !== location.origin || pathname.startsWith(OF_ANOTHER_WORKER)) return;
  if (request.mode === "navigate") event.respondWith(visit(request));
  else if (pathname.startsWith("/static/ocop/")) event.respondWith(file(request));
});
