// Runs the placement of notes on the cases that it gets and prints what comes out; asked by test_note_places.py.
import { readFileSync } from "node:fs";

const [, , script, cases] = process.argv;
const source = readFileSync(script, "utf-8");
const { placeNotes } = await import(`data:text/javascript,${encodeURIComponent(source)}`);
const found = JSON.parse(readFileSync(cases, "utf-8")).map((one) => {
  const { places, rooms } = placeNotes(one);
  return { places, rooms: Object.fromEntries(rooms) };
});
process.stdout.write(JSON.stringify(found));
