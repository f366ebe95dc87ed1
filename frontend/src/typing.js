// A paper sheet typed in: the number of the ticked box, Enter, the next criterion. Points and their sum show at once.
//
// <input data-marks="1:0 2:2 3:3"> and its <output> belong together; marks say number:points.
const marks = (input) => new Map(input.dataset.marks.split(" ").map((pair) => pair.split(":")));

function show(input) {
  const place = document.getElementById(input.getAttribute("aria-describedby"));
  const value = input.value.trim();
  const points = marks(input).get(value);
  const wrong = value !== "" && points === undefined;
  input.setAttribute("aria-invalid", wrong);
  input.closest(".typed").classList.toggle("is-wrong", wrong);
  if (value === "") return;
  place.textContent = wrong ? place.dataset.wrong : `${points} ${place.dataset.points}`;
}

export function startTyping() {
  const form = document.querySelector("form[data-typing]");
  if (!form) return;
  const inputs = [...form.querySelectorAll("input[data-marks]")];
  const total = form.querySelector("[data-typing-total]");
  const sum = () => (total.textContent = inputs.reduce((points, input) => points + Number(marks(input).get(input.value.trim()) ?? 0), 0));
  for (const input of inputs) show(input);
  sum();
  form.addEventListener("input", (event) => {
    if (!event.target.matches("[data-marks]")) return;
    show(event.target);
    sum();
  });
  form.addEventListener("focusin", (event) => event.target.matches("[data-marks]") && event.target.select());
  form.addEventListener("keydown", (event) => {
    const at = inputs.indexOf(event.target);
    if (at < 0 || !["Enter", "ArrowDown", "ArrowUp"].includes(event.key)) return;
    const next = inputs[at + (event.key === "ArrowUp" ? -1 : 1)];
    if (event.key === "Enter" && event.target.getAttribute("aria-invalid") === "true") return event.preventDefault();
    if (!next) return; // Enter in the last one sends the form
    event.preventDefault();
    next.focus();
  });
}
