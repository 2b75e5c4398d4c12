// Turns sections that follow each other into tabs (the context panel of a case).

export function makeTabs() {
  for (const frame of document.querySelectorAll("[data-tabs]")) build(frame);
}

function build(frame) {
  const sections = [...frame.querySelectorAll(":scope > [data-tab]")];
  const list = document.createElement("div");
  list.className = "tabs";
  list.setAttribute("role", "tablist");
  const tabs = sections.map((section) => tabOf(section));
  const choose = (index, isFocused) => {
    sections.forEach((section, place) => (section.hidden = place !== index));
    tabs.forEach((tab, place) => {
      tab.setAttribute("aria-selected", String(place === index));
      tab.tabIndex = place === index ? 0 : -1;
    });
    if (isFocused) tabs[index].focus();
  };
  tabs.forEach((tab, index) => {
    tab.addEventListener("click", () => choose(index));
    tab.addEventListener("keydown", (event) => {
      const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      if (step) choose((index + step + tabs.length) % tabs.length, true);
    });
    list.append(tab);
  });
  frame.classList.add("has-tabs");
  frame.prepend(list);
  const faulty = sections.findIndex((section) => section.querySelector("[aria-invalid=true]"));
  choose(Math.max(0, faulty >= 0 ? faulty : sections.findIndex((section) => `#${section.id}` === location.hash)));
}

function tabOf(section) {
  const tab = document.createElement("button");
  tab.type = "button";
  tab.className = "tab";
  tab.id = `tab-${section.id}`;
  tab.setAttribute("role", "tab");
  tab.setAttribute("aria-controls", section.id);
  tab.textContent = section.dataset.tab;
  if (Number(section.dataset.count)) {
    const count = document.createElement("span");
    count.className = "chip number";
    count.textContent = section.dataset.count;
    tab.append(count);
  }
  section.setAttribute("role", "tabpanel");
  section.setAttribute("aria-labelledby", tab.id);
  return tab;
}
