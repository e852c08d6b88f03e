"""The providers that can be chosen on the page: what each needs, where its questions go, and how to install it."""

from __future__ import annotations

import importlib
import importlib.util
import ipaddress
import os
import shlex
import sys
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from assistant.settings import ROOT, Settings


@dataclass(frozen=True, slots=True)
class Provider:
    """`key`: the variable that its package reads the key from; `redirects`: those that send it to another address."""

    id: str
    label: str
    package: str
    host: str
    key: str = ""
    redirects: tuple[str, ...] = ()


PROVIDERS: Mapping[str, Provider] = {
    provider.id: provider
    for provider in (
        Provider(
            "openai",
            "OpenAI",
            "langchain-openai",
            "api.openai.com",
            "OPENAI_API_KEY",
            ("OPENAI_API_BASE", "OPENAI_BASE_URL"),
        ),
        Provider(
            "anthropic",
            "Anthropic",
            "langchain-anthropic",
            "api.anthropic.com",
            "ANTHROPIC_API_KEY",
            ("ANTHROPIC_API_URL", "ANTHROPIC_BASE_URL"),
        ),
        Provider(
            "mistralai",
            "Mistral",
            "langchain-mistralai",
            "api.mistral.ai",
            "MISTRAL_API_KEY",
            ("MISTRAL_BASE_URL",),
        ),
        Provider("ollama", "Ollama", "langchain-ollama", "127.0.0.1:11434", redirects=("OLLAMA_HOST",)),
        Provider("local", "A file on this machine", "xllamacpp", "127.0.0.1"),
        Provider("own", "Own server", "langchain-openai", ""),
    )
}


def provider_of(settings: Settings) -> str:
    """The id of the provider that the settings' model is asked through; empty without a model."""
    name, colon, _ = settings.model.partition(":")
    if settings.model_url:
        return "ollama" if colon and name == "ollama" else "own"
    return name


def shown_name(model: str) -> str:
    """The model as readers see it: of a file on this machine its name, not where it lies."""
    provider, _, name = model.partition(":")
    return f"local:{Path(name).stem}" if provider == "local" else model


def destination(settings: Settings, env: Mapping[str, str] | None = None) -> str:
    """The host, with its port, that questions go to; in words where it is not known. Never a user or a password."""
    env = os.environ if env is None else env
    if settings.model_url:
        return host_of(settings.model_url)
    known = PROVIDERS.get(provider_of(settings))
    if known is None:
        return f"the provider {provider_of(settings)}"
    elsewhere = next((env[name] for name in known.redirects if env.get(name)), "")
    return host_of(elsewhere) if elsewhere else known.host


def host_of(address: str) -> str:
    """The host of an address, with its port where it names one."""
    return urlsplit(address if "//" in address else f"//{address}").netloc.rpartition("@")[2]


def is_here(host: str) -> bool:
    """Whether that host, with or without a port, is this machine."""
    name = (urlsplit(f"//{host}").hostname or "").removesuffix(".")
    try:
        return ipaddress.ip_address(name).is_loopback
    except ValueError:
        return name == "localhost" or name.endswith(".localhost")


def past_proxies() -> None:
    """Requests to this machine go straight there, also where the environment names a proxy for all others: a question
    for a model here is not for it, and it cannot reach our loopback."""
    told = urllib.request.getproxies_environment()
    excepted = [host.strip() for host in told.get("no", "").split(",") if host.strip()]
    missing = [host for host in ("127.0.0.1", "localhost", "::1") if host not in excepted]
    if told.keys() - {"no"} and missing and "*" not in excepted:
        os.environ["no_proxy"] = ",".join((*excepted, *missing))


def is_installed(package: str) -> bool:
    """Whether that package can be imported now, without importing it."""
    importlib.invalidate_caches()  # it may have been installed a moment ago, into this very environment
    return importlib.util.find_spec(package.replace("-", "_")) is not None


def install_command(package: str) -> str:
    """What to type, here, so that this Python has the package in a version that fits the others."""
    constraints = ROOT / "constraints.txt"
    fitting = f" --constraint {_shown(constraints)}" if constraints.is_file() else ""
    python = _shown(Path(sys.executable))
    if importlib.util.find_spec("pip"):
        return f"{python} -m pip install{fitting} {package}"
    return f"uv pip install --python {python}{fitting} {package}"


def _shown(path: Path) -> str:
    """As short as it can be typed from the folder that this was started in."""
    here = Path.cwd()
    return shlex.quote(str(path.relative_to(here) if path.is_relative_to(here) else path))
