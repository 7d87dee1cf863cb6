// Builds the desk's assets: `npm run build`. With --scripts the basemap is left as it is.

import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";
import * as basemap from "./basemap.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const target = join(here, "../../src/bellwire/web/static/built");
const require = createRequire(import.meta.url);
const ISLANDS = ["map", "timeline", "marks", "keys", "add", "site"];
const BUDGET = 100_000; // bytes of script, gzipped, all pages' together

const packed = (name) => gzipSync(readFileSync(join(target, name)), { level: 9 }).length;
const write = (name, content) => writeFileSync(join(target, name), content);

async function scripts() {
  await build({
    entryPoints: ISLANDS.map((name) => join(here, `../src/${name}.ts`)),
    outdir: target,
    bundle: true,
    format: "esm",
    target: "es2022",
    minify: true,
    legalComments: "inline",
    charset: "utf8",
    alias: { leaflet: require.resolve("leaflet/dist/leaflet-src.esm.js") },
    logLevel: "warning",
  });
  write("htmx.js", readFileSync(require.resolve("htmx.org/dist/htmx.min.js")));
}

// Leaflet's rules name pictures of markers and layer buttons; the desk shows neither, and loads no such file.
function styles() {
  const full = readFileSync(require.resolve("leaflet/dist/leaflet.css"), "utf8");
  const plain = full.replace(/[^{}]*\{[^{}]*url\([^{}]*\}/g, "").replace(/behavior:[^;]*;/g, "");
  if (/url\(/.test(plain)) throw new Error("leaflet.css still asks for a file");
  write("leaflet.css", `/* Leaflet 1.9.4, BSD-2-Clause, (c) Volodymyr Agafonkin and others */\n${plain}`);
}

function maps() {
  const { file: detail, provinces, sizes } = basemap.detail();
  const labels = basemap.labels(provinces, sizes);
  const files = { world: basemap.world(), detail, waters: basemap.waters(), labels, towns: basemap.towns() };
  for (const [name, content] of Object.entries(files)) write(`${name}.json`, JSON.stringify(content));
  return Object.keys(files).map((name) => `${name}.json`);
}

function print(rows) {
  for (const [name, bytes] of rows) console.log(`${name.padEnd(16)} ${(bytes / 1000).toFixed(1).padStart(8)} kB gzipped`);
}

const justScripts = process.argv.includes("--scripts");
if (!justScripts) rmSync(target, { recursive: true, force: true });
mkdirSync(target, { recursive: true });
await scripts();
styles();
const names = [...ISLANDS.map((name) => `${name}.js`), "htmx.js"];
const rows = names.map((name) => [name, packed(name)]);
const total = rows.reduce((sum, [, bytes]) => sum + bytes, 0);
print([...rows, ["all scripts", total]]);
if (!justScripts) print(maps().map((name) => [name, packed(name)]));
if (total > BUDGET) {
  console.error(`The scripts have ${total} bytes gzipped; the budget is ${BUDGET}. Make them smaller (web/README.md).`);
  process.exit(1);
}
