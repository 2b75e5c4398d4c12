// The editors' own words in the reader's language: a translate function over a dictionary; what is missing is kept for the test that lists it.
export function translator(dictionary, language) {
  const missing = (globalThis.untranslated ??= new Set());
  return function translate(template, replacements = {}) {
    let words = template;
    if (language === "zh") {
      words = dictionary[template] ?? template;
      if (!(template in dictionary) && /[A-Za-z]{2,}/.test(template)) missing.add(template);
    }
    // Some templates of dmn-js name another key than the one that is given, or write it with blanks.
    const [only, ...more] = Object.values(replacements);
    return words.replace(/{([^}]+)}/g, (whole, key) => replacements[key.trim()] ?? (more.length ? whole : (only ?? whole)));
  };
}
