// How alike words are that are spelt differently: the sound of a word in Latin letters, whatever its script, and how far
// two sounds are apart. Pure functions; `search.js` proposes with them what somebody may have meant.
(() => {
  "use strict";

  const pairs = (text) =>
    Object.fromEntries(
      text
        .trim()
        .split(/\s+/)
        .map((pair) => [...pair.split("=")]),
    );
  const LETTERS = pairs(`
    а=a б=b в=v г=g д=d е=e ё=e ж=zh з=z и=i й=i к=k л=l м=m н=n о=o п=p р=r с=s т=t у=u ф=f х=kh ц=ts ч=ch ш=sh щ=shch
    ъ= ы=i ь= э=e ю=iu я=ia і=i ї=i є=e ґ=g
    ა=a ბ=b გ=g დ=d ე=e ვ=v ზ=z თ=t ი=i კ=k ლ=l მ=m ნ=n ო=o პ=p ჟ=zh რ=r ს=s ტ=t უ=u ფ=p ქ=k ღ=gh ყ=k შ=sh ჩ=ch ც=ts
    ძ=dz წ=ts ჭ=ch ხ=kh ჯ=j ჰ=h
    अ=a आ=a इ=i ई=i उ=u ऊ=u ऋ=ri ए=e ऐ=ai ओ=o औ=au ा=a ि=i ी=i ु=u ू=u ृ=ri े=e ै=ai ो=o ौ=au ं=n ँ=n ः=
  `);
  const CONSONANTS = pairs(`
    क=k ख=kh ग=g घ=g ङ=n च=ch छ=ch ज=j झ=j ञ=n ट=t ठ=t ड=d ढ=d ण=n त=t थ=t द=d ध=d न=n प=p फ=f ब=b भ=v म=m य=i र=r ल=l
    व=v श=sh ष=sh स=s ह=h
  `);
  const SIGN = /[\u093e-\u094c\u094d]/u; // a vowel sign or the sign that takes the vowel away

  // Letters of a folded word → Latin letters; a Devanagari consonant has its vowel unless a sign or the word's end follows.
  function romanised(word) {
    const letters = [...word];
    return letters
      .map((letter, n) => {
        if (letter in CONSONANTS) {
          const bare = n + 1 === letters.length || SIGN.test(letters[n + 1]);
          return CONSONANTS[letter] + (bare ? "" : "a");
        }
        return letter === "\u094d" ? "" : (LETTERS[letter] ?? letter);
      })
      .join("");
  }

  // What languages write differently for one sound: library transliterations of Russian (ALA-LC, BGN, ISO 9), English,
  // German and Norwegian. The order matters: the longer spellings first.
  const SPELLINGS = [
    [/schtsch|shch|sjtsj|szcz|stsch|shtsh/g, "s"],
    [/tsch|tch|tsj|tsh/g, "ç"],
    [/dzh|dzj|dsch|dsj|dj/g, "j"],
    [/jugh|joogh/g, "jug"],
    [/sch|sh|sj|skj|kj/g, "s"],
    [/zh|zj/g, "z"],
    [/ch(?=[rlnmtv])|kh|gh(?=[^aeiou]|$)|ck|q/g, "k"],
    [/gh/g, "g"],
    [/ch/g, "ç"],
    [/^h(?=[rlm])/g, "k"],
    [/ph|ff/g, "f"],
    [/th/g, "t"],
    [/bh/g, "v"],
    [/w/g, "v"],
    [/of$|off$/g, "ov"],
    [/tz|ts|z(?=k)/g, "c"],
    [/sc(?=[eiy])/g, "s"],
    [/c(?=[eiyk])/g, "c"],
    [/c(?![eiyk])/g, "k"],
    [/x/g, "ks"],
    [/[iy]+[jy]|[jy]+[iy]+|ii+|ee|ie(?=v|f)/g, "i"],
    [/oo|ou/g, "u"],
    [/æ|ä/g, "e"],
    [/ø|ö/g, "o"],
    [/å/g, "a"],
    [/^[jy](?=e)/g, ""],
    [/[jy](?=[aou])/g, "i"],
    [/[jy](?=e)/g, ""],
    [/y/g, "i"],
    [/j(?=v)/g, "z"],
    [/['’ʹʺ]/g, ""],
    [/(.)\1+/g, "$1"],
  ];

  const sound = (word) => SPELLINGS.reduce((text, [from, to]) => text.replace(from, to), romanised(word));

  // The name that a Russian case of it in Latin letters is of: Trockogo, Dzerzhinskomu → -skii.
  const nominative = (word) => word.replace(/(?<=[sc]k)(?:ogo|omu|im|om)$/, "ii");
  // The sounds that a word may have: its letters may be those of a library, without their marks (ISO 9: Trockij, Džugašvili).
  const sounds = (word) => {
    const forms = [word, nominative(word)];
    return [...new Set(forms.flatMap((w) => [w, w.replace(/c(?!h)/g, "ts").replace(/dz(?!h)/g, "dzh")]).map(sound))];
  };

  const SCRIPTS = ["Latin", "Cyrillic", "Devanagari", "Georgian"].map((name) => new RegExp(`\\p{Script=${name}}`, "u"));
  const scriptOf = (word) => SCRIPTS.findIndex((script) => script.test(word));
  const skeleton = (said) => said.replace(/[aeiouh]/g, "").replace(/(.)\1+/g, "$1");
  // Whether two words may stand for one another: across scripts all consonants must be the same, for there chance is great;
  // where they are two only, all of the word must sound so (sahara is not शहर).
  const mayMean = (word, said, other, otherSaid) => {
    if (scriptOf(word) === scriptOf(other)) return true;
    const bones = skeleton(said);
    return bones === skeleton(otherSaid) && (bones.length > 2 || sound(word) === otherSaid);
  };

  const VOWELS = new Set("aeiou");
  const ALIKE = new Set([
    "sz",
    "zs",
    "sç",
    "çs",
    "cs",
    "sc",
    "cç",
    "çc",
    "kg",
    "gk",
    "td",
    "dt",
    "fv",
    "vf",
    "jz",
    "zj",
    "kh",
    "hk",
    "kc",
    "ck",
    "jç",
  ]);
  const price = (a) => (VOWELS.has(a) || a === "h" ? 0.5 : 1);
  function change(a, b) {
    if (a === b) return 0;
    return (VOWELS.has(a) && VOWELS.has(b)) || ALIKE.has(a + b) ? 0.5 : 1;
  }

  // The price of turning one sound into another (Damerau's edits; vowels and sounds that are near cost half), or
  // Infinity if it is more than `most`.
  function distance(a, b, most = Infinity) {
    if (Math.abs(a.length - b.length) > 2 * most) return Infinity;
    let before = [],
      last = [0];
    for (let j = 1; j <= b.length; j++) last[j] = last[j - 1] + price(b[j - 1]);
    for (let i = 1; i <= a.length; i++) {
      const row = [last[0] + price(a[i - 1])];
      for (let j = 1; j <= b.length; j++) {
        row[j] = Math.min(
          last[j] + price(a[i - 1]),
          row[j - 1] + price(b[j - 1]),
          last[j - 1] + change(a[i - 1], b[j - 1]),
        );
        if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
          row[j] = Math.min(row[j], before[j - 2] + 0.5);
      }
      if (Math.min(...row) > most) return Infinity;
      [before, last] = [last, row];
    }
    return last[b.length] <= most ? last[b.length] : Infinity;
  }

  // How much may be wrong in a word: nothing in a short one, a vowel in five sounds, a consonant in six, more in longer ones.
  const tolerance = (said) =>
    said.length < 4 ? 0 : said.length < 6 ? 0.5 : said.length < 9 ? 1 : said.length < 12 ? 1.5 : 2;

  globalThis.variorumLikeness = { romanised, sound, sounds, distance, tolerance, mayMean };
  if (typeof module !== "undefined") module.exports = globalThis.variorumLikeness;
})();
