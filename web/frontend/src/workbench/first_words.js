// What the form editor calls new fields, options and columns until somebody names them: in the reader's language from the start.
const NUMBERED = /^(Value|Column)( \d+)?$/;

export function beginIn(editor, dictionary) {
  const factory = editor.get("fieldFactory");
  const create = factory.create.bind(factory);
  factory.create = (given, ...rest) => {
    const made = create(given, ...rest);
    for (const name of ["label", "dateLabel", "timeLabel", "text"]) if (given[name] === undefined && made[name]) made[name] = known(made[name], dictionary);
    for (const name of ["values", "columns"]) if (given[name] === undefined && made[name]) made[name] = made[name].map((entry) => named(entry, dictionary));
    return made;
  };
  const modeling = editor.get("modeling");
  const edit = modeling.editFormField.bind(modeling);
  modeling.editFormField = (field, properties, value) => {
    // One property is named by its name, or by a path of one.
    if (typeof properties === "string" || Array.isArray(properties)) return edit(field, properties, entries(field[properties], value, dictionary));
    return edit(field, Object.fromEntries(Object.entries(properties).map(([name, each]) => [name, entries(field[name], each, dictionary)])), value);
  };
}

// Only what came with this step: a name that stood there before is somebody's own.
function entries(before, after, dictionary) {
  if (!Array.isArray(after) || !Array.isArray(before) || after.length <= before.length) return after;
  return after.map((entry) => (before.includes(entry) || !NUMBERED.test(entry?.label ?? "") ? entry : named(entry, dictionary)));
}

function named(entry, dictionary) {
  return entry?.label ? { ...entry, label: known(entry.label, dictionary) } : entry;
}

function known(words, dictionary) {
  const [, mark, said, number] = /^(# )?(.*?)( \d+)?$/s.exec(words);
  return said in dictionary ? `${mark ?? ""}${dictionary[said]}${number ?? ""}` : words;
}
