// What is not sent, as a file that anybody can read and that holds the photos as they were taken.
import { photosOf, unsentInputs } from "./field-queue.js";
import { allOf, get } from "./field-store.js";
import { words } from "./field-words.js";

const escaped = (text) => text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
const asData = (blob) =>
  new Promise((resolve) => {
    const reader = new FileReader();
    reader.onload = () => resolve(reader.result);
    reader.readAsDataURL(blob);
  });

async function photo(id) {
  const { name, type, sha256, bytes } = await get("photos", id);
  const data = await asData(new Blob([bytes], { type }));
  const shown = type.startsWith("image/") ? `<br><img src="${data}" alt="" width="480">` : "";
  return `<p><a download="${escaped(name)}" href="${data}">${escaped(name)}</a> SHA-256 ${sha256}${shown}</p>`;
}

async function section(row) {
  const shown = Object.values(row.mine).filter((slot) => !slot.isHidden);
  const lines = shown.map(({ label, text }) => `<dt>${escaped(label)}</dt><dd>${escaped(text).replace(/\n/g, "<br>")}</dd>`);
  const photos = await Promise.all(photosOf(row).map(photo));
  return `<h2>${escaped(row.title)}</h2><p>${new Date(row.at).toLocaleString("vi-VN")}</p><dl>${lines.join("")}</dl>${photos.join("")}`;
}

function inputs(person, { key }) {
  const pending = JSON.parse(localStorage.getItem(`ocop-autosave:${person}:${key}`));
  const lines = Object.entries(pending).map(([name, { value }]) => `<dt>${escaped(name)}</dt><dd>${escaped(value)}</dd>`);
  return `<h2>${escaped(key)}</h2><dl>${lines.join("")}</dl>`;
}

export async function exportUnsent(person) {
  const rows = [...(await allOf("entries", person)), ...(await allOf("drafts", person))];
  const parts = [...(await Promise.all(rows.map(section))), ...unsentInputs(person).map((each) => inputs(person, each))];
  const title = escaped(words().textExport);
  const html = `<!doctype html><html lang="vi"><meta charset="utf-8"><title>${title}</title><h1>${title}</h1>${parts.join("<hr>")}</html>`;
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([html], { type: "text/html" }));
  link.download = `ocop-chua-gui-${new Date().toISOString().slice(0, 10)}.html`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60000);
}
