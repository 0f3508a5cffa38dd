// The index of the edition's words, unpacked as `src/variorum/search/packing.py` packs it: what the page reads at once, and
// pieces that are asked for. `load` gets the name and the digest of a piece and promises what is in it; no page is known here.
(() => {
  "use strict";

  const BASE = 45;

  // A text of numbers → the numbers.
  function numbersOf(text) {
    const found = [];
    let number = 0,
      unit = 1;
    for (let at = 0; at < text.length; at++) {
      const code = text.charCodeAt(at);
      const sign = code - (code > 92 ? 36 : 35);
      if (sign < BASE) {
        found.push(number + sign * unit);
        number = 0;
        unit = 1;
      } else {
        number += (sign - BASE) * unit;
        unit *= BASE;
      }
    }
    return found;
  }

  // Texts, each without the letters that it shares with the one before → the texts.
  function textsOf(packed) {
    let before = "";
    return (packed ? packed.split(" ") : []).map((text) => {
      before = before.slice(0, text.charCodeAt(0) - 35) + text.slice(1);
      return before;
    });
  }

  const ROW = 2 ** 28; // places of a row

  // How far each row is from the one before, and the word's number in it or behind the last → the places.
  function placesOf(packed) {
    const steps = numbersOf(packed);
    const places = new Float64Array(steps.length / 2);
    let row = 0,
      number = 0;
    for (let n = 0; n < places.length; n++) {
      number = (steps[2 * n] ? 0 : number) + steps[2 * n + 1];
      row += steps[2 * n];
      places[n] = row * ROW + number;
    }
    return places;
  }
  const rowOf = (place) => Math.floor(place / ROW);
  const startOf = (row) => row * ROW; // its first place

  globalThis.variorumIndex = (data, load) => {
    const pages = textsOf(data.pages);
    const words = textsOf(data.words);
    const numbers = new Map();
    words.forEach((word, number) => {
      numbers.set(word, number);
    });
    const groupOf = new Uint32Array(data.rows); // row → number of its group
    data.groups.forEach(([first], group) => {
      groupOf.fill(group, first, data.groups[group + 1]?.[0]);
    });

    // The piece of a kind that holds what is known by this key: the last that does not begin behind it.
    function pieceOf(kind, key) {
      const pieces = data.pieces[kind];
      let [low, high] = [0, pieces.length];
      while (low < high) {
        const middle = (low + high) >> 1;
        if (pieces[middle][0] <= key) low = middle + 1;
        else high = middle;
      }
      return low - 1;
    }

    const pieceNamed = (kind, digest) => load(`${kind}-${digest}`, digest);

    // Loads the pieces that hold these keys; → the key's piece → what is in it.
    async function loaded(kind, keys) {
      const wanted = [...new Set(keys.map((key) => pieceOf(kind, key)))].filter((piece) => piece >= 0);
      const found = await Promise.all(wanted.map((piece) => pieceNamed(kind, data.pieces[kind][piece][1])));
      return new Map(wanted.map((piece, n) => [piece, found[n]]));
    }

    const unpacked = new Map(); // number of a word → its places
    // The places of these words, by the number of the word.
    async function places(wanted) {
      const unknown = [...wanted].filter((word) => !unpacked.has(word));
      const pieces = await loaded("words", unknown);
      for (const word of unknown) {
        const piece = pieceOf("words", word);
        unpacked.set(word, placesOf(pieces.get(piece)[word - data.pieces.words[piece][0]]));
      }
      return unpacked;
    }

    // The rows that bear this label.
    async function labelled(label) {
      const [piece] = (await loaded("labels", label ? [label] : [])).values();
      return piece?.find(([other]) => other === label)?.slice(1) ?? [];
    }

    // The rows with these numbers as the page shows them.
    async function rows(wanted) {
      const pieces = await loaded("rows", wanted);
      return wanted.map((number) => {
        const at = pieceOf("rows", number);
        const [page, anchor, label, language, shown = "", remark = "", runs = [], looks = []] =
          pieces.get(at)[number - data.pieces.rows[at][0]];
        const address = `${pages[page]}#${anchor}`;
        return {
          number,
          kind: kind(number),
          address,
          label,
          language,
          words: shown,
          sources: sources(number),
          remark,
          runs,
          looks,
        };
      });
    }

    const kind = (row) => data.kinds[data.groups[groupOf[row]][1]][0];
    const sources = (row) => data.groups[groupOf[row]][2];
    const count = (word) => (word === undefined ? 0 : data.counts.charCodeAt(word) - 35); // twice as often is one more

    return { words, numbers, rowCount: data.rows, rowOf, startOf, kind, sources, count, places, labelled, rows };
  };
  Object.assign(globalThis.variorumIndex, { numbersOf, textsOf, placesOf });
  if (typeof module !== "undefined") module.exports = globalThis.variorumIndex;
})();
