"""Light marks in texts of packages (a form's text, a README): headings, lists, tables, bold, code. Markup is shown as text."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from markupsafe import Markup, escape

_INLINE = re.compile(r"\*\*(?P<bold>[^*\n]+)\*\*|`(?P<code>[^`\n]+)`")
_HEADING = re.compile(r"(#{1,6})\s+(.*)")
_ITEM = re.compile(r"\s*(?:[-*]|(?P<number>\d+[.)]))\s+(.*)")


def marked(text: str) -> Markup:
    """The text as HTML; whatever looks like HTML in it is escaped."""
    return Markup("\n").join(_block(lines) for lines in _blocks((text or "").replace("\r\n", "\n").split("\n")))


def _blocks(lines: list[str]) -> Iterator[list[str]]:
    """Runs of lines of one kind: an item, a table row and a line of prose never share a block."""
    block: list[str] = []
    for line in [*lines, ""]:
        is_next = bool(block) and _renderer(line) is _renderer(block[0]) and not _HEADING.match(line)
        if line.strip() and (not block or is_next):
            block.append(line)
            continue
        if block:
            yield block
        block = [line] if line.strip() else []


def _block(lines: list[str]) -> Markup:
    return _renderer(lines[0])(lines)


def _renderer(line: str) -> Callable[[list[str]], Markup]:
    if _HEADING.match(line):
        return _heading
    if _ITEM.fullmatch(line):
        return _list
    return _table if line.lstrip().startswith("|") else _paragraph


def _heading(lines: list[str]) -> Markup:
    # The page has its own headings; a text's are one step below them, however many # it writes.
    return Markup("<p><strong>{}</strong></p>").format(_inline(_HEADING.match(lines[0])[2]))


def _list(lines: list[str]) -> Markup:
    items = [_ITEM.fullmatch(line) for line in lines]
    tag = Markup("ol" if items[0]["number"] else "ul")
    inner = Markup("").join(Markup("<li>{}</li>").format(_inline(item[2])) for item in items)
    return Markup('<{0} class="marked-list">{1}</{0}>').format(tag, inner)


def _table(lines: list[str]) -> Markup:
    rows = [[cell.strip() for cell in line.strip().strip("|").split("|")] for line in lines]
    head, *body = [row for row in rows if not all(re.fullmatch(r":?-+:?", cell) for cell in row)]
    heads = Markup("").join(Markup('<th scope="col">{}</th>').format(_inline(cell)) for cell in head)
    cells = Markup("").join(Markup("<tr>{}</tr>").format(Markup("").join(Markup("<td>{}</td>").format(_inline(cell)) for cell in row)) for row in body)
    frame = '<div class="table-frame" tabindex="0"><table class="table"><thead><tr>{}</tr></thead><tbody>{}</tbody></table></div>'
    return Markup(frame).format(heads, cells)


def _paragraph(lines: list[str]) -> Markup:
    return Markup("<p>{}</p>").format(Markup("<br>").join(_inline(line) for line in lines))


def _inline(text: str) -> Markup:
    parts, end = [], 0
    for found in _INLINE.finditer(text):
        parts.append(escape(text[end : found.start()]))
        tag, inner = ("strong", found["bold"]) if found["bold"] else ("code", found["code"])
        parts.append(Markup("<{0}>{1}</{0}>").format(Markup(tag), inner))
        end = found.end()
    return Markup("").join([*parts, escape(text[end:])])
