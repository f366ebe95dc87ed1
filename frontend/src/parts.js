// All parts of a score sheet are in its page, one shown at a time: a link to another part shows it without asking the
// server, so that the whole sheet is gone through without a network too.
//
// <section data-part="/danh-gia/phieu/8/B/">: shown while that is the page's address. Without this file, or from another
// page, the links open the page at that part. <a data-anew> loads the page anew.
const pieces = (path) => [...document.querySelectorAll("[data-part]")].filter((piece) => !path || piece.dataset.part === path);

let first = ""; // shown at an address that names no part
const now = () => (pieces(location.pathname).length ? location.pathname : first);

function markTab() {
  for (const tab of document.querySelectorAll(".part-tabs a")) {
    if (tab.pathname === now()) tab.setAttribute("aria-current", "page");
    else tab.removeAttribute("aria-current");
  }
}

function show() {
  for (const piece of pieces()) piece.hidden = piece.dataset.part !== now();
  markTab();
}

function follow(link) {
  history.pushState(null, "", link.href);
  show();
  const aimed = document.getElementById(decodeURIComponent(link.hash.slice(1)));
  if (aimed?.matches("[data-criterion]")) return dispatchEvent(new Event("hashchange"));
  if (aimed) {
    aimed.scrollIntoView({ block: "center" });
    return aimed.focus({ preventScroll: true });
  }
  scrollTo(0, 0);
  if (link.closest("[hidden]")) pieces(now())[0].focus({ preventScroll: true });
}

export function startParts() {
  const shown = pieces().find((piece) => !piece.hidden);
  if (!shown) return;
  first = shown.dataset.part;
  addEventListener("popstate", show);
  document.addEventListener("autosaved", markTab);
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href]");
    if (!link || link.target || link.matches("[data-anew]") || event.ctrlKey || event.metaKey || event.shiftKey) return;
    if (!pieces(link.pathname).length || link.origin !== location.origin) return;
    event.preventDefault();
    follow(link);
  });
}
