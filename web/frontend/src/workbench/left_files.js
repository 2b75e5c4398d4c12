// The overview of a draft names the files of which this browser has something that never reached the server.
import { leftOf, Kept } from "./kept.js";

export async function listLeftFiles() {
  const notice = document.querySelector("[data-left-files]");
  if (!notice) return;
  const { person, contents, language } = notice.dataset;
  const found = (await leftOf(person)).filter((each) => each.key[1].startsWith(contents));
  const pattern = notice.querySelector("template");
  notice.querySelector("ul").replaceChildren(...found.map((each) => line(pattern, each, decodeURIComponent(each.key[1].slice(contents.length)), notice.dataset, language)));
  notice.hidden = !found.length;
}

function line(pattern, left, name, words, language) {
  const item = pattern.content.cloneNode(true).firstElementChild;
  const open = item.querySelector("[data-left-open]");
  open.textContent = name;
  open.href = words.files + left.key[1].slice(words.contents.length);
  item.querySelector("[data-recovered-at]").textContent = moment(language, left.at);
  download(item.querySelector("[data-left-download]"), name, left.text);
  item.querySelector("[data-left-drop]").addEventListener("click", async () => {
    await new Kept(words.person, "").drop(left.key);
    await listLeftFiles();
  });
  return item;
}

export function moment(language, at) {
  return new Intl.DateTimeFormat(language === "zh" ? "zh-CN" : "en-GB", { month: "short", day: "numeric", hour: "2-digit", minute: "2-digit" }).format(at);
}

export function download(link, name, text) {
  link.download = name.split("/").pop();
  link.href = URL.createObjectURL(new Blob([text]));
}
