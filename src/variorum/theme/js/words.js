// What the scripts say to readers, in the language of the edition. English messages are their own keys; for other languages
// the build has put the messages of all scripts into `variorumSaid`, plural forms by their names in Unicode's CLDR.
globalThis.variorumWords = (({ locale = "en-GB", said = {} }) => {
  const figures = new Intl.NumberFormat(locale);
  const plural = new Intl.PluralRules(locale);
  const number = (value) => figures.format(value);
  const filled = (message, values) => message.replace(/\{(\w+)\}/g, (place, name) => values[name] ?? place);
  // The message in the reader's language, with the values in its {places}.
  const say = (message, values = {}) => filled(said[message] ?? message, values);
  // The form of a message that goes with a number, which is written where it has {number}.
  const counted = (one, many, value, values = {}) => {
    const forms = said[one] ?? { one, other: many };
    return filled(forms[plural.select(value)] ?? forms.other, { number: number(value), ...values });
  };
  // The words of a message, and in the places that are left things that are no words, such as links.
  const weave = (message, parts) =>
    say(message)
      .split(/(\{\w+\})/)
      .flatMap((piece) => (piece.startsWith("{") ? parts[piece.slice(1, -1)] : piece));
  // Words or things as a list: a, b and c; or with "or" (`type` is that of Intl.ListFormat).
  const listed = (things, type = "conjunction") =>
    new Intl.ListFormat(locale, { type })
      .formatToParts(things.map((_, place) => String(place)))
      .map((part) => (part.type === "element" ? things[part.value] : part.value));
  return { say, counted, weave, listed, number };
})(globalThis.variorumSaid ?? {});
