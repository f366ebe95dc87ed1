// What was done is said in the corner, without moving the page: notices marked data-toast, and autosaves out of sight.
//
// Without this file a notice stands at the head of the page, as it was sent. A toast stays as long as it takes to read,
// waits while it is pointed at, holds the focus or the page is hidden, and can be put away at any time.
import Toast from "bootstrap/js/dist/toast";

const LEAST_MS = 8000;
const MS_A_LETTER = 90;

export function toast(text) {
  const place = document.querySelector("#toasts");
  if (!place) return;
  const box = place.querySelector("template").content.firstElementChild.cloneNode(true);
  box.querySelector("[data-text]").textContent = text;
  for (const shown of place.querySelectorAll(".toast")) if (shown.textContent.trim() === box.textContent.trim()) shown.remove();
  place.append(box);
  box.addEventListener("hidden.bs.toast", () => box.remove());
  const show = () => new Toast(box, { delay: Math.max(LEAST_MS, text.length * MS_A_LETTER) }).show();
  if (document.hidden) document.addEventListener("visibilitychange", show, { once: true });
  else show();
}

export function startToasts() {
  for (const notice of document.querySelectorAll(".notice[data-toast]")) {
    toast(notice.textContent.trim());
    notice.remove();
  }
}
