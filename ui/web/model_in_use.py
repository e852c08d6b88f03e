"""Which language model is asked now: what the environment says, else what was chosen on the page; and keys typed there.

A key that was typed in is held in the memory of this process alone, for the provider and address that it was given for.
"""

from __future__ import annotations

import logging
import os
import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Protocol

from assistant import choice as choices
from assistant.choice import Choice, applied, plain_address
from assistant.drivers.providers import PROVIDERS, provider_of
from assistant.errors import BadInput
from assistant.settings import Settings
from ui.guiding import Planning

LOG = logging.getLogger("v2a.model")
Target = tuple[str, str]


class ModelInUse:
    """The settings as they hold at this moment. Safe to share between threads.

    The file of the choice is looked at whenever somebody asks, so that what another process chose holds here, too.
    """

    def __init__(self, environment: Settings) -> None:
        self.environment = environment
        self._lock = threading.RLock()
        self._keys: dict[Target, str] = {}
        self._choice: Choice | None = None
        self._problem = ""
        self._seen: tuple[int, ...] | None = (-1,)

    def settings(self) -> Settings:
        """What holds now, with the key where one was typed in for it."""
        with self._lock:
            self._look()
            return self.with_choice(self._choice)

    def with_choice(self, choice: Choice | None) -> Settings:
        """What would hold with that choice; the environment wins over it."""
        return self._with_key(applied(self.environment, choice) if choice else self.environment)

    @property
    def choice(self) -> Choice | None:
        """What was chosen last; None where nothing was, or where that cannot be read."""
        with self._lock:
            self._look()
            return self._choice

    @property
    def problem(self) -> str:
        """Why the choice cannot be used, and what to do; empty when all is well."""
        with self._lock:
            self._look()
            return self._problem

    def use(self, choice: Choice) -> Choice | None:
        """Keep that choice: it holds from the next question on. Gives the one that it took the place of.

        Raises BadInput where it cannot be used or kept; then nothing has changed.
        """
        with self._lock:
            before = self.choice
            now = datetime.now(UTC).isoformat(timespec="milliseconds")
            choices.save(self.environment.home, replace(choice, at=now, before=self.settings().model))
            self._seen = (-1,)
            in_use = _target(self.settings())
            self._keys = {target: key for target, key in self._keys.items() if target == in_use}
            return before

    # Keys

    def remember(self, target: Target, key: str) -> None:
        """Hold a key for that provider and address. Only the one in use is held beside it."""
        with self._lock:
            in_use = _target(self.settings())
            self._keys = {at: held for at, held in self._keys.items() if at == in_use}
            self._keys[target] = key

    def forget(self) -> None:
        """Every key that was typed in is gone."""
        with self._lock:
            self._keys = {}

    def holds_key(self, target: Target) -> bool:
        """Whether a key was typed in for that provider and address."""
        with self._lock:
            return target in self._keys

    def key_from(self, settings: Settings) -> str:
        """Where the key for these settings comes from: "typed", the name of a variable, or "" where there is none."""
        known = PROVIDERS.get(provider_of(settings))
        if self.environment.model_key and settings.model_key == self.environment.model_key:
            return "V2A_MODEL_KEY"
        if settings.model_key:
            return "typed"
        return known.key if known and known.key and not settings.model_url and os.environ.get(known.key) else ""

    def _with_key(self, settings: Settings) -> Settings:
        if settings.model_key or not settings.model or "V2A_MODEL" in self.environment.fixed:
            return settings
        with self._lock:
            return replace(settings, model_key=self._keys.get(_target(settings), ""))

    def _look(self) -> None:
        """Read the file again where it is another one than last time."""
        seen = self._signature()
        if seen == self._seen:
            return
        self._seen, self._choice, self._problem = seen, None, ""
        try:
            self._choice = choices.load(self.environment.home)
        except BadInput as problem:
            self._problem = str(problem)
            LOG.warning("BadInput: %s", problem)

    def _signature(self) -> tuple[int, ...] | None:
        try:
            found = choices.path_in(self.environment.home).stat()
        except OSError:
            return None
        return found.st_mtime_ns, found.st_ino, found.st_size


def _target(settings: Settings) -> Target:
    return provider_of(settings), plain_address(settings.model_url)


class Exchanging(Planning, Protocol):
    """An open assistant that can be asked in another model's words."""

    def with_model(self, settings: Settings) -> Exchanging:
        """As `assistant.wiring.OpenAssistant.with_model`."""
        ...


class Current:
    """Gives the assistant with the model in use. What is under way goes on with the one that it began with."""

    def __init__(self, opening: Callable[[], Exchanging], in_use: ModelInUse) -> None:
        self._opening, self._in_use = opening, in_use
        self._lock = threading.Lock()
        self._now: tuple[Settings, Exchanging] | None = None

    def __call__(self) -> Exchanging:
        """Waits for the opening. Raises what went wrong there."""
        opened = self._opening()
        settings = self._in_use.settings()
        with self._lock:
            if self._now is None or self._now[0] != settings:
                self._now = settings, opened.with_model(settings)
            return self._now[1]
