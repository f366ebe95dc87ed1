// Pages that a person keeps on the phone: only those that the server marks, under the person's own name.
import { contact } from "./field-contact.js";
import { allOf, cacheOf, change, FILES, get, put, setWho, who } from "./field-store.js";
import { onTime, remember, words } from "./field-words.js";

const MARK = "Field-Form";
const MOST_PAGES = 60;
const MOST_BYTES = 3 * 2 ** 20;
const KEPT_DAYS = 30;
const DAY_MS = 86400000;

/** A page as the server shows it to this person now. Throws where it may not be kept. */
async function fetched(path) {
  const answer = await fetch(path, { cache: "no-store", headers: { Accept: "text/html" } });
  const html = await answer.clone().text();
  const bytes = new Blob([html]).size;
  if (!answer.ok || answer.redirected || !answer.headers.has(MARK) || bytes > MOST_BYTES) throw new Error(`not to be kept: ${path}`);
  const page = new DOMParser().parseFromString(html, "text/html");
  return { answer, row: { path, bytes, title: page.querySelector("h1")?.textContent.trim() ?? path } };
}

/** What every kept page needs, and the page of what is on the phone; nobody's own. */
async function keepFiles() {
  const answer = await fetch(words().page, { cache: "no-store" });
  const shell = new DOMParser().parseFromString(await answer.clone().text(), "text/html");
  const names = JSON.parse(shell.body.dataset.files);
  const cache = await caches.open(FILES);
  for (const name of names) if (!(await cache.match(name))) await cache.add(name);
  await cache.put(words().page, answer);
}

/** Keep a page with those that it needs. Throws without a network, and where one of them may not be kept. */
export async function keep(person, { path, title, needs }) {
  const pages = await Promise.all([path, ...needs].map(fetched));
  await keepFiles();
  if ((await allOf("pages", person)).length + pages.length > MOST_PAGES) throw new Error("too many pages");
  const cache = await caches.open(cacheOf(person));
  for (const { answer, row } of pages) await cache.put(row.path, answer);
  await change(["pages"], (store) => {
    for (const { row } of pages) {
      const isMain = row.path === path;
      store("pages").put({ ...row, person, at: Date.now(), title: isMain ? title : row.title, needs: isMain ? needs : null });
    }
  });
  await remember();
  const known = await who();
  if (known?.person !== person) await setWho(person, "");
  await contact(); // brings the token by which the server says later what became of the person
  await navigator.serviceWorker.register(words().worker, { scope: "/", updateViaCache: "none" });
  await navigator.storage?.persist?.();
}

export async function letGo(person, path) {
  const pages = await allOf("pages", person);
  const needed = new Set(pages.filter((page) => page.needs && page.path !== path).flatMap((page) => [page.path, ...page.needs]));
  const gone = pages.filter((page) => !needed.has(page.path) && (page.path === path || !page.needs)).map((page) => page.path);
  await change(["pages"], (store) => gone.forEach((each) => store("pages").delete([person, each])));
  const cache = await caches.open(cacheOf(person));
  await Promise.all(gone.map((each) => cache.delete(each)));
}

/** What was sent from a page makes its copy older than what the server holds. */
export function outdate(person, path) {
  return change(["pages"], async (store, done) => {
    for (const page of await done(store("pages").index("person").getAll(person)))
      if (page.path === path || page.needs?.includes(path)) store("pages").put({ ...page, isOld: true });
  });
}

/** Such copies are fetched anew, so that nobody misses without a network what was sent before. */
export async function renewOld(person) {
  const cache = await caches.open(cacheOf(person));
  for (const page of (await allOf("pages", person)).filter(({ isOld }) => isOld)) {
    const now = await fetched(page.path).catch(() => null);
    if (!now) continue;
    await cache.put(page.path, now.answer);
    await put("pages", { ...page, bytes: now.row.bytes, at: Date.now(), isOld: false });
  }
}

/** What nobody refreshed for a month is no base to work on. */
export async function letOldGo(person) {
  const old = (await allOf("pages", person)).filter((page) => page.needs && Date.now() - page.at > KEPT_DAYS * DAY_MS);
  for (const page of old) await letGo(person, page.path);
}

export async function isKept(href) {
  const person = (await who())?.person;
  if (!person) return false;
  const address = href.split("#")[0];
  const cache = await caches.open(new URL(address).pathname === words().page ? FILES : cacheOf(person));
  return Boolean(await cache.match(address, { ignoreVary: true }));
}

/** The bar on a page that may be kept. */
export class KeepBar {
  constructor(bar, person) {
    Object.assign(this, { bar, person, path: location.pathname + location.search });
    bar.querySelector("[data-keep]").addEventListener("click", () => this.keep());
    bar.querySelector("[data-let-go]").addEventListener("click", () => this.letGo());
  }

  async open(isCut) {
    const page = await get("pages", [this.person, this.path]);
    this.show(page, page && isCut ? "cut" : page ? "yes" : "no");
    if (page && !isCut) await this.keep(); // the newest is what is worth keeping
  }

  async keep() {
    const button = this.bar.querySelector("[data-keep]");
    button.disabled = true;
    const { title, needs } = this.bar.dataset;
    const asked = { path: this.path, title, needs: needs.split(" ").filter(Boolean) };
    await keep(this.person, asked).then(
      () => this.bar.removeAttribute("data-failed"),
      () => this.bar.setAttribute("data-failed", ""),
    );
    button.disabled = false;
    const page = await get("pages", [this.person, this.path]);
    this.show(page, page ? "yes" : "no");
    document.dispatchEvent(new Event("field-changed"));
  }

  async letGo() {
    await letGo(this.person, this.path);
    this.show(null, "no");
    document.dispatchEvent(new Event("field-changed"));
  }

  show(page, state) {
    this.bar.hidden = false;
    this.bar.dataset.state = state;
    for (const part of this.bar.querySelectorAll("[data-when]")) part.hidden = !part.dataset.when.split(" ").includes(state);
    this.bar.querySelector("[data-keep]").hidden = state !== "no";
    this.bar.querySelector("[data-let-go]").hidden = state !== "yes";
    for (const place of this.bar.querySelectorAll("[data-at]")) place.textContent = page ? onTime(page.at) : "";
  }
}
