"""What every answer tells the browser it may do: only our own files, no frames, no referrer, nothing kept."""

from __future__ import annotations

import secrets

from flask import Flask, Response, g, request

# No inline script and no inline style anywhere: the diagram viewer sets styles through the object model, which this allows.
CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self' data:",
        "connect-src 'self'",
        "manifest-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
    )
)

HEADERS = {
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=()",
}


def install(app: Flask) -> None:
    app.after_request(protect)


def style_nonce() -> str:
    """Lets this one page's editors make style elements: the text fields in them write their rules so, and know no other way."""
    if "style_nonce" not in g:
        g.style_nonce = secrets.token_urlsafe(18)
    return g.style_nonce


def protect(answer: Response) -> Response:
    answer.headers.setdefault("Content-Security-Policy", _policy())
    for name, value in HEADERS.items():
        answer.headers.setdefault(name, value)
    if request.is_secure:
        answer.headers.setdefault("Strict-Transport-Security", "max-age=31536000")
    answer.headers["Cache-Control"] = _caching()
    return answer


def _policy() -> str:
    allowed = f"style-src 'self' 'nonce-{g.style_nonce}'" if "style_nonce" in g else "style-src 'self'"
    return CONTENT_SECURITY_POLICY.replace("style-src 'self'", allowed)


def _caching() -> str:
    if request.path.startswith("/static/build/assets/"):
        return "public, max-age=31536000, immutable"  # the name carries the content's hash
    if request.path.startswith("/static/"):
        return "public, max-age=3600"
    return "no-store"  # a case on a shared computer must not come back with the browser's back button
