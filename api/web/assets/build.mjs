// Rebuilds what api/web/static holds: `npm ci && npm run build`. The same input gives the same bytes.

import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import * as sass from "sass";

const assets = dirname(fileURLToPath(import.meta.url));
const root = join(assets, "..", "..", "..");
const modules = join(root, "node_modules");
const published = join(assets, "..", "static");

const { css } = sass.compile(join(assets, "reeve.scss"), {
  loadPaths: [assets, modules],
  style: "compressed",
  quietDeps: true,
  charset: false,
});
const { version } = JSON.parse(readFileSync(join(modules, "govuk-frontend", "package.json"), "utf8"));
const licence = `/*! Built from assets/reeve.scss with govuk-frontend ${version} (MIT, Crown copyright). */\n`;
mkdirSync(join(published, "vendor"), { recursive: true });
writeFileSync(join(published, "reeve.css"), `${licence}${css}\n`);
copyFileSync(
  join(modules, "govuk-frontend", "dist", "govuk", "govuk-frontend.min.js"),
  join(published, "vendor", "govuk-frontend.min.js"),
);
