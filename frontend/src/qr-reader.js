// For browsers that do not read codes themselves: the same interface, loaded only when somebody scans.
export { BarcodeDetector } from "qr/decode.js";
