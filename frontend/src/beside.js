// A paper beside the criteria that it speaks for: on a wide screen its link opens in the side column, elsewhere in a tab.
const wide = matchMedia("(min-width: 62rem)");
let opener = null;

function open(link, side) {
  let pane = side.querySelector(".beside");
  if (!pane) {
    side.prepend(document.querySelector("#beside").content.cloneNode(true));
    pane = side.querySelector(".beside");
  }
  opener = link;
  pane.querySelector("strong").textContent = link.textContent.trim() || link.querySelector("img").alt;
  pane.querySelector("a").href = link.href;
  pane.querySelector("iframe").src = `${link.href}#navpanes=0&view=FitH`;
}

function close(side) {
  const pane = side.querySelector(".beside");
  if (!pane) return;
  pane.remove();
  // Where the list has been drawn anew meanwhile, the link that stands there now.
  const links = [...document.querySelectorAll("a[target=evidence]")];
  if (!opener.isConnected) opener = links.find((link) => link.href === opener.href) ?? opener;
  opener.focus({ preventScroll: true });
}

export function startBeside() {
  const side = document.querySelector(".sheet-side");
  if (!side) return;
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[target=evidence]");
    if (link && wide.matches && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
      event.preventDefault();
      open(link, side);
    } else if (event.target.closest(".beside button")) close(side);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !document.querySelector("dialog[open]")) close(side);
  });
}
