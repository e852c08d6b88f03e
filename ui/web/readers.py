"""On whose behalf a language model is asked, where each user has a budget: an id for the rest of the day, in a cookie.

It says nothing of anybody and is set only where such a budget is (V2A_MODEL_DAILY_USER). Requests without it count
together by the address that they come from.
"""

from __future__ import annotations

import re
import secrets
from datetime import UTC, datetime, timedelta

from starlette.datastructures import MutableHeaders
from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.writing.budget import spending_as

COOKIE = "v2a_reader"
_ID = re.compile(r"[A-Za-z0-9_-]{22}")


def user_of(connection: HTTPConnection | None) -> str:
    """The user that a request counts to."""
    found = connection.cookies.get(COOKIE, "") if connection else ""
    if _ID.fullmatch(found):
        return f"reader {found}"
    return f"address {connection.client.host if connection and connection.client else 'unknown'}"


class Readers:
    """ASGI middleware: what a request makes a model write counts to its user; the page brings the id."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        user = user_of(HTTPConnection(scope))
        fresh = scope["path"] == "/" and not user.startswith("reader ")
        with spending_as(user):
            await self.app(scope, receive, _with_id(send, scope["scheme"]) if fresh else send)


def _with_id(send: Send, scheme: str) -> Send:
    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            secure = "; Secure" if scheme == "https" else ""
            kept = f"Path=/; Max-Age={_seconds_left(datetime.now(UTC))}; HttpOnly; SameSite=Lax{secure}"
            MutableHeaders(scope=message).append("Set-Cookie", f"{COOKIE}={secrets.token_urlsafe(16)}; {kept}")
        await send(message)

    return sending


def _seconds_left(now: datetime) -> int:
    """Until midnight (UTC), when budgets begin anew: with the day's salt nobody is known again the day after."""
    midnight = datetime(now.year, now.month, now.day, tzinfo=UTC) + timedelta(days=1)
    return max(1, int((midnight - now).total_seconds()))
