// Bundles src/ and the npm packages into src/ocop/core/static/ocop/, which git ignores.
import { cp, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { build } from "esbuild";

const here = new URL(".", import.meta.url).pathname;
const out = new URL("../src/ocop/core/static/ocop/", import.meta.url).pathname;

await rm(out, { recursive: true, force: true });
await mkdir(out, { recursive: true });
const common = { outdir: out, bundle: true, minify: true, target: ["es2020"], legalComments: "linked" };
await build({
  ...common,
  entryPoints: { app: `${here}src/app.js`, style: `${here}src/app.css`, check: `${here}src/certificate-check.js`, worker: `${here}src/worker.js`, "field-worker": `${here}src/field-worker.js` },
  loader: { ".woff2": "file", ".woff": "empty" },
  assetNames: "fonts/[name]",
});
// A module of its own, imported only when somebody scans with a browser that reads no codes itself.
await build({ ...common, entryPoints: { "qr-reader": `${here}src/qr-reader.js` }, format: "esm" });

// One sprite of the icons that src/icons.txt names.
const names = (await readFile(`${here}src/icons.txt`, "utf8")).split(/\s+/).filter(Boolean);
const symbols = await Promise.all(
  names.map(async (name) => {
    const svg = await readFile(`${here}node_modules/bootstrap-icons/icons/${name}.svg`, "utf8");
    const inner = svg.replace(/^[\s\S]*?<svg[^>]*>/, "").replace(/<\/svg>\s*$/, "").trim();
    return `<symbol id="${name}" viewBox="0 0 16 16" fill="currentColor">${inner}</symbol>`;
  }),
);
await writeFile(`${out}icons.svg`, `<svg xmlns="http://www.w3.org/2000/svg">${symbols.join("")}</svg>`);
await cp(`${here}src/favicon.svg`, `${out}favicon.svg`);
