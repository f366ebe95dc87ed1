// The score sheet by keyboard: 1–9 choose a level of the present criterion, j/k or arrows move, ? shows the help.
const criteria = () => [...document.querySelectorAll("fieldset[data-criterion]:not([disabled])")].filter((fieldset) => !fieldset.closest("[hidden]"));

function present() {
  const all = criteria();
  return document.activeElement?.closest?.("fieldset[data-criterion]") ?? all.find((fieldset) => fieldset.matches(".is-current")) ?? all[0];
}

function go(fieldset) {
  if (!fieldset) return;
  document.querySelector("fieldset.is-current")?.classList.remove("is-current");
  fieldset.classList.add("is-current");
  (fieldset.querySelector("input:checked") ?? fieldset.querySelector("input"))?.focus({ preventScroll: true });
  fieldset.scrollIntoView({ block: "center", behavior: matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth" });
}

/** A link to a criterion, of this part or from another page, goes into it: the next key chooses a level. */
function goToHash() {
  const aimed = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (aimed?.matches("fieldset[data-criterion]")) go(aimed);
}

function move(step) {
  const all = criteria();
  go(all[all.indexOf(present()) + step]);
}

export function startKeys() {
  if (!document.querySelector("fieldset[data-criterion]")) return;
  addEventListener("load", goToHash); // not before: browsers drop the focus as they scroll to what is aimed at
  addEventListener("hashchange", goToHash);
  document.addEventListener("focusin", (event) => {
    const fieldset = event.target.closest("fieldset[data-criterion]");
    if (!fieldset) return;
    document.querySelector("fieldset.is-current")?.classList.remove("is-current");
    fieldset.classList.add("is-current");
  });
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.matches("textarea, input[type=text], input[type=search], select")) return;
    if (/^[1-9]$/.test(event.key)) {
      const level = present()?.querySelectorAll("input[type=radio]")[Number(event.key) - 1];
      if (!level || level.disabled) return;
      event.preventDefault();
      level.checked = true;
      level.dispatchEvent(new Event("change", { bubbles: true }));
      move(1);
    } else if (event.key === "j" || event.key === "k") {
      event.preventDefault();
      move(event.key === "j" ? 1 : -1);
    } else if (event.key === "?") {
      document.querySelector("#keyboard-help")?.showModal();
    }
  });
}
