"""What leaves the server: no address of another host in the page, a content policy, and closed doors.

Gradio serves uploads, proxying, API calls and its own meta tags beside the page. This app needs none of them, so
they are answered with "not found", and the policy lets the browser load nothing from elsewhere even if asked to.
"""

from __future__ import annotations

import re

from starlette.datastructures import MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; worker-src 'self' blob:; "
    "object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'self'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
_CLOSED = re.compile(
    r"^/(?:gradio_api/)?(?:upload|proxy|call|run|api|info|file|stream|openapi\.json|deep_link|runs|run-history|monitoring"
    r"|custom_component|process_recording|vibe|config|token|user)(?:[/=?\-_].*)?$"
)
# Meta tags for link previews; they name other hosts and say nothing about this app.
_PREVIEW = re.compile(rb"<meta\s+(?:property|name)=\"(?:og|twitter):[^>]*?/?>\s*", re.DOTALL)


def closed(path: str) -> bool:
    """Whether the path is one of Gradio's doors that this app does not use."""
    return bool(_CLOSED.match(path))


def without_previews(html: bytes) -> bytes:
    """The page without the meta tags that point elsewhere."""
    return _PREVIEW.sub(b"", html)


class Guard:
    """ASGI middleware: closes doors, cleans the page, sets the headers. Streams pass through untouched."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
        elif closed(scope["path"]):
            await PlainTextResponse("Not found", 404, headers=HEADERS)(scope, receive, send)
        elif scope["path"] == "/":
            # Compressed by Gradio's own middleware, the page could not be cleaned here.
            plain = [(name, value) for name, value in scope["headers"] if name != b"accept-encoding"]
            await self.app({**scope, "headers": plain}, receive, _Cleaned(send))
        else:
            await self.app(scope, receive, _with_headers(send))


def _with_headers(send: Send) -> Send:
    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            for name, value in HEADERS.items():
                MutableHeaders(scope=message)[name] = value
        await send(message)

    return sending


class _Cleaned:
    """Holds the page back until it is whole, then sends it without the meta tags."""

    def __init__(self, send: Send) -> None:
        self._send = _with_headers(send)
        self._start: Message = {}
        self._body = b""

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self._start = message
            return
        if message["type"] != "http.response.body":
            await self._send(message)
            return
        self._body += message.get("body", b"")
        if message.get("more_body"):
            return
        body = without_previews(self._body)
        MutableHeaders(scope=self._start)["content-length"] = str(len(body))
        await self._send(self._start)
        await self._send({"type": "http.response.body", "body": body})
