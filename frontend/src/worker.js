// The service worker of the pages below /c/: live when there is a network, the kept check page when there is none.
//
// /sw.js names what is kept (`self.KEPT`: a version, the check page, its files) and loads this file; without a name the
// worker removes itself and all that it kept. Nothing else is ever stored, no page of a person and no answer of the
// register; requests that it does not know pass by untouched.
const { version, page, files } = self.KEPT ?? { version: "", page: "", files: [] };
const NAME = `ocop-check-${version}`;
const PATIENCE_MS = 8000;

async function install() {
  if (!self.KEPT) return self.skipWaiting();
  const cache = await caches.open(NAME);
  // Without cookies: the page as anybody sees it.
  const kept = [page, ...files].map((url) => new Request(url, { credentials: "omit", cache: "reload" }));
  await cache.addAll(kept);
  await self.skipWaiting();
}

async function activate() {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name.startsWith("ocop-check-") && name !== NAME).map((name) => caches.delete(name)));
  if (!self.KEPT) return self.registration.unregister();
  await self.clients.claim();
}

const kept = async (url) => (await caches.open(NAME)).match(url, { ignoreVary: true });

/** The live page; the kept one when the network fails, the server is broken, or no answer comes for long. */
async function visit(event) {
  const late = new Promise((resolve) => setTimeout(resolve, PATIENCE_MS));
  // Past the browser's own cache: what was true ten seconds ago is no answer.
  const live = fetch(event.request, { cache: "no-cache" }).catch(() => Response.error());
  const answer = await Promise.race([live, late]);
  if (answer && answer.type !== "error" && answer.status < 500) return answer;
  return (await kept(page)) ?? live;
}

self.addEventListener("install", (event) => event.waitUntil(install()));
self.addEventListener("activate", (event) => event.waitUntil(activate()));
self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (!self.KEPT || request.method !== "GET") return;
  const { origin, pathname } = new URL(request.url);
  if (origin !== location.origin) return;
  if (request.mode === "navigate") {
    if (pathname.startsWith(page)) event.respondWith(visit(event));
  } else if (files.includes(pathname)) {
    event.respondWith(kept(pathname).then((found) => found ?? fetch(request)));
  }
});
