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

  const OTHERS = /[\u0400-\u04ff\u0900-\u097f\u10a0-\u10ff]/; // letters of the scripts above

  // Letters of a folded word → Latin letters; a Devanagari consonant has its vowel unless a sign or the word's end follows.
  function romanised(word) {
    if (!OTHERS.test(word)) return word;
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
  // German and Norwegian. The order matters: the longer spellings first. A word that has none of the letters which stand
  // last is left as it is: tens of thousands of words are heard for one question.
  const SPELLINGS = [
    [/schtsch|shch|sjtsj|szcz|stsch|shtsh/g, "s", "hjz"],
    [/tsch|tch|tsj|tsh/g, "ç", "hj"],
    [/dzh|dzj|dsch|dsj|dj/g, "j", "hj"],
    [/jugh|joogh/g, "jug", "h"],
    [/sch|sh|sj|skj|kj/g, "s", "hj"],
    [/zh|zj/g, "z", "hj"],
    [/ch(?=[rlnmtv])|kh|gh(?=[^aeiou]|$)|ck|q/g, "k", "hcq"],
    [/gh/g, "g", "h"],
    [/ch/g, "ç", "h"],
    [/^h(?=[rlm])/g, "k", "h"],
    [/ph|ff/g, "f", "hf"],
    [/th/g, "t", "h"],
    [/bh/g, "v", "h"],
    [/w/g, "v", "w"],
    [/of$|off$/g, "ov", "f"],
    [/tz|ts|z(?=k)/g, "c", "sz"],
    [/sc(?=[eiy])/g, "s", "c"],
    [/c(?![eiyk])/g, "k", "c"],
    [/x/g, "ks", "x"],
    [/[iy]+[jy]|[jy]+[iy]+|ii+|ee|ie(?=v|f)/g, "i", "ijye"],
    [/oo|ou/g, "u", "o"],
    [/æ|ä/g, "e", "æä"],
    [/ø|ö/g, "o", "øö"],
    [/å/g, "a", "å"],
    [/^[jy](?=e)/g, "", "jy"],
    [/[jy](?=[aou])/g, "i", "jy"],
    [/[jy](?=e)/g, "", "jy"],
    [/y/g, "i", "y"],
    [/j(?=v)/g, "z", "j"],
    [/['’ʹʺ]/g, "", "'’ʹʺ"],
  ].map(([from, to, letters]) => [from, to, lettersOf(letters), lettersOf(to)]);
  const TWICE = /(.)\1+/g;

  // Which letters a text has, as bits: those of a to z, ç, and one for all others.
  function lettersOf(text) {
    let bits = 0;
    for (let at = 0; at < text.length; at++) bits |= 1 << codeOf(text.charCodeAt(at));
    return bits;
  }
  function codeOf(unit) {
    if (unit >= 97 && unit <= 122) return unit - 97;
    return unit === 231 ? 26 : 27;
  }

  function sound(word) {
    let text = romanised(word);
    let letters = lettersOf(text);
    for (const [from, to, wanted, added] of SPELLINGS)
      if (letters & wanted) {
        text = text.replace(from, to);
        letters |= added;
      }
    for (let at = 1; at < text.length; at++)
      if (text.charCodeAt(at) === text.charCodeAt(at - 1)) return text.replace(TWICE, "$1");
    return text;
  }

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

  const ALIKE = "sz zs sç çs cs sc cç çc kg gk td dt fv vf jz zj kh hk kc ck jç".split(" ");
  const VOWELS = "aeiou";
  const SOUNDS = 28; // codes of letters; the last is of all that are none of ours
  const PRICES = new Float64Array(SOUNDS).fill(1); // of a sound more or less
  const CHANGES = new Float64Array(SOUNDS * SOUNDS).fill(1); // of one for another
  const codes = (text) => Uint8Array.from(text, (letter) => codeOf(letter.charCodeAt(0)));
  for (const letter of codes(`${VOWELS}h`)) PRICES[letter] = 0.5;
  for (const [a, b] of [...ALIKE, ...[...VOWELS].flatMap((a) => [...VOWELS].map((b) => a + b))].map(codes))
    CHANGES[a * SOUNDS + b] = 0.5;
  // Letters that cost a whole one, whatever is written for them.
  const DEAR = ~lettersOf(`${VOWELS}h${ALIKE.join("")}`);

  function bitsOf(bits) {
    let left = bits,
      number = 0;
    for (; left; left &= left - 1) number++;
    return number;
  }
  const priceOf = (letters) => (bitsOf(letters) + bitsOf(letters & DEAR)) / 2;

  // What turning a sound with these letters into one with those costs at the least, by which nearly all are passed over.
  // What is none of our letters has one bit for all, so that it says nothing.
  const OURS = ~(1 << (SOUNDS - 1));
  const atLeast = (letters, others) => Math.max(priceOf(letters & ~others & OURS), priceOf(others & ~letters & OURS));

  let [beforeLast, last, row] = [0, 1, 2].map(() => new Float64Array(64));

  // The price of turning one sound into another (Damerau's edits; vowels and sounds that are near cost half), or
  // Infinity if it is more than `most`.
  function distance(a, b, most = Infinity) {
    if (Math.abs(a.length - b.length) > 2 * most) return Infinity;
    if (b.length >= row.length) [beforeLast, last, row] = [0, 1, 2].map(() => new Float64Array(2 * b.length));
    const others = new Uint8Array(b.length);
    last[0] = 0;
    for (let j = 1; j <= b.length; j++) {
      others[j - 1] = codeOf(b.charCodeAt(j - 1));
      last[j] = last[j - 1] + PRICES[others[j - 1]];
    }
    for (let i = 1; i <= a.length; i++) {
      const letter = a.charCodeAt(i - 1),
        code = codeOf(letter),
        price = PRICES[code];
      row[0] = last[0] + price;
      let least = row[0];
      for (let j = 1; j <= b.length; j++) {
        const other = b.charCodeAt(j - 1);
        let best = last[j - 1] + (letter === other ? 0 : CHANGES[code * SOUNDS + others[j - 1]]);
        if (last[j] + price < best) best = last[j] + price;
        if (row[j - 1] + PRICES[others[j - 1]] < best) best = row[j - 1] + PRICES[others[j - 1]];
        if (i > 1 && j > 1 && letter === b.charCodeAt(j - 2) && a.charCodeAt(i - 2) === other)
          best = Math.min(best, beforeLast[j - 2] + 0.5);
        row[j] = best;
        if (best < least) least = best;
      }
      if (least > most) return Infinity;
      [beforeLast, last, row] = [last, row, beforeLast];
    }
    return last[b.length] <= most ? last[b.length] : Infinity;
  }

  // How much may be wrong in a word: nothing in a short one, a vowel in five sounds, a consonant in six, more in longer ones.
  const tolerance = (said) =>
    said.length < 4 ? 0 : said.length < 6 ? 0.5 : said.length < 9 ? 1 : said.length < 12 ? 1.5 : 2;

  globalThis.variorumLikeness = { romanised, sound, sounds, lettersOf, atLeast, distance, tolerance, mayMean };
  if (typeof module !== "undefined") module.exports = globalThis.variorumLikeness;
})();
