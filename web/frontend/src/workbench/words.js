// The editors' own words in the reader's language: a translate function over a dictionary; what is missing is kept for the test that lists it.
export function translator(dictionary, language) {
  const missing = (globalThis.untranslated ??= new Set());
  return function translate(template, replacements = {}) {
    let words = template;
    if (language === "zh") {
      words = dictionary[template] ?? template;
      if (!(template in dictionary) && /[A-Za-z]{2,}/.test(template)) missing.add(template);
    }
    return words.replace(/{([^}]+)}/g, (_, key) => replacements[key] ?? `{${key}}`);
  };
}
