// Asks our server for JSON. What went wrong has a kind: "gone" (nobody may save there any more), "out" (signed out meanwhile), "" (may pass).
export async function answered(address, options) {
  const answer = await fetch(address, { ...options, headers: { ...options.headers, Accept: "application/json" } });
  // Who is signed out is sent to the page where one signs in.
  if (answer.redirected) throw fault("out");
  if (answer.ok) return answer.json();
  throw fault({ 400: "out", 404: "gone" }[answer.status] ?? "", await sentence(answer));
}

function fault(kind, words) {
  return Object.assign(new Error(kind), { kind, sentence: words });
}

async function sentence(answer) {
  try {
    return (await answer.json()).error;
  } catch {
    // A page of a proxy, not of ours: the usual sentence is shown.
    return undefined;
  }
}
