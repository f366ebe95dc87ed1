// What stands in a form, as a person reads it and as it is sent.
const UNSENT = ["csrfmiddlewaretoken", "_once", "_draft"];

const spaced = (text) => (text ?? "").replace(/\s+/g, " ").trim();

const labelOf = (form, field) => {
  const group = field.closest("fieldset")?.querySelector("legend");
  const label = field.id && form.querySelector(`label[for="${CSS.escape(field.id)}"]`);
  const head = field.type === "radio" && group ? group : (label ?? group);
  return spaced(head?.firstChild?.textContent) || spaced(head?.firstElementChild?.textContent) || field.name;
};

/** What a choice says, without the key that chooses it. */
const choiceOf = (label) => spaced([...(label?.childNodes ?? [])].map((part) => (part.nodeName === "KBD" ? "" : part.textContent)).join(" "));

function textOf(field) {
  if (field.tagName === "SELECT") return [...field.selectedOptions].map((option) => option.textContent.trim()).join(", ");
  if (["radio", "checkbox"].includes(field.type)) return choiceOf(field.closest("label")) || (field.checked ? "✓" : "");
  if (field.type === "date") return field.value.split("-").reverse().join("/");
  return field.value;
}

/** {name: {label, values, text}} of all inputs of a form but files; what is not chosen has no values. */
export function read(form) {
  const found = {};
  for (const field of form.elements) {
    if (!field.name || UNSENT.includes(field.name) || !field.matches("input, select, textarea")) continue;
    if (["file", "submit", "button", "password"].includes(field.type)) continue;
    const slot = (found[field.name] ??= { label: labelOf(form, field), values: [], text: "", isHidden: field.type === "hidden" });
    if (["radio", "checkbox"].includes(field.type) && !field.checked) continue;
    slot.values.push(...(field.multiple ? [...field.selectedOptions].map((option) => option.value) : [field.value]));
    slot.text = [slot.text, textOf(field)].filter(Boolean).join(", ");
  }
  return found;
}

/** What the server sent in the form, whatever was typed since; nothing of a form that came back with what was typed. */
export function readBase(form) {
  if (form.querySelector(".field-error, .error-summary")) return {};
  const clone = form.cloneNode(true);
  clone.reset();
  return read(clone);
}

export const versionOf = (form) => form.elements.version?.value ?? "";
const plain = (values) => JSON.stringify(values.map((value) => value.replace(/\r\n/g, "\n").trim()));
const same = (one, other) => Boolean(one && other) && plain(one.values) === plain(other.values);

/** The person's fields upon those that the server has now; base is what the person saw when writing.
 *
 * merged: what would be sent, the person's own where both changed · asked: the names of those fields.
 */
export function unite(mine, base, now) {
  const merged = {};
  const asked = [];
  for (const [name, slot] of Object.entries(mine)) {
    if (name === "version") continue;
    const untouched = same(slot, base[name]);
    merged[name] = untouched && now[name] ? now[name] : slot;
    if (untouched || !now[name] || same(slot, now[name]) || same(base[name], now[name])) continue;
    asked.push(name);
  }
  if (now.version) merged.version = now.version;
  return { merged, asked };
}
