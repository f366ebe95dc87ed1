// A link to a folded group, or to a thing whose group is marked so, opens it; without this file it leads to the heading. A
// part of a page that refreshes itself keeps open what was.
/** Open every group that an element is folded into. */
export function unfoldTo(element) {
  for (let open = element.closest("details"); open; open = open.parentElement.closest("details")) open.open = true;
}

export function startUnfolding() {
  const unfold = () => {
    const aimed = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    const group = aimed?.matches("details") ? aimed : aimed?.querySelector("[data-unfolds]");
    if (group) group.open = true;
  };
  unfold();
  addEventListener("hashchange", unfold);
  let opened = [];
  document.addEventListener("htmx:beforeSwap", () => (opened = [...document.querySelectorAll("details[id][open]")].map(({ id }) => id)));
  document.addEventListener("htmx:afterSettle", () => opened.forEach((id) => document.getElementById(id)?.setAttribute("open", "")));
}
