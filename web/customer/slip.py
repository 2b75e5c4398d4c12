"""The printable slip: number, code, and a QR code that leads to the case's page."""

from __future__ import annotations

import segno
from flask import Blueprint, render_template, url_for
from markupsafe import Markup

from engine.queries import customer_status
from web.current import process_engine
from web.customer import visitor
from web.identity import open_to_all

pages = Blueprint("slip", __name__)


@pages.get("/c/<number>/<code>/slip")
@open_to_all
@visitor.guarded
def show(number: str, code: str):
    customer = visitor.holder(number, code)
    case = visitor.ask(customer, customer_status.status)
    return render_template("customer/slip.html", case=case, code=code, address=address(number, code), qr=qr(address(number, code)))


def address(number: str, code: str) -> str:
    """The case's page as the outside world reaches it."""
    path = url_for("customer.status.show", number=number, code=code)
    return process_engine().settings.base_url.rstrip("/") + path


def qr(content: str) -> Markup:
    """An SVG in the text's colour; level M still reads with a coffee stain."""
    drawn = segno.make(content, error="m", micro=False)
    svg = drawn.svg_inline(scale=4, border=2, dark="#000", light="#fff", omitsize=True, svgclass="qr", lineclass=None)
    return Markup(svg)
