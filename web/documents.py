"""The documents of a case: one to read and print, and the same one as PDF."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

from flask import Blueprint, Response, current_app, render_template

from engine.documents.pdf import html_to_pdf
from engine.queries import case_documents
from engine.queries.case_documents import FieldShown
from web.current import ask
from web.downloads import file_answer
from web.language import of

pages = Blueprint("documents", __name__)

# Beside what paper.css says of the screen: fonts that have Chinese, also for what stands in the margins.
_CHINESE = '"Noto Sans CJK SC", "Source Han Sans SC", "PingFang SC", "Microsoft YaHei", sans-serif'
_FONTS = f"@page {{ font-family: {_CHINESE}; }} body {{ font-family: {_CHINESE}; margin: 0; }}"
_LONG_WORD = re.compile(r"[!-~]{22}")
_SHORT = 4
_FIGURE = re.compile(r"[\d\s:.,%+/()-]{1,16}")


@pages.get("/cases/<number>/documents/<document_id>")
def show(number: str, document_id: str):
    document = ask(case_documents.document_page, number, document_id)
    return render_template("documents/show.html", document=document, document_id=document_id)


@pages.get("/cases/<number>/documents/<document_id>.pdf")
def pdf(number: str, document_id: str) -> Response:
    document = ask(case_documents.document_page, number, document_id)
    printed = html_to_pdf(render_template("documents/pdf.html", document=document), paper_style())
    return file_answer(printed, "application/pdf", f"{number} {of(document.name)}.pdf")


@pages.app_template_test()
def figure_text(text: str) -> bool:
    """A number, a share, a moment, a short word: what paper keeps in one piece."""
    return len(text) <= _SHORT or bool(_FIGURE.fullmatch(text))


@pages.app_template_test()
def wordy(field: FieldShown) -> bool:
    """Whether a word in the list is too long for a column of it."""
    return any(_LONG_WORD.search(of(cell)) for row in field.rows for cell in row)


def paper_style() -> str:
    return _read(Path(current_app.static_folder or "") / "paper.css") + _FONTS


@lru_cache(maxsize=4)
def _read(file: Path) -> str:
    return file.read_text()
