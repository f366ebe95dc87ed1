// Confirm dialogs, menus, file inputs: what single pages ask for by data attributes.
import { toast } from "./toast.js";

/** Whether the person agrees. */
export function confirmed(text) {
  const dialog = document.querySelector("#confirm");
  dialog.querySelector("[data-text]").textContent = text;
  dialog.returnValue = "";
  return new Promise((resolve) => {
    dialog.onclose = () => resolve(dialog.returnValue === "yes");
    dialog.showModal();
  });
}

async function confirmFirst(event) {
  const button = event.target.closest("button[data-confirm]");
  if (!button || button.dataset.confirmed) return;
  event.preventDefault();
  if (!(await confirmed(button.dataset.confirm))) return button.focus();
  button.dataset.confirmed = "1";
  button.click();
  delete button.dataset.confirmed;
}

function checkSize(event) {
  const input = event.target;
  if (input.type !== "file" || !input.dataset.maxBytes) return;
  const file = input.files[0];
  const tooLarge = file && file.size > Number(input.dataset.maxBytes);
  input.setCustomValidity(tooLarge ? input.dataset.tooLarge : "");
  if (tooLarge) input.reportValidity();
}

// A part of the page that refreshes itself waits while somebody is at work in it.
function waitForHands(event) {
  const polled = event.target;
  if (polled.matches?.("[hx-trigger^=every]") && polled.contains(document.activeElement)) event.preventDefault();
}

// A form that changes its page in place, <form hx-post> under hx-select: an answer without that piece (signed out, not
// there any more) is left to the browser, as for any form.
function takeInPlace(event) {
  const { requestConfig, serverResponse } = event.detail;
  const form = requestConfig.elt;
  const select = form.matches("form[hx-post]") && form.closest("[hx-select]")?.getAttribute("hx-select");
  if (!select || new DOMParser().parseFromString(serverResponse, "text/html").querySelector(select)) return;
  event.detail.shouldSwap = false;
  form.submit();
}

// How many of the selects of a page have chosen each person, counted anew at each choice.
function countLoads() {
  for (const load of document.querySelectorAll("[data-load-of]")) {
    const chosen = [...document.querySelectorAll("select[data-load]")].filter((select) => select.value === load.dataset.loadOf);
    load.textContent = chosen.length;
  }
}

export function startPages() {
  countLoads();
  document.addEventListener("htmx:beforeRequest", waitForHands);
  document.addEventListener("htmx:beforeSwap", takeInPlace);
  document.addEventListener("htmx:sendError", (event) => event.detail.elt.dataset.textUnsent && toast(event.detail.elt.dataset.textUnsent));
  document.addEventListener("htmx:afterSettle", () => document.querySelector("#messages [data-take-focus]")?.focus());
  document.addEventListener("click", confirmFirst);
  document.addEventListener("change", checkSize);
  document.addEventListener("change", (event) => event.target.matches("select[data-load]") && countLoads());
  document.addEventListener("click", (event) => {
    const opener = event.target.closest("[data-open]");
    if (opener) document.querySelector(opener.dataset.open)?.showModal();
    const closer = event.target.closest("[data-close]");
    if (closer) closer.closest("dialog").close();
  });
  document.querySelector(".error-summary, [data-take-focus]")?.focus();
}
