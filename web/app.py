"""The Flask application: one factory that wires the pieces the pages share, and nothing at import time."""

from __future__ import annotations

import hashlib

from flask import Flask
from flask_wtf.csrf import CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix

from web import api, assets, failures, identity, kept_files, language, limits, once, pages, security, submitted, times, variables
from web.api import long_polls
from web.current import WorkingWith


def create_app(process_engine) -> Flask:
    """An application that serves `process_engine` (engine.process_engine.ProcessEngine); tests make as many as they like."""
    app = Flask(__name__, static_folder="static", template_folder="templates")
    app.config.update(_configuration(process_engine.settings))
    app.extensions["working_with"] = WorkingWith(process_engine)
    if process_engine.settings.is_behind_https:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=1, x_proto=1, x_host=1)
    CSRFProtect(app).exempt(api.pages)  # programs bring a token and no cookie
    for part in (identity, language, times, assets, variables, security, failures, long_polls, submitted, kept_files, once, pages, limits):
        part.install(app)
    return app


def _configuration(settings) -> dict:
    return {
        "SECRET_KEY": _secret_key(settings.master_keys[0]),
        "SECRET_KEY_FALLBACKS": [_secret_key(key) for key in settings.master_keys[1:]],
        "SESSION_COOKIE_NAME": "huixiang",
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_SECURE": settings.is_behind_https,
        "PERMANENT_SESSION_LIFETIME": 12 * 60 * 60,
        # A form carries several files; each file's own limit is checked by the field.
        "MAX_CONTENT_LENGTH": settings.max_upload_bytes * 6,
        "MAX_FORM_MEMORY_SIZE": 1024 * 1024,
        "MAX_FORM_PARTS": 1000,
        "WTF_CSRF_TIME_LIMIT": None,  # as long as the session: a form left open overnight must not lose what was typed
        "WTF_CSRF_SSL_STRICT": False,  # it asks for the Referer, which our own policy withholds
    }


def _secret_key(master_key: str) -> str:
    # The cookie's key is derived, so that a leaked cookie key opens nothing in the vault.
    return hashlib.blake2b(b"huixiang session cookie", key=master_key.encode()[:64]).hexdigest()
