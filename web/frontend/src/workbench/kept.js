// What was typed and isn't on the server yet, kept in this browser: a browser that is killed or has no network loses nothing. Only files of
// packages stand here, for who typed them; what the server has is forgotten at once, and what nobody came back for after a while.
const DATABASE = "workbench";
const STORE = "unsaved";
const PATIENCE = 5000;
const LONGEST = 90 * 24 * 3600 * 1000;

export class Kept {
  // Each page keeps its own, even of the same file.
  constructor(person, address) {
    this.place = [person, address];
    this.key = [...this.place, Array.from(crypto.getRandomValues(new Uint32Array(2)), String).join("-")];
  }

  // What pages that are gone left of this file, the newest first: { text, base, sent, copy, at, key }.
  async left() {
    const rows = await inStore("readonly", (store) => store.getAll(within(this.place)));
    return (rows ?? []).sort((one, other) => other.at - one.at);
  }

  // Whether it is kept now.
  async put(entry) {
    return (await inStore("readwrite", (store) => store.put({ ...entry, at: Date.now(), key: this.key }))) !== undefined;
  }

  drop(key = this.key) {
    return inStore("readwrite", (store) => store.delete(key));
  }
}

// Everything that is left of one person, of any file.
export async function leftOf(person) {
  const rows = (await inStore("readonly", (store) => store.getAll(within([person])))) ?? [];
  const [old, fresh] = [rows.filter(isOld), rows.filter((row) => !isOld(row))];
  for (const row of old) inStore("readwrite", (store) => store.delete(row.key));
  return fresh;
}

function isOld(row) {
  return Date.now() - row.at > LONGEST;
}

// Keys that begin so: an array sorts after everything else.
function within(beginning) {
  return IDBKeyRange.bound(beginning, [...beginning, []]);
}

let opened = null;

// undefined where the browser keeps nothing (a private window, a full disk): the server's copy is the only one then.
async function inStore(mode, act) {
  try {
    opened ??= open();
    const transaction = (await opened).transaction(STORE, mode, { durability: "strict" });
    const asked = act(transaction.objectStore(STORE));
    await new Promise((done, failed) => {
      transaction.oncomplete = done;
      transaction.onerror = transaction.onabort = () => failed(transaction.error);
      // A browser that never answers must not keep the editor from opening.
      setTimeout(failed, PATIENCE);
    });
    return asked.result ?? null;
  } catch {
    return undefined;
  }
}

function open() {
  return new Promise((done, failed) => {
    const asked = indexedDB.open(DATABASE, 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore(STORE, { keyPath: "key" });
    asked.onsuccess = () => done(asked.result);
    asked.onerror = asked.onblocked = () => failed(asked.error);
  });
}
