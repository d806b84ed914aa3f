"""Where a server is, and whether what is sent to it leaves this computer."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass
from urllib.parse import urlsplit

from llmtutor.errors import UsageError

WHERE = "engine.url"
_EXAMPLE = "Write it as http://127.0.0.1:8080/v1"


@dataclass(frozen=True, slots=True)
class ServerAddress:
    """A checked address."""

    base: str
    """What every request's path is put behind; no slash at its end."""
    place: str
    """Host and port, as they are shown."""
    is_here: bool
    """Whether it is this computer's loopback, which nobody else can listen on."""
    is_encrypted: bool

    @property
    def away(self) -> str:
        """Where notes go that leave this computer; empty where they stay."""
        return "" if self.is_here else self.place


def parse_address(url: str, *, allow_remote: bool) -> ServerAddress:
    """Check an address.

    A bare host gets ``/v1``, where all servers answer.

    Args:
        url: ``http://host:port/v1`` or the like.
        allow_remote: whether it may be another computer's.

    Raises:
        UsageError: it is no address, or it is another computer's and that is not allowed.
    """
    try:
        parts = urlsplit(url.strip())
        host, port = parts.hostname or "", parts.port
    except ValueError as problem:
        raise UsageError(f"'{url}' is no address ({problem})", where=WHERE, hint=_EXAMPLE) from None
    if parts.scheme not in {"http", "https"} or not host or not url.isprintable():
        raise UsageError(f"'{url}' is no server's address", where=WHERE, hint=_EXAMPLE)
    if "@" in parts.netloc:
        raise UsageError(
            "the address holds a name or a password", where=WHERE, hint="Set engine.api_key instead"
        )
    if parts.query or parts.fragment:
        raise UsageError(f"'{url}' has more than a path", where=WHERE, hint=_EXAMPLE)
    shown = f"[{host}]" if ":" in host else host
    place = f"{shown}:{port}" if port is not None else shown
    here = _is_loopback(host)
    if not here and not allow_remote:
        raise UsageError(
            f"{place} is another computer: questions and notes would leave this one",
            where=WHERE,
            hint="If that is meant, set engine.allow_remote to true",
        )
    path = parts.path.rstrip("/") or "/v1"
    return ServerAddress(
        f"{parts.scheme}://{place}{path}", place, here, is_encrypted=parts.scheme == "https"
    )


def _is_loopback(host: str) -> bool:
    """By the address itself: what another name stands for is for others to decide."""
    try:
        return ipaddress.ip_address(host.partition("%")[0]).is_loopback
    except ValueError:
        return host.rstrip(".") == "localhost"
