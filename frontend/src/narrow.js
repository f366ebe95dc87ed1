// A box that narrows a long list of choices as one types, accents ignored.
//
// <div data-narrows><input data-narrow-by> <fieldset data-narrow-group><label data-words="…"> … <p data-narrow-none hidden>
const fold = (text) =>
  text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().replace(/đ/g, "d").trim();

function narrow(box, list) {
  const words = fold(box.value).split(/\s+/).filter(Boolean);
  let found = 0;
  for (const choice of list.querySelectorAll("[data-words]")) {
    const fits = words.every((word) => choice.dataset.words.includes(word));
    choice.hidden = !fits;
    found += fits;
  }
  for (const group of list.querySelectorAll("[data-narrow-group]"))
    group.hidden = !group.querySelector("[data-words]:not([hidden])");
  list.querySelector("[data-narrow-none]")?.toggleAttribute("hidden", found > 0);
}

export function startNarrowing() {
  for (const list of document.querySelectorAll("[data-narrows]")) {
    const box = list.querySelector("[data-narrow-by]");
    box.addEventListener("input", () => narrow(box, list));
    box.addEventListener("keydown", (event) => {
      if (event.key === "Enter") event.preventDefault();
    });
    const chosen = list.querySelector("input:checked");
    const pane = chosen?.closest(".set-list");
    if (pane) pane.scrollTop = chosen.closest("label").offsetTop - pane.offsetTop;
  }
}
