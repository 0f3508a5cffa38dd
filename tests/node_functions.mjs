// Calls a pure function of one of the theme's scripts, without a page: script, expression and a file of arguments in,
// what comes of each out; asked by tests/node.py.
import { readFileSync } from "node:fs";
import { createContext, runInContext } from "node:vm";

const [, , script, expression, path] = process.argv;
const page = createContext({ module: {} });
runInContext(readFileSync(script, "utf-8").replaceAll("export ", ""), page);
const call = runInContext(expression, page);
process.stdout.write(JSON.stringify(JSON.parse(readFileSync(path, "utf-8")).map((args) => call(...args))));
