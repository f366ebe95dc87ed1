// What was done is said in the corner, without moving the page: notices marked data-toast, autosaves out of sight, and
// what is not sent yet.
//
// Without this file a notice stands at the head of the page, as it was sent. A toast stays as long as it takes to read,
// waits while it is pointed at, holds the focus or the page is hidden, and can be put away at any time. One that `stays`
// warns of what still holds, until its caller takes it away.
import Toast from "bootstrap/js/dist/toast";

const LEAST_MS = 8000;
const MS_A_LETTER = 90;

/** Shows a toast; returns what takes it away. */
export function toast(text, { stays = false } = {}) {
  const place = document.querySelector("#toasts");
  if (!place) return () => {};
  const box = place.querySelector("template").content.firstElementChild.cloneNode(true);
  box.querySelector("[data-text]").textContent = text;
  box.querySelector(stays ? "[data-done]" : "[data-warns]").remove();
  box.classList.toggle("stays", stays);
  for (const shown of place.querySelectorAll(".toast")) if (shown.textContent.trim() === box.textContent.trim()) shown.remove();
  place.append(box);
  box.addEventListener("hidden.bs.toast", () => box.remove());
  const shown = new Toast(box, { autohide: !stays, delay: Math.max(LEAST_MS, text.length * MS_A_LETTER) });
  const show = () => box.isConnected && shown.show();
  if (document.hidden) document.addEventListener("visibilitychange", show, { once: true });
  else show();
  return () => box.remove();
}

export function startToasts() {
  for (const notice of document.querySelectorAll(".notice[data-toast]")) {
    toast(notice.textContent.trim());
    notice.remove();
  }
}
