// Where words stand in a passage, and how a file says it: no page is asked here. Offsets are counted in the passage's own words;
// a lemma that stands more than once gets its neighbours. `variorum annotate` does the same on a terminal.
(() => {
  // --- where words stand: what `variorum.text.anchoring` does, held equal to it by tests/cases/locate.toml ------------
  const MARK = /\p{M}/u;
  const UNSEEN =
    /[\u00ad\u034f\u061c\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufe00-\ufe0f\ufeff\u{e0100}-\u{e01ef}]/gu;
  const FORBIDDEN =
    /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u061c\u115f\u1160\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\u2800\u3164\ufeff\uffa0\ufff9-\ufffb\ufffe\uffff\u{e0000}-\u{e0fff}]/gu;
  const clean = (words) => words.replace(FORBIDDEN, "");
  const alike = (cluster) =>
    cluster
      .replace(UNSEEN, "")
      .replace(/[\u2018-\u201b\u2032\u00b4`\u02bc]/gu, "'")
      .replace(/[\u201c-\u201f\u00ab\u00bb\u2033]/gu, '"')
      .replace(/[\u2010-\u2015\u2212]/gu, "-")
      .normalize("NFKC");
  const BLANK = /^[\s\u001c-\u001f\u0085]+$/u;
  // Letters with their combining marks, one by one, and where each began; the end comes last.
  const CLUSTER = /.\p{M}*/gsu;
  const fold = (text) => {
    let folded = "";
    const origin = [];
    for (const match of text.matchAll(CLUSTER)) {
      const cluster = alike(match[0]);
      const blank = BLANK.test(cluster);
      if (!cluster || (blank && folded.endsWith(" "))) continue;
      folded += blank ? " " : cluster;
      for (let n = blank ? 1 : cluster.length; n > 0; n -= 1) origin.push(match.index);
    }
    return [folded, [...origin, text.length]];
  };
  const squeeze = (text) => fold(text)[0].replace(/\s+/gu, "");
  const continues = (text, at) =>
    at > 0 &&
    at < text.length &&
    (MARK.test(String.fromCodePoint(text.codePointAt(at))) || /[\udc00-\udfff]/.test(text[at]));
  const occurrences = (text, words) => {
    const found = [];
    for (let at = words ? text.indexOf(words) : -1; at >= 0; at = text.indexOf(words, at + 1)) {
      if (!continues(text, at) && !continues(text, at + words.length)) found.push([at, at + words.length]);
    }
    return found;
  };
  // Every place of the text where the words stand, as [start, end] in UTF-16 units.
  const locateAll = (text, lemma, before = "", after = "") => {
    const words = lemma.trim();
    const beside = ([start, end]) =>
      (!before || squeeze(text.slice(0, start)).endsWith(squeeze(before))) &&
      (!after || squeeze(text.slice(end)).startsWith(squeeze(after)));
    const exact = occurrences(text, words).filter(beside);
    if (exact.length) return exact;
    const [folded, origin] = fold(text);
    return occurrences(folded, fold(words)[0].trim())
      .map(([start, end]) => [origin[start], origin[end]])
      .filter(([start, end]) => !continues(text, start) && !continues(text, end))
      .filter(beside);
  };
  // --- what is left of a word at a border: what `variorum.text.doubtful_lemmata` does, held equal to it by
  // tests/cases/doubtful_lemmata.toml ---------------------------------------------------------------------------------
  const UNPARTED = "Han Hiragana Katakana Bopomofo Thai Lao Khmer Myanmar Tibetan Javanese Balinese";
  const BOTH_SIDES = "Hebrew Arabic Syriac Ethiopic";
  const ENDINGS = "Devanagari Bengali Gurmukhi Gujarati Oriya Tamil Telugu Kannada Malayalam Sinhala Georgian Hangul";
  const anyOf = (scripts) =>
    new RegExp(
      `^[${scripts
        .split(" ")
        .map((name) => `\\p{Script=${name}}`)
        .join("")}]`,
      "u",
    );
  const FREE_START = anyOf(`${UNPARTED} ${BOTH_SIDES}`);
  const FREE_END = anyOf(`${UNPARTED} ${BOTH_SIDES} ${ENDINGS}`);
  const parted = (left, right, free) => {
    const last = left.slice(-20).match(/([\p{L}\p{N}])[\p{M}\p{Cf}]*$/u)?.[1];
    const first = right.match(/^[\p{M}\p{Cf}]*([\p{L}\p{N}])/u)?.[1];
    if (!last || !first || free.test(last) || free.test(first)) return false;
    const letter = /^\p{L}/u;
    return letter.test(last) === letter.test(first) && !(/^\p{Lowercase}/u.test(last) && /^\p{Uppercase}/u.test(first));
  };
  const cutWord = ({ text, start, end }) => {
    const [head, words, tail] = [text.slice(0, start), text.slice(start, end), text.slice(end)];
    const before = parted(head, words, FREE_START) ? head.match(/[\p{L}\p{M}\p{N}\p{Cf}]+$/u)[0] : "";
    const after = parted(words, tail, FREE_END) ? tail.match(/^[\p{L}\p{M}\p{N}\p{Cf}]+/u)[0] : "";
    return { before, after };
  };
  // The words with the fewest neighbours that tell them from the same words elsewhere in the passage.
  const NEIGHBOURS = 12; // words beside the lemma that are tried
  const told = ({ text, start, end }) => {
    const lemma = clean(text.slice(start, end)).trim();
    const tells = (before, after) => {
      const found = locateAll(text, lemma, before, after);
      return found.length === 1 && found[0][0] < end && found[0][1] > start;
    };
    if (tells("", "")) return { lemma };
    const ahead = text.slice(end).match(/\s*\S+/gu) ?? [];
    const back = text.slice(0, start).match(/\S+\s*/gu) ?? [];
    for (let number = 1; number <= NEIGHBOURS; number += 1) {
      const after = clean(ahead.slice(0, number).join("")).trim();
      const before = clean(back.slice(-number).join("")).trim();
      if (after && tells("", after)) return { lemma, after };
      if (before && tells(before, "")) return { lemma, before };
      if (after && before && tells(before, after)) return { lemma, before, after };
    }
    return { lemma, before: clean(text.slice(0, start)).trim(), after: clean(text.slice(end)).trim() };
  };
  // The same; the rest of a word confirms that only a part of it is meant.
  const unique = (place) => {
    const found = told(place);
    const rest = cutWord(place);
    for (const key of ["before", "after"]) {
      const words = clean(rest[key]).trim();
      if (!found[key] && words) found[key] = words;
    }
    return found;
  };
  // --- words in plain letters, for names of files: what `variorum.text.transliteration` does, held equal to it by
  // tests/cases/slugs.toml ----------------------------------------------------------------------------------------------
  const ALPHABETS = `
    øo æae ßss đd łl ðd þth ıi œoe ŋng ħh
    аa бb вv гg дd еe ёe жzh зz иi йi кk лl мm нn оo пp рr сs тt уu фf хkh цts чch шsh щshch ъ ыy ь эe юiu яia
    іi їi єe ґg ўu љlj њnj џdz ћc ђd јj ѕdz ѓg ќk
    αa βv γg δd εe ζz ηi θth ιi κk λl μm νn ξx οo πp ρr σs ςs τt υy φf χch ψps ωo
    אa בb גg דd הh וv זz חh טt יy ךk כk לl םm מm ןn נn סs עa ףp פp ץts צts קk רr שsh תt
    اa بb تt ثth جj حh خkh دd ذdh رr زz سs شsh صs ضd طt ظz عa غgh فf قq كk لl مm نn هh وw يy ىa ةa آa أa إi ؤw ئy ء
    پp چch ژzh گg کk یy
    აa ბb გg დd ეe ვv ზz თt იi კk ლl მm ნn ოo პp ჟzh რr სs ტt უu ფp ქk ღgh ყq შsh ჩch ცts ძdz წts ჭch ხkh ჯj ჰh`;
  const CONSONANTS_OF_INDIA = `
    कk खkh गg घgh ङn चch छchh जj झjh ञn टt ठth डd ढdh णn तt थth दd धdh नn ऩn पp फph बb भbh मm यy रr ऱr लl ळl ऴl वv
    शsh षsh सs हh`;
  const VOWELS_OF_INDIA = "अa आa इi ईi उu ऊu ऋri ऌli ऍe ऎe एe ऐai ऑo ऒo ओo औau ँn ंn ःh";
  const SIGNS_OF_INDIA = "ाa िi ीi ुu ूu ृri ॄri ॅe ॆe ेe ैai ॉo ॊo ोo ौau";
  const pairs = (table, key = (letter) => letter) =>
    new Map(
      table
        .trim()
        .split(/\s+/u)
        .map((pair) => [key(pair[0]), pair.slice(1)]),
    );
  const placeOf = (letter) => letter.codePointAt(0) % 0x80;
  const LETTERS = pairs(ALPHABETS);
  const CONSONANTS = pairs(CONSONANTS_OF_INDIA, placeOf);
  const VOWELS = pairs(VOWELS_OF_INDIA, placeOf);
  const SIGNS = pairs(SIGNS_OF_INDIA, placeOf);
  const VIRAMA = 0x4d;
  const NUKTA = 0x3c;
  const inIndia = (letters, at) => {
    const code = letters[at]?.codePointAt(0) ?? 0;
    return code >= 0x900 && code < 0xd80 ? code % 0x80 : -1;
  };
  const syllable = (letters, at) => {
    const place = inIndia(letters, at);
    if (place >= 0x66 && place < 0x70) return [String(place - 0x66), at + 1];
    if (!CONSONANTS.has(place)) {
      const unsaid = place === VIRAMA || place === NUKTA ? "" : " ";
      return [VOWELS.get(place) || SIGNS.get(place) || unsaid, at + 1];
    }
    const end = inIndia(letters, at + 1) === NUKTA ? at + 2 : at + 1;
    const sign = inIndia(letters, end);
    if (sign === VIRAMA || SIGNS.has(sign)) return [CONSONANTS.get(place) + (SIGNS.get(sign) ?? ""), end + 1];
    return [CONSONANTS.get(place) + (sign < 0 && inIndia(letters, at - 1) >= 0 ? "" : "a"), end];
  };
  const slug = (words) => {
    const letters = [...words.normalize("NFC").toLowerCase()];
    let said = "";
    for (let at = 0; at < letters.length; ) {
      if (inIndia(letters, at) >= 0) {
        const [sounds, next] = syllable(letters, at);
        said += sounds;
        at = next;
        continue;
      }
      const letter = letters[at];
      at += 1;
      if (LETTERS.has(letter)) said += LETTERS.get(letter);
      else if (!MARK.test(letter) && !/[\u200c\u200d\u00ad’']/u.test(letter)) {
        const [bare] = letter.normalize("NFKD");
        said += LETTERS.get(bare) ?? bare;
      }
    }
    return said.replace(/[^a-z0-9]+/gi, "-").replace(/^-|-$/g, "");
  };
  // Four figures and letters that tell apart what is written alike in plain letters.
  const digest = (...parts) => {
    let number = 0x811c9dc5;
    for (const [sign, byte] of encodeURIComponent(parts.join("\0")).matchAll(/%(..)|./g)) {
      number = Math.imul(number ^ (byte ? Number.parseInt(byte, 16) : sign.charCodeAt(0)), 0x01000193);
    }
    return (number >>> 0).toString(16).padStart(8, "0").slice(-4);
  };
  // The name of a note's file, before it is known whether there is one of that name.
  const WORDS_IN_ID = 4;
  const stemOf = (mark, locus, lemma) => {
    const words = lemma || locus;
    const parts = [slug(mark).split("-")[0], ...slug(words).split("-").slice(0, WORDS_IN_ID)];
    if (/(?=\p{L})\P{Script=Latin}/u.test(words)) parts.push(digest(locus, lemma));
    return parts.filter(Boolean).join("-") || "note";
  };
  // Where a note stands, as its file says it; all the words of a passage are the passage.
  const anchorOf = (found) => {
    const whole = !found.text.slice(0, found.start).trim() && !found.text.slice(found.end).trim();
    return { passage: found.locus, ...(whole ? {} : unique(found)) };
  };
  // The locus of a passage from the id on its page, the other way round than `variorum.model.loci.anchor_of`.
  const locusOf = (id) =>
    /^[a-oq-z][0-9]+[a-z]*$/.test(id)
      ? id
      : id
          .replace(/^p-?/, "")
          .replace(/_u([0-9a-f]+)\.|_/g, (_, code) => (code ? String.fromCodePoint(Number.parseInt(code, 16)) : ":"));
  // A border never parts a letter from its marks (Devanagari vowel signs), nor a surrogate pair.
  const inside = (text, at) =>
    at > 0 &&
    at < text.length &&
    (MARK.test(String.fromCodePoint(text.codePointAt(at))) ||
      /[\u200c\u200d]/.test(text[at]) ||
      /[\udc00-\udfff]/.test(text[at]));
  const whole = (text, start, end) => {
    while (inside(text, start)) start -= 1;
    while (inside(text, end)) end += 1;
    return [start, end];
  };

  const found = { fold, clean, locateAll, unique, cutWord, whole, anchorOf, locusOf, slug, stemOf };
  if (typeof module !== "undefined")
    module.exports = found; // a test asks for the functions alone
  else globalThis.variorumWordPlaces = found;
})();
