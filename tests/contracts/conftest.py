"""A private PostgreSQL for the contract of the plan store, and servers that speak like the providers of models: all on
loopback, gone after the tests.
"""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest

from tests.contracts.loopback import Loopback
from tests.contracts.speakers import SPEAKERS, Speaker, stand_in

ROOT = Path(__file__).resolve().parents[2]
PASSWORD = "secret-of-the-tests"


@pytest.fixture(params=SPEAKERS, ids=lambda speaker: speaker.model)
def speaker(request: pytest.FixtureRequest) -> Speaker:
    found: Speaker = request.param
    return found


@pytest.fixture
def server(speaker: Speaker, monkeypatch: pytest.MonkeyPatch) -> Iterator[Loopback]:
    """A server in the place of the provider's own, named by the variable that its package reads."""
    with stand_in(speaker, monkeypatch) as server:
        yield server


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The address of a server on a free loopback port, run as an unprivileged user."""
    found = subprocess.run([ROOT / "scripts" / "postgres.sh"], capture_output=True, text=True, check=False)
    assert found.returncode == 0, found.stderr
    programs = Path(found.stdout.strip())
    folder = Path(tempfile.mkdtemp(prefix="v2a-postgres-"))
    server = None
    try:
        run_as = _unprivileged(folder)
        _initialise(programs, folder, run_as)
        port = _free_port()
        server = _start(programs, folder, port, run_as)
        url = f"postgresql://tester:{PASSWORD}@127.0.0.1:{port}/postgres"
        _wait_until_it_answers(url, server, folder)
        yield url
    finally:
        if server is not None:
            server.terminate()
            server.wait(timeout=60)
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def postgres_database(postgres: str) -> Iterator[str]:
    """An empty database of its own."""
    name = f"plans_{time.monotonic_ns()}"
    with psycopg.connect(postgres, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")  # type: ignore[call-overload]
    yield postgres.rsplit("/", 1)[0] + "/" + name
    with psycopg.connect(postgres, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")  # type: ignore[call-overload]


def _unprivileged(folder: Path) -> dict[str, Any]:
    """The server refuses to run as root: the folder then goes to another user, whom it runs as."""
    if os.getuid() != 0:
        return {}
    user = pwd.getpwnam("nobody")
    os.chown(folder, user.pw_uid, user.pw_gid)
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": [], "cwd": folder}


def _initialise(programs: Path, folder: Path, run_as: dict[str, Any]) -> None:
    secret = folder / "password"
    secret.write_text(PASSWORD)
    secret.chmod(0o644)
    command = [programs / "initdb", "-D", folder / "data", "-U", "tester", f"--pwfile={secret}", "--auth=scram-sha-256"]
    options = ["--no-locale", "--encoding=UTF8", "--no-sync"]
    subprocess.run([*command, *options], check=True, capture_output=True, **run_as)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _start(programs: Path, folder: Path, port: int, run_as: dict[str, Any]) -> subprocess.Popen[bytes]:
    settings = {"listen_addresses": "127.0.0.1", "port": port, "unix_socket_directories": "", "fsync": "off"}
    options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
    with (folder / "log").open("wb") as log:
        return subprocess.Popen(
            [programs / "postgres", "-D", folder / "data", *options], stdout=log, stderr=subprocess.STDOUT, **run_as
        )


def _wait_until_it_answers(url: str, server: subprocess.Popen[bytes], folder: Path) -> None:
    deadline = time.monotonic() + 60
    while True:
        try:
            psycopg.connect(url, connect_timeout=2).close()
            return
        except psycopg.OperationalError:
            log = (folder / "log").read_text(errors="replace")
            assert server.poll() is None, f"PostgreSQL ended: {log}"
            assert time.monotonic() < deadline, f"PostgreSQL did not start in time: {log}"
            time.sleep(0.1)
