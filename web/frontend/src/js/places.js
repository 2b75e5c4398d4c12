// Rows of places that are wider than a phone show the one that is open.
export function showPlaces() {
  for (const place of document.querySelectorAll(".bench-place[aria-current]")) {
    const row = place.parentElement;
    row.scrollLeft = place.offsetLeft - (row.clientWidth - place.offsetWidth) / 2 - row.offsetLeft;
  }
}
