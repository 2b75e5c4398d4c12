// Says how many lines are selected; the list that is acted on is exactly what is ticked.

export function watchBulk() {
  for (const form of document.querySelectorAll("form[data-bulk]")) {
    const count = form.querySelector("[data-bulk-count]");
    const buttons = form.querySelectorAll("[data-bulk-bar] button");
    const tell = () => {
      const selected = form.querySelectorAll("[data-select]:checked").length;
      count.textContent = selected ? count.dataset.words.replace("{n}", selected) : "";
      for (const button of buttons) button.disabled = selected === 0;
    };
    form.addEventListener("change", tell);
    tell();
  }
}
