// Ordinary forms: text that was typed survives an expired session, a crash or a language switch, and a form is sent once.
//
// Every <form method="post"> without a password keeps in this browser, from the first key on, the fields that differ
// from what the server sent, until the server has carried the form out: it then sets the cookie draft_done to the name
// that the form sent as _draft. Only what was typed is put back, so that what others changed meanwhile stays.
import { isSupported } from "./field-store.js";
import { unfoldTo } from "./unfold.js";

const STORE = "ocop-draft:";
export const FIELD_DRAFT = "field:";
const UNKEPT = ["hidden", "file", "password", "submit", "button"];

const keyOf = (name) => STORE + (document.body.dataset.user ?? "") + ":" + name;
const kept = (form) => [...form.elements].filter((field) => field.name && field.matches("input, select, textarea") && !UNKEPT.includes(field.type));

function nameOf(form) {
  if (form.dataset.draft) return form.dataset.draft;
  const fixed = [...form.elements].filter((f) => f.type === "hidden" && !["csrfmiddlewaretoken", "_once", "version"].includes(f.name));
  return [form.getAttribute("action") || location.pathname, ...fixed.map((f) => `${f.name}=${f.value}`)].join(" ").slice(0, 200);
}

// A box of a group is kept apart from the others of its name.
const slotOf = (field) => (field.type === "checkbox" ? `${field.name}=${field.value}` : field.name);

function wasChanged(field) {
  if (["checkbox", "radio"].includes(field.type)) return field.checked !== field.defaultChecked;
  if (field.tagName === "SELECT") return field.selectedIndex !== Math.max(0, [...field.options].findIndex((option) => option.defaultSelected));
  return field.value !== field.defaultValue;
}

export function typed(form, before) {
  const values = {};
  for (const field of kept(form)) {
    if (field.type === "radio" && !field.checked) continue;
    if (!wasChanged(field) && !(slotOf(field) in before)) continue;
    values[slotOf(field)] = field.type === "checkbox" ? field.checked : field.value;
  }
  return values;
}

export function restore(form, values) {
  let changed = false;
  for (const field of kept(form)) {
    if (!(slotOf(field) in values)) continue;
    const value = values[slotOf(field)];
    if (field.type === "checkbox") {
      changed ||= field.checked !== value;
      field.checked = value;
    } else if (field.type === "radio") {
      changed ||= field.value === value && !field.checked;
      field.checked = field.value === value;
    } else if (field.value !== value) {
      field.value = value;
      changed = true;
    }
  }
  return changed;
}

/** Forms for the field keep themselves, with their photos (`field-form.js`). */
export const keepsItself = (form) => isSupported && "fieldForm" in form.dataset;

function keepDraft(form) {
  const name = nameOf(form);
  const key = keyOf(name);
  const stored = () => JSON.parse(localStorage.getItem(key) ?? "{}");
  if (restore(form, stored())) {
    form.querySelector("[data-draft-notice]")?.removeAttribute("hidden");
    unfoldTo(form);
  }
  form.append(Object.assign(document.createElement("input"), { type: "hidden", name: "_draft", value: name }));
  form.addEventListener("input", () => localStorage.setItem(key, JSON.stringify(typed(form, stored()))));
  form.querySelector("[data-draft-discard]")?.addEventListener("click", () => {
    localStorage.removeItem(key);
    location.reload();
  });
}

// Of what stands in the page now, which a form may have changed in place.
function keepDrafts() {
  const done = /(?:^|; )draft_done=([^;]+)/.exec(document.cookie)?.[1];
  if (done) {
    const name = decodeURIComponent(done);
    localStorage.removeItem(keyOf(name));
    if (name.startsWith(FIELD_DRAFT)) document.body.dataset.fieldDone = name.slice(FIELD_DRAFT.length);
    document.cookie = "draft_done=; max-age=0; path=/; samesite=lax";
  }
  for (const form of document.querySelectorAll("form[method=post]:not([data-autosave])")) {
    if (form.elements._draft || keepsItself(form) || !kept(form).length || (form.querySelector("[type=password]") && !form.dataset.draft)) continue;
    keepDraft(form);
  }
}

export function startDrafts() {
  keepDrafts();
  document.addEventListener("htmx:afterSettle", keepDrafts);
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post" || form.matches("[data-autosave], [hx-post]") || keepsItself(form)) return;
    if (form.dataset.sent) return event.preventDefault();
    form.dataset.sent = "1";
    setTimeout(() => delete form.dataset.sent, 8000);
  });
}
