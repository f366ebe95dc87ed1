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
  let camera = null;

  async function open() {
    say("opening");
    video.hidden = true;
    dialog.showModal();
    try {
      const [detector, stream] = await Promise.all([
        reader(dialog.dataset.reader),
        navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment", width: { ideal: 1280 } } }),
      ]);
      camera = stream;
      if (!dialog.open) return shut(); // put away while the browser asked
      video.srcObject = camera;
      video.hidden = false;
      await video.play();
      say("aim");
      look(detector);
    } catch (error) {
      shut();
      say(REFUSALS[error.name] ?? "failed");
    }
  }

  async function look(detector) {
    while (camera) {
      const [code] = await detector.detect(video).catch(() => []);
      if (camera && code) {
        if (take(code.rawValue)) return dialog.close();
        say("foreign");
      }
      await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
    }
  }

  function shut() {
    for (const track of camera?.getTracks() ?? []) track.stop();
    camera = video.srcObject = null;
    video.hidden = true;
  }

  button.hidden = false;
  button.addEventListener("click", open);
  dialog.addEventListener("close", shut);
  dialog.querySelector("[data-stop]").addEventListener("click", () => dialog.close());
}
