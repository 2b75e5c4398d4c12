// Hands on what is typed into a field when typing pauses, and in a long sentence again and again: it would be lost with the browser.
const PAUSE = 300;
const LONGEST = 500;

// One field is typed in at a time; while its panel is drawn anew it is given a new function each time.
let since = null;

export function soon(handOn) {
  let timer = null;
  let waiting = null;
  const cancel = () => {
    clearTimeout(timer);
    waiting = since = null;
  };
  const flush = () => {
    const now = waiting;
    cancel();
    now?.();
  };
  function typed(...values) {
    clearTimeout(timer);
    waiting = () => handOn.apply(this, values);
    since ??= Date.now();
    // Only within the key's own event: told of its value a moment later, a field would fall back behind what was typed since.
    if (Date.now() - since >= LONGEST) flush();
    else timer = setTimeout(flush, PAUSE);
  }
  return Object.assign(typed, { flush, cancel });
}
