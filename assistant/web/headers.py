"""What every response says to the browser: load nothing from elsewhere, show this page in no other."""

from __future__ import annotations

import re
from base64 import b64encode
from hashlib import sha256

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_INLINE_SCRIPT = re.compile(rb"<script(?![^>]*\ssrc=)[^>]*>(.*?)</script>", re.DOTALL)
# Gradio's HTML component builds its template with `Function`, and its components style themselves inline.
_POLICY = (
    "default-src 'none'; script-src 'self' 'unsafe-eval'{hashes}; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; manifest-src 'self'; base-uri 'self'; "
    "form-action 'none'; frame-ancestors 'none'"
)
_FIXED = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


class SecurityHeaders:
    """Middleware: a content-security policy and its companions, and no writing on behalf of other sites.

    The page's own inline scripts are allowed one by one, by their hashes; a script that a text would smuggle in has
    none.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        if _from_elsewhere(scope):
            await PlainTextResponse("Requests from other sites are refused.", 403)(scope, receive, send)
            return
        if scope["path"] == "/":
            # The scripts can only be hashed in a page that is not compressed.
            plain = [(name, value) for name, value in scope["headers"] if name != b"accept-encoding"]
            await self.app({**scope, "headers": plain}, receive, _PageSender(send))
            return

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                _set_headers(message, "")
            await send(message)

        await self.app(scope, receive, with_headers)


class _PageSender:
    """Holds the page back until its scripts are known."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self._start: Message = {}
        self._body = b""

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self._start = message
            return
        self._body += message.get("body", b"")
        if message.get("more_body"):
            return
        digests = (b64encode(sha256(script).digest()).decode() for script in _INLINE_SCRIPT.findall(self._body))
        _set_headers(self._start, "".join(f" 'sha256-{digest}'" for digest in digests))
        await self._send(self._start)
        await self._send({"type": "http.response.body", "body": self._body})


def _set_headers(start: Message, hashes: str) -> None:
    start.setdefault("headers", [])
    headers = MutableHeaders(scope=start)
    headers.update(_FIXED)
    headers["Content-Security-Policy"] = _POLICY.format(hashes=hashes)


def _from_elsewhere(scope: Scope) -> bool:
    """True for a request that changes something and that another site's page sent."""
    site = Headers(scope=scope).get("sec-fetch-site", "same-origin")
    return scope["method"] not in {"GET", "HEAD", "OPTIONS"} and site not in {"same-origin", "none"}
