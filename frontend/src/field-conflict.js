// Two versions of a row side by side, field by field: the person chooses, and only what was chosen is sent.
import { unite } from "./field-read.js";
import { words } from "./field-words.js";

const element = (name, more = {}, ...children) => {
  const made = Object.assign(document.createElement(name), more);
  made.append(...children);
  return made;
};

function choice(entry, name, side, text, label) {
  const input = element("input", { type: "radio", name: `${entry.id}-${name}`, value: side, required: true, className: "form-check-input" });
  const cell = element("td", {}, element("label", { className: "field-choice" }, input, element("span", { textContent: text || words().textEmpty })));
  cell.dataset.label = label;
  return cell;
}

/** A form with a line a field in conflict; settled gets the entry as it is to be sent, null where nothing is. */
export function conflictTable(entry, settled) {
  const { textField, textNowThere, textMine, textSendChosen } = words();
  const heads = [textField, textNowThere, textMine].map((text) => element("th", { scope: "col", textContent: text }));
  const rows = entry.asked.map((name) => {
    const { label } = entry.mine[name];
    const head = element("td", { textContent: label });
    return element("tr", {}, head, choice(entry, name, "now", entry.now[name].text, textNowThere), choice(entry, name, "mine", entry.mine[name].text, textMine));
  });
  const table = element("table", { className: "table table-cards mb-3" }, element("thead", {}, element("tr", {}, ...heads)), element("tbody", {}, ...rows));
  const form = element("form", {}, table, element("button", { className: "btn btn-primary", textContent: textSendChosen }));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    settled(settle(entry, new FormData(form)));
  });
  return form;
}

/** From here on the entry goes on from the version that the person has seen. */
function settle(entry, chosen) {
  const { now, asked, theirs, ...rest } = entry;
  if (entry.input && chosen.get(`${entry.id}-${entry.input}`) === "now") return null;
  const { merged } = unite(entry.mine, entry.base, now);
  for (const name of asked) if (chosen.get(`${entry.id}-${name}`) === "now") merged[name] = now[name];
  return { ...rest, was: theirs, mine: merged, base: now, version: now.version?.values[0] ?? "", state: "waiting", tries: 0 };
}
