// Checks the signature of a certificate's QR code on the phone itself, without the network.
//
// The address is /c/<number>#<data>.<signature>, both base64url; data is JSON, the signature Ed25519 over the bytes of
// the first part. The page carries the public key. A service worker keeps this page for later visits without network.
const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));

async function check() {
  const place = document.querySelector("[data-signature]");
  const [data, signature] = location.hash.slice(1).split(".");
  if (!place || !signature) return;
  place.hidden = false;
  try {
    const key = await crypto.subtle.importKey("raw", bytes(place.dataset.publicKey), { name: "Ed25519" }, false, ["verify"]);
    const good = await crypto.subtle.verify("Ed25519", key, bytes(signature), new TextEncoder().encode(data));
    const fields = good ? JSON.parse(new TextDecoder().decode(bytes(data))) : {};
    place.textContent = good ? place.dataset.good.replace("{number}", fields.n) : place.dataset.bad;
    place.dataset.result = good ? "good" : "bad";
  } catch {
    place.textContent = place.dataset.unable;
  }
}

check();
