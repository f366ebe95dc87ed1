// Ordinary forms: text that was typed survives an expired session, a crash or a language switch, and a form is sent once.
//
// <form method="post" data-draft="producer-new"> keeps its fields in this browser from the first key until the server
// has taken them: it then sets the cookie draft_done to the name that the form sent as _draft.
const STORE = "ocop-draft:";

const keyOf = (name) => STORE + (document.body.dataset.user ?? "") + ":" + name;
const kept = (form) =>
  [...form.elements].filter((f) => f.name && !["hidden", "file", "password", "submit"].includes(f.type) && f.type !== "button");

function read(form) {
  const values = {};
  for (const field of kept(form)) {
    if (field.type === "radio" && !field.checked) continue;
    values[field.name] = field.type === "checkbox" ? field.checked : field.value;
  }
  return values;
}

function restore(form, values) {
  let changed = false;
  for (const field of kept(form)) {
    if (!(field.name in values)) continue;
    const value = values[field.name];
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

export function startDrafts() {
  const done = /(?:^|; )draft_done=([^;]+)/.exec(document.cookie)?.[1];
  if (done) {
    localStorage.removeItem(keyOf(decodeURIComponent(done)));
    document.cookie = "draft_done=; max-age=0; path=/; samesite=lax";
  }
  for (const form of document.querySelectorAll("form[data-draft]")) {
    const key = keyOf(form.dataset.draft);
    const stored = localStorage.getItem(key);
    if (stored && restore(form, JSON.parse(stored))) form.querySelector("[data-draft-notice]")?.removeAttribute("hidden");
    form.append(Object.assign(document.createElement("input"), { type: "hidden", name: "_draft", value: form.dataset.draft }));
    form.addEventListener("input", () => localStorage.setItem(key, JSON.stringify(read(form))));
    form.querySelector("[data-draft-discard]")?.addEventListener("click", () => {
      localStorage.removeItem(key);
      location.reload();
    });
  }
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post" || form.matches("[data-autosave], [hx-post]")) return;
    if (form.dataset.sent) return event.preventDefault();
    form.dataset.sent = "1";
    setTimeout(() => delete form.dataset.sent, 8000);
  });
}
