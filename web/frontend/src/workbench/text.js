// A file as text: saved as one types; a reason leads to its line.
export async function openText(shell, file, changed) {
  const field = shell.querySelector("[data-text]");
  // The field knows one way to end a line; a file that has the other one keeps it.
  let ends = endsOf(file.text);
  field.value = file.text;
  field.addEventListener("input", changed);
  field.addEventListener("keydown", (event) => indent(event, field));
  return {
    text: async () => field.value.replaceAll("\n", ends),
    load: async (text) => {
      ends = endsOf(text);
      const place = field.selectionStart;
      field.value = text;
      field.setSelectionRange(place, place);
    },
    show: (reason) => showLine(field, reason),
  };
}

function endsOf(text) {
  return text.includes("\r\n") ? "\r\n" : "\n";
}

function indent(event, field) {
  // Tab leaves the field for keyboards, so four blanks have a key of their own.
  if (event.key !== "]" || !(event.ctrlKey || event.metaKey)) return;
  event.preventDefault();
  field.setRangeText("    ", field.selectionStart, field.selectionEnd, "end");
  field.dispatchEvent(new Event("input"));
}

function showLine(field, reason) {
  const wanted = [reason.field, reason.element].filter(Boolean).find((word) => field.value.includes(word));
  const at = wanted ? field.value.indexOf(wanted) : 0;
  field.focus();
  field.setSelectionRange(at, at + (wanted?.length ?? 0));
  const line = field.value.slice(0, at).split("\n").length;
  field.scrollTop = Math.max(0, (line - 4) * parseFloat(getComputedStyle(field).lineHeight));
}
