// Reads the signed facts after # in a certificate's address, on the phone itself: the twin of ocop/core/qr.py and
// ocop/official/certificate_token.py.
//
// Ed25519 comes from @noble/ed25519, not from the browser: phones of before 2023 lack it there.
import { verifyAsync } from "@noble/ed25519";

/** The bytes of base64url without padding; an Error for any spelling but the one canonical. */
function bytes(text) {
  if (!/^[\w-]+$/.test(text)) throw new Error("not base64url");
  const raw = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
  const again = btoa(raw).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  if (again !== text) throw new Error("not canonical base64url");
  return Uint8Array.from(raw, (letter) => letter.charCodeAt(0));
}

/** How the ids of a rehearsal's keys begin, and what stands before the data that they sign. */
const REHEARSAL = "DT-";

/** {verdict: "good" | "forged" | "new-key" | "rehearsal", facts}. A key that a kept page does not know may be newer than
 * the page; that of another installation's rehearsal nobody accepts. */
export async function read(token, keys) {
  const [data, signature, ...more] = token.split(".");
  let facts, spelled, signed;
  try {
    spelled = bytes(signature ?? "");
    facts = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes(data)));
    if (more.length || spelled.length !== 64 || typeof facts.k !== "string") throw new Error("no certificate");
  } catch {
    return { verdict: "forged" };
  }
  const rehearsed = facts.k.startsWith(REHEARSAL);
  if (!Object.prototype.hasOwnProperty.call(keys, facts.k)) return { verdict: rehearsed ? "rehearsal" : "new-key" };
  signed = new TextEncoder().encode(rehearsed ? REHEARSAL + data : data);
  const good = await verifyAsync(spelled, signed, bytes(keys[facts.k]), { zip215: false });
  return good ? { verdict: "good", facts } : { verdict: "forged" };
}

/** The number and the token in what a person pasted or a scanner gave: an address, a number, or a token alone. */
export function located(text) {
  const address = text.trim().match(/\/c\/([^/#?\s]+)\/?(?:#(\S+))?$/);
  if (address) return { number: decodeURIComponent(address[1]), token: address[2] ?? "" };
  const bare = text.trim().replace(/^#/, "");
  if (/^[\w-]{40,}\.[\w-]+$/.test(bare)) {
    try {
      const facts = JSON.parse(new TextDecoder().decode(bytes(bare.split(".")[0])));
      return { number: String(facts.n), token: bare };
    } catch {
      return { number: "", token: bare };
    }
  }
  return { number: bare, token: "" };
}
