"""Who may open the Evals page: whoever gives the key of V2A_MAINTAINER once; a cookie then stands for it.

The cookie and the mark in the forms are derived from the key, so neither gives it away. SameSite alone would let pages
from other ports of this machine send forms; the mark does not.
"""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass, field
from urllib.parse import parse_qs

from fastapi import Request
from starlette.responses import Response

COOKIE = "v2a_maintainer"
PATH = "/evals"
MOST_BYTES = 200_000
MOST_FIELDS = 300

Fields = dict[str, list[str]]


class Refused(Exception):
    """A request that the page would not send; `status` is for the reply."""

    def __init__(self, status: int, message: str) -> None:
        self.status = status
        super().__init__(message)


@dataclass(frozen=True)
class Door:
    """Checks keys, cookies and forms, each in constant time."""

    key: str = field(repr=False)

    @property
    def mark(self) -> str:
        """What every form of the page holds."""
        return self._derived("form")

    def fits(self, given: str) -> bool:
        """Whether that is the key."""
        return hmac.compare_digest(_digest(given.strip()), _digest(self.key))

    def is_open(self, request: Request) -> bool:
        """Whether the browser has given the key before."""
        return hmac.compare_digest(_digest(request.cookies.get(COOKIE, "")), _digest(self._derived("cookie")))

    def open(self, request: Request, response: Response) -> Response:
        """The response with the cookie, which ends with the browser's session."""
        response.set_cookie(
            COOKIE,
            self._derived("cookie"),
            path=PATH,
            httponly=True,
            samesite="strict",
            secure=request.url.scheme == "https",
        )
        return response

    def close(self, response: Response) -> Response:
        """The response that takes the cookie away."""
        response.delete_cookie(COOKIE, path=PATH, httponly=True, samesite="strict")
        return response

    def check(self, request: Request, fields: Fields) -> None:
        """Raises Refused for a form that does not come from this page, opened with the key."""
        if not self.is_open(request):
            raise Refused(401, "Give the key first.")
        if not hmac.compare_digest(_digest(one(fields, "mark")), _digest(self.mark)):
            raise Refused(403, "This form does not come from the page: load it again.")

    def _derived(self, purpose: str) -> str:
        return hmac.new(self.key.encode(), f"v2a evals {purpose}".encode(), hashlib.sha256).hexdigest()


def _digest(text: str) -> bytes:
    return hashlib.sha256(text.encode("utf-8", "replace")).digest()


def one(fields: Fields, name: str) -> str:
    """The first value of a field; empty where there is none."""
    return fields.get(name, [""])[0]


async def form_of(request: Request) -> Fields:
    """The fields of a form, read no further than may be. Raises Refused for anything else."""
    if request.headers.get("content-type", "").partition(";")[0].strip() != "application/x-www-form-urlencoded":
        raise Refused(415, "This address takes forms only.")
    data = bytearray()
    async for piece in request.stream():
        data += piece
        if len(data) > MOST_BYTES:
            raise Refused(413, "This is more than any case needs: send less.")
    try:
        found = parse_qs(data.decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=MOST_FIELDS)
    except ValueError:
        raise Refused(413, "This is more than any case needs: send less.") from None
    return {name: values for name, values in found.items() if values}
