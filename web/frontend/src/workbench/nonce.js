// The text fields of the editors write their rules into <style> elements: each gets the page's nonce, which the policy asks for.
export function carryNonce(nonce) {
  const create = Document.prototype.createElement;
  Document.prototype.createElement = function (name, ...rest) {
    const element = create.call(this, name, ...rest);
    if (String(name).toLowerCase() === "style") element.nonce = nonce;
    return element;
  };
}
