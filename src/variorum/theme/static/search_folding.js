// Words as a search compares them: the same as `search_key` of src/variorum/text/search_folding.py, whose tables come
// with the data. A pure function; tests/test_search.py holds the two against each other.
(() => {
  "use strict";

  const IGNORED = /[\u00ad\u0640\u200c\u200d\u093c\u0951\u0952\u1cd0-\u1cfa\ua8e0-\ua8f1]/gu;
  const LOOSE_MARKS =
    /^[\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}]/u;
  const NOT_PLAIN = /[\0-\x7f]\p{M}+|[^\0-\x7f]\p{M}*/gu; // clusters that lower case alone does not fold

  // Letters that no decomposition takes apart, and the zero of every script → what folds a text.
  globalThis.variorumFolding = (letters, zerosOfScripts) => {
    const zeros = [...zerosOfScripts].map((zero) => zero.codePointAt(0));
    const folded = new Map();

    function foldLetter(letter) {
      if (letter in letters) return letters[letter];
      if (!/\p{Nd}/u.test(letter)) return letter;
      const point = letter.codePointAt(0);
      const zero = zeros.find((z) => z <= point && point < z + 10);
      return zero === undefined ? letter : String(point - zero);
    }

    function foldCluster(cluster) {
      let known = folded.get(cluster);
      if (known === undefined) {
        let parts = cluster.normalize("NFKC").replace(IGNORED, "").toLowerCase().normalize("NFD");
        if (LOOSE_MARKS.test(parts)) parts = parts.replace(parts[0] === "и" ? /[^\P{M}\u0306]/gu : /\p{M}/gu, "");
        known = [...parts.replace(IGNORED, "")].map(foldLetter).join("").normalize("NFC");
        folded.set(cluster, known);
      }
      return known;
    }

    return (text) => text.toLowerCase().replace(NOT_PLAIN, foldCluster);
  };
})();
