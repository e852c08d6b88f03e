"""A scripted HTTP server on loopback, in the place of a provider of language models."""

from __future__ import annotations

import json
import select
import socket
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass(frozen=True)
class Reply:
    """An answer at once: a status with a body, no stream."""

    status: int
    body: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)


# Steps of a stream: bytes to send, seconds to wait, an event to wait for; None breaks the connection off.
Step = bytes | float | threading.Event | None
Plan = Reply | Sequence[Step]


@dataclass(frozen=True)
class Seen:
    """A request: `headers` by their names in small letters."""

    path: str
    headers: Mapping[str, str]
    body: Any


class Loopback(ThreadingHTTPServer):
    """Answers every POST as `plan` says, or as what it makes of the body; `left` is set when a client went away."""

    daemon_threads = True

    def __init__(self, content_type: str = "text/event-stream") -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.content_type = content_type
        self.plan: Plan | Callable[[Any], Plan] = ()
        self.seen: list[Seen] = []
        self.left = threading.Event()
        threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()

    def __exit__(self, *problem: object) -> None:
        self.shutdown()
        self.server_close()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class _Handler(BaseHTTPRequestHandler):
    server: Loopback
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        sent = self.rfile.read(int(self.headers["Content-Length"] or 0))
        try:
            body = json.loads(sent)
        except ValueError:
            body = None
        self.server.seen.append(Seen(self.path, {k.lower(): v for k, v in self.headers.items()}, body))
        plan = self.server.plan(body) if callable(self.server.plan) else self.server.plan
        if isinstance(plan, Reply):
            self._reply(plan)
        else:
            self._stream(plan)

    def _reply(self, reply: Reply) -> None:
        body = reply.body.encode()
        self.send_response(reply.status)
        for name, value in {"Content-Type": "application/json", **reply.headers, "Content-Length": len(body)}.items():
            self.send_header(name, str(value))
        self.end_headers()
        self.wfile.write(body)

    def _stream(self, steps: Sequence[Step]) -> None:
        self.send_response(200)
        self.send_header("Content-Type", self.server.content_type)
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        self.close_connection = True
        for step in steps:
            if step is None:
                return
            if isinstance(step, bytes):
                self.wfile.write(f"{len(step):x}\r\n".encode() + step + b"\r\n")
                self.wfile.flush()
            elif not self._waited(step):
                self.server.left.set()
                return
        self.wfile.write(b"0\r\n\r\n")
        self.close_connection = False

    def _waited(self, step: float | threading.Event) -> bool:
        """Whether the client was still there after the wait."""
        until = time.monotonic() + (step if isinstance(step, float) else 30)
        while time.monotonic() < until and not (isinstance(step, threading.Event) and step.is_set()):
            readable, _, _ = select.select([self.connection], [], [], 0.01)
            if readable and not self.connection.recv(1, socket.MSG_PEEK):
                return False
        return True

    def log_message(self, format: str, *args: Any) -> None:
        """Quiet."""
