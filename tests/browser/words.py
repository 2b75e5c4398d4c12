"""What a page says in a language that isn't its reader's: every word on it that is visible, hovered or read aloud, but for what people typed."""

from __future__ import annotations

import re
from functools import cache

from playwright.sync_api import Page

from tests.company import ROOT

# Ids, expressions, names of files and whatever else people wrote; a drawing says only what its owner wrote into it.
TYPED = """script, style, template, noscript, code, kbd, .cm-content, .cm-tooltip, [contenteditable], [data-verbatim], [data-typed], .djs-visual,
    .djs-direct-editing-parent, [lang]:not(html), .function-definition-parameters, .element-variable-name > :last-child,
    .fjs-form .fjs-form-field-label, .bio-properties-panel-header-label"""
# Names that are the same in every language, each with what it is.
NAMES = (
    r"FEEL|DMN|DRD|BPMN|XML|JSON|ZIP|CSV|HTML|Markdown|UTC|ISO 8601|cron",  # languages and formats
    r"Camunda Modeler|bpmn\.io|Huixiang|Java|PMML",  # products
    r"Esc|Ctrl|Shift|Enter|Tab|Alt",  # keys
    r"English",  # the way to the other language
    r"(?:[\w-]+/)*[\w-]+\.(?:bpmn|dmn|form|toml|md|zip)",  # files
    r"(?:In|Out)putVariable_\w+|\bkey\d+\b|[a-z]\w*(?:_\w+)+|huixiang:\w+",  # ids
    r"\bv\d+\b|ID|[“‘][^”’]*[”’]|\{\{[^}]*\}\}",  # versions, what people named, variables
    r"\bP(?:\d+[YMWD])*(?:T(?:\d+[HMS])+)?\b",  # durations
)
LATIN = re.compile(r"[A-Za-z]{2,}")
CHINESE = re.compile(r"[\u4e00-\u9fff]+")

# Adds to `window.said` everything that can be read now: words -> where they stand.
HEAR = """typed => {
    const said = window.said ??= new Map();
    const shown = element => element.checkVisibility({ visibilityProperty: true });
    const note = (words, element) => {
        const text = words.replace(/\\s+/g, " ").trim();
        if (text && !said.has(text)) said.set(text, `${element.tagName.toLowerCase()}.${element.getAttribute("class") ?? ""}`);
    };
    const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT, node =>
        node.nodeType === Node.ELEMENT_NODE && (node.matches(typed) || !shown(node)) ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT);
    for (let node = walk.nextNode(); node; node = walk.nextNode()) {
        if (node.nodeType === Node.TEXT_NODE) node.parentElement.tagName === "TEXTAREA" || note(node.data, node.parentElement);
        else for (const name of ["title", "placeholder", "aria-label", "alt"]) note(node.getAttribute(name) ?? "", node);
    }
    return [...said];
}"""


def hear(page: Page) -> None:
    page.evaluate(HEAR, TYPED)


def foreign(page: Page, language: str) -> list[str]:
    """Everything heard on this page that a reader of `language` can't read: the words, and the element they stand in."""
    said = page.evaluate(HEAR, TYPED)
    return [f"{words} <{place}>" for words, place in said if is_foreign(words, language)]


def is_foreign(words: str, language: str) -> bool:
    if language == "zh":
        return bool(LATIN.search(re.sub("|".join(NAMES), "", words)))
    return any(part not in contents() for part in CHINESE.findall(words))


@cache
def contents() -> str:
    """What packages and the company's directory say in Chinese: content, whatever the reader's language."""
    folders = (ROOT / "processes", ROOT / "tests/packages", ROOT / "tests/browser")
    return "\n".join(file.read_text() for folder in folders for file in sorted(folder.rglob("*")) if file.suffix in (".bpmn", ".dmn", ".form", ".toml", ".md"))
