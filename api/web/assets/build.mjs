// Rebuilds what api/web/static and api/web/widget/vendor hold: `npm ci && npm run build`. The same input gives the same bytes.

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

// The widget's modules need no build, so the sanitiser must be a module as well. Its published module is not
// minified and three times as long, so the minified script is given what a script of Node finds, and exports that.
const purify = join(modules, "dompurify");
const widget = join(assets, "..", "widget", "vendor");
const script = readFileSync(join(purify, "dist", "purify.min.js"), "utf8").replace(/\n\/\/# sourceMappingURL=.*\s*$/, "");
mkdirSync(widget, { recursive: true });
writeFileSync(
  join(widget, "purify.js"),
  `const module = { exports: {} };\nconst { exports } = module;\n${script}\nexport default module.exports;\n`,
);
copyFileSync(join(purify, "LICENSE"), join(widget, "LICENCE.txt"));
