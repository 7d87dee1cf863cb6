// Bundles web/test/*.test.ts and runs them with Node's own runner: `npm test`.

import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const tests = join(dirname(fileURLToPath(import.meta.url)), "../test");
const out = mkdtempSync(join(tmpdir(), "bellwire-islands-"));
const files = readdirSync(tests).filter((name) => name.endsWith(".test.ts"));
await build({
  entryPoints: files.map((name) => join(tests, name)),
  outdir: out, bundle: true, format: "esm", platform: "node", target: "node18", outExtension: { ".js": ".mjs" }, logLevel: "warning",
});
const bundled = files.map((name) => join(out, name.replace(/\.ts$/, ".mjs")));
const { status } = spawnSync(process.execPath, ["--test", ...bundled], { stdio: "inherit" });
rmSync(out, { recursive: true });
process.exit(status ?? 1);
