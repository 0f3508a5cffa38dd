// Holds the Typst of the book to typstyle's form: `node .ci/typst.mjs` names the files that do not have it and fails,
// with `--write` it mends them. typstyle comes from npm as WebAssembly made for bundlers; its two parts are joined here.
import { readdirSync, readFileSync, writeFileSync } from "node:fs";

const PACKAGE = new URL("../node_modules/@typstyle/typstyle-wasm-bundler/", import.meta.url);
const BOOK = new URL("../src/variorum/sphinx_ext/pdf/", import.meta.url);
const FORM = { max_width: 120, tab_spaces: 2 };

const typstyle = await import(new URL("typstyle_wasm_bg.js", PACKAGE));
const bytes = readFileSync(new URL("typstyle_wasm_bg.wasm", PACKAGE));
const { instance } = await WebAssembly.instantiate(bytes, { "./typstyle_wasm_bg.js": typstyle });
typstyle.__wbg_set_wasm(instance.exports);
instance.exports.__wbindgen_start();

const wrong = readdirSync(BOOK)
  .filter((name) => name.endsWith(".typ"))
  .map((name) => [name, readFileSync(new URL(name, BOOK), "utf-8")])
  .map(([name, text]) => [name, text, typstyle.format(text, FORM)])
  .filter(([, text, formed]) => text !== formed);
for (const [name, , formed] of wrong) {
  if (process.argv.includes("--write")) writeFileSync(new URL(name, BOOK), formed);
  else process.stderr.write(`${name} would be formatted otherwise; mend it with: node .ci/typst.mjs --write\n`);
}
process.exitCode = wrong.length && !process.argv.includes("--write") ? 1 : 0;
