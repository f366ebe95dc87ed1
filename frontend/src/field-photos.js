// A choice of files that survives the browser: each photo is on the disk before the next is taken, and the input shows all.
import { dropPhotos, keepPhoto } from "./field-queue.js";
import { get } from "./field-store.js";
import { words } from "./field-words.js";
import { toast } from "./toast.js";

export class Photos {
  constructor(input, person, changed) {
    Object.assign(this, { input, person, changed, ids: [], files: [] });
    this.list = Object.assign(document.createElement("ul"), { className: "field-photos" });
    input.after(this.list);
    input.addEventListener("change", () => this.add([...input.files]));
  }

  async add(files) {
    const most = Number(this.input.dataset.maxBytes) || Infinity;
    if (files.some((file) => file.size > most)) return this.input.setCustomValidity(this.input.dataset.tooLarge);
    if (!this.input.multiple && files.length) await this.clear();
    for (const file of files) {
      try {
        this.ids.push(await keepPhoto(this.person, file));
        this.files.push(file);
      } catch {
        toast(words().textFull);
      }
    }
    this.show();
    await this.changed();
  }

  /** As it was when the page was left. */
  async restore(ids) {
    for (const id of ids) {
      const photo = await get("photos", id);
      if (!photo) continue;
      this.ids.push(id);
      this.files.push(new File([photo.bytes], photo.name, { type: photo.type }));
    }
    this.show();
  }

  async clear() {
    await dropPhotos(this.ids);
    this.forget();
  }

  /** The photos are another's now: the entry's that they went with. */
  forget() {
    this.ids = [];
    this.files = [];
    this.show();
  }

  async drop(place) {
    await dropPhotos(this.ids.splice(place, 1));
    this.files.splice(place, 1);
    this.show();
    await this.changed();
  }

  show() {
    const all = new DataTransfer();
    for (const file of this.files) all.items.add(file);
    this.input.files = all.files;
    this.input.setCustomValidity("");
    this.list.replaceChildren(...this.files.map((file, place) => this.line(file, place)));
  }

  line(file, place) {
    const line = document.createElement("li");
    const size = `${Math.max(1, Math.round(file.size / 1024)).toLocaleString("vi-VN")} KB`;
    const drop = Object.assign(document.createElement("button"), { type: "button", className: "btn btn-plain btn-sm", textContent: words().textRemove });
    drop.setAttribute("aria-label", `${words().textRemove}: ${file.name}`);
    drop.addEventListener("click", () => this.drop(place));
    line.append(picture(file), Object.assign(document.createElement("span"), { textContent: `${file.name} · ${size}` }), drop);
    return line;
  }
}

/** A small picture, drawn: the pages allow no address but their own. */
function picture(file) {
  const canvas = Object.assign(document.createElement("canvas"), { width: 64, height: 64 });
  canvas.setAttribute("aria-hidden", "true");
  createImageBitmap(file)
    .then((image) => {
      const side = Math.min(image.width, image.height);
      canvas.getContext("2d").drawImage(image, (image.width - side) / 2, (image.height - side) / 2, side, side, 0, 0, 64, 64);
      image.close();
    })
    .catch(() => canvas.remove()); // a PDF
  return canvas;
}
