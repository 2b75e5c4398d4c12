"""Writes the tables of the language into engine/feel/README.md: `python -m tests.unit.feel.readme`."""

from __future__ import annotations

from pathlib import Path

from tests.unit.feel.language import CELLS, LANGUAGE

README = Path(__file__).resolve().parents[3] / "engine" / "feel" / "README.md"
_BEGIN, _END = "<!-- language: generated -->", "<!-- language: end -->"


def with_tables(text: str) -> str:
    """The README's text with the tables as they should be."""
    before, after = text.split(_BEGIN)[0], text.split(_END)[1]
    return f"{before}{_BEGIN}\n{_tables()}{_END}{after}"


def _tables() -> str:
    parts = [f"\n### {title}\n\n| written | yields |\n|---|---|\n{''.join(map(_row, rows))}" for title, rows in LANGUAGE.items()]
    cells = "".join(_row(each) for each in CELLS)
    return "".join(parts) + f"\n### Cells of a decision table\n\n| cell | value | holds |\n|---|---|---|\n{cells}\n"


def _row(cells: tuple[str, ...]) -> str:
    return "| " + " | ".join(f"`{_escaped(cell)}`" for cell in cells) + " |\n"


def _escaped(text: str) -> str:
    """A pipe would end the cell, a backtick the code, a line break the row."""
    text = text.replace("|", "\\|").replace("\n", "\\n")
    return f"` {text} `" if "`" in text else text


if __name__ == "__main__":
    README.write_text(with_tables(README.read_text(encoding="utf-8")), encoding="utf-8")
