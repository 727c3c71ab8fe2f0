"""Settings from the environment: read once at boot, each failure naming its variable."""

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from ipaddress import ip_network
from pathlib import Path
from typing import Final, TypeVar
from urllib.parse import urlsplit

from kernel.web_addresses import Network

T = TypeVar("T")
LOOPBACK: Final = "127.0.0.0/8,::1/128"


class BadSetting(SystemExit):
    """A setting is missing or wrong; the process ends with status 78 (EX_CONFIG)."""

    def __init__(self, name: str, what: str) -> None:
        self.name = name
        super().__init__(78)
        self.what = what

    def __str__(self) -> str:
        return f"setting {self.name}: {self.what}"


@dataclass(frozen=True, slots=True)
class Address:
    """Where a server listens."""

    host: str
    port: int

    def __str__(self) -> str:
        return f"{self.host}:{self.port}"


@dataclass(frozen=True, slots=True)
class Settings:
    """Reads settings; every method raises BadSetting with the variable's name."""

    source: Mapping[str, str] = field(default_factory=lambda: dict(os.environ))

    def text(self, name: str, default: str | None = None) -> str:
        """Return a text that is not empty."""
        value = self.source.get(name, "").strip() or default
        if value is None:
            raise BadSetting(name, "is missing")
        return value

    def secret(self, name: str) -> str:
        """Return a secret, from the variable or from the file that `<name>_FILE` names."""
        path = self.source.get(f"{name}_FILE")
        if not path:
            return self.text(name)
        try:
            value = Path(path).read_text("utf-8").strip()
        except OSError as error:
            raise BadSetting(f"{name}_FILE", f"cannot be read: {error.strerror}") from error
        if not value:
            raise BadSetting(f"{name}_FILE", "names an empty file")
        return value

    def secret_if_said(self, name: str) -> str | None:
        """Return a secret that may be left out."""
        said = self.source.get(name, "").strip() or self.source.get(f"{name}_FILE", "").strip()
        return self.secret(name) if said else None

    def file_if_said(self, name: str) -> str | None:
        """Return the name of a file that can be read, or None if none is named."""
        path = self.source.get(name, "").strip()
        if not path:
            return None
        try:
            Path(path).read_bytes()
        except OSError as error:
            raise BadSetting(name, f"cannot be read: {error.strerror}") from error
        return path

    def number(self, name: str, default: int, *, least: int = 1, most: int = 1_000_000) -> int:
        """Return a whole number within bounds."""
        return self._parsed(
            name,
            self.text(name, str(default)),
            lambda text: _within(int(text), least, most),
            f"must be a whole number from {least} to {most}",
        )

    def address(self, name: str, default: str | None = None) -> Address:
        """Return where to listen, written host:port."""

        def parse(text: str) -> Address:
            host, _, port = text.rpartition(":")
            if not host:
                raise ValueError(text)
            return Address(host, _within(int(port), 1, 65535))

        return self._parsed(name, self.text(name, default), parse, "must be host:port")

    def url(self, name: str, *schemes: str, default: str | None = None) -> str:
        """Return an address with one of the schemes."""

        def parse(text: str) -> str:
            parts = urlsplit(text)
            if parts.scheme not in schemes or not parts.hostname:
                raise ValueError(text)
            return text

        wanted = " or ".join(f"{scheme}://" for scheme in schemes)
        value = self.secret(name) if default is None else self.text(name, default)
        return self._parsed(name, value, parse, f"must begin with {wanted} and name a host")

    def choice(self, name: str, *choices: str, default: str | None = None) -> str:
        """Return one of a few words."""
        value = self.text(name, default)
        if value not in choices:
            raise BadSetting(name, f"must be one of {', '.join(choices)}")
        return value

    def _parsed(self, name: str, text: str, parse: Callable[[str], T], must: str) -> T:
        try:
            return parse(text)
        except ValueError:
            # The value may be a secret: it is not shown.
            raise BadSetting(name, must) from None


def _within(value: int, least: int, most: int) -> int:
    if not least <= value <= most:
        raise ValueError(value)
    return value


def drain_seconds(settings: Settings) -> int:
    """Return how long clients get to notice that a process is about to be stopped."""
    return settings.number("ISP_DRAIN_SECONDS", 5, least=0, most=60)


def development(settings: Settings) -> bool:
    """Tell whether this is a development or test environment, where demo data may exist."""
    return settings.choice("ISP_ENVIRONMENT", "development", "test", "production") != "production"


def own_networks(settings: Settings, name: str) -> tuple[Network, ...]:
    """Return the networks that we speak to besides public addresses, also by http.

    There are none in production; in development and tests it is this machine unless said.

    Raises:
        BadSetting: one is malformed, or is said in production.
    """
    if not development(settings):
        if settings.source.get(name):
            raise BadSetting(name, "must not be set in production: only public addresses count")
        return ()
    try:
        return tuple(ip_network(each.strip()) for each in settings.text(name, LOOPBACK).split(","))
    except ValueError:
        what = "must be networks, such as 10.0.0.0/24, with commas between"
        raise BadSetting(name, what) from None
