"""What leaves the house: mail server, connectors and quiet hours as the operator set them, and what packages still lack."""

from __future__ import annotations

from flask import Blueprint, render_template

from engine.errors import Text
from engine.queries import connections
from engine.transports import CHAT, EMAIL, SMS
from web.current import ask

pages = Blueprint("connections", __name__, url_prefix="/connections")

ROUTES = {EMAIL: Text("邮件", "e-mail"), SMS: Text("短信", "text message"), CHAT: Text("聊天", "chat")}


@pages.get("/")
def index():
    return render_template("administration/connections.html", found=ask(connections.connections), routes=ROUTES)
