// Reads the QR code of a certificate with the camera, inside the check page. Pictures never leave the device.
const LOOK_EVERY_MS = 150;
const REFUSALS = { NotAllowedError: "denied", SecurityError: "denied", NotFoundError: "none", OverconstrainedError: "none" };

/** The browser's own reader of QR codes, else the one at `url`, which has the same interface. */
async function reader(url) {
  const own = globalThis.BarcodeDetector;
  const reads = own && (await own.getSupportedFormats().catch(() => [])).includes("qr_code");
  const { BarcodeDetector } = reads ? globalThis : await import(url);
  return new BarcodeDetector({ formats: ["qr_code"] });
}

/** Offer the button where there may be a camera. `take(text)` says whether a code was one of ours and was followed. */
export function offerScanning(take) {
  const button = document.querySelector("[data-scan]");
  const dialog = document.querySelector("[data-scanner]");
  if (!button || !navigator.mediaDevices?.getUserMedia) return;
  const video = dialog.querySelector("video");
  const says = dialog.querySelector("[data-says]");
  const say = (word) => (says.textContent = dialog.dataset[word]);
  let camera = null; // on while the dialog is open, and no longer
  let attempts = 0;

  async function open() {
    const mine = ++attempts;
    const isWanted = () => mine === attempts && dialog.open; // not put away while the browser asked, nor opened anew
    let seen = null;
    say("opening");
    video.hidden = true;
    dialog.showModal();
    try {
      const loading = reader(dialog.dataset.reader);
      loading.catch(() => {}); // said below, once the camera is there to be shut
      seen = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment", width: { ideal: 1280 } } });
      if (!isWanted()) return stop(seen);
      camera = video.srcObject = seen;
      video.hidden = false;
      await video.play();
      const detector = await loading;
      if (camera === seen) say("aim");
      look(detector, seen);
    } catch (error) {
      stop(seen);
      if (!isWanted()) return;
      shut();
      say(REFUSALS[error.name] ?? "failed");
    }
  }

  async function look(detector, seen) {
    while (camera === seen) {
      const [code] = await detector.detect(video).catch(() => []);
      if (camera === seen && code) {
        if (take(code.rawValue)) return dialog.close();
        say("foreign");
      }
      await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
    }
  }

  function stop(stream) {
    for (const track of stream?.getTracks() ?? []) track.stop();
  }

  function shut() {
    stop(camera);
    camera = video.srcObject = null;
    video.hidden = true;
  }

  button.hidden = false;
  button.addEventListener("click", open);
  dialog.addEventListener("close", shut);
  dialog.querySelector("[data-stop]").addEventListener("click", () => dialog.close());
}
