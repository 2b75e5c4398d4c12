"""A page as PDF: the same HTML as the print view, with no reach to the network or to files."""

from __future__ import annotations

from typing import Any

from engine.errors import Refused, Text

_MISSING = Text(
    "这台服务器还不能生成 PDF：缺少系统软件包 libpango-1.0-0、libpangoft2-1.0-0。可以先用浏览器打印。",
    "This server can't make a PDF yet: the system packages libpango-1.0-0 and libpangoft2-1.0-0 are missing. The browser can print meanwhile.",
)


def html_to_pdf(html: str, css: str = "") -> bytes:
    """Raises Refused where the machine lacks what drawing text needs. Nothing that the HTML names is ever fetched."""
    weasyprint = _library()
    nothing = weasyprint.urls.URLFetcher(allowed_protocols=())
    sheets = [weasyprint.CSS(string=css, url_fetcher=nothing)] if css else []
    return weasyprint.HTML(string=html, url_fetcher=nothing).write_pdf(stylesheets=sheets)


def _library() -> Any:
    try:
        import weasyprint
    except OSError as error:  # its native libraries are looked for when it is imported
        raise Refused("no_pdf", _MISSING) from error
    return weasyprint

