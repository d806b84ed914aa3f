"""A file at an address, over HTTPS, taken up again where it broke off."""

from __future__ import annotations

import fcntl
import http.client
import os
import re
import ssl
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any
from urllib.parse import urlsplit

from llmtutor import __version__
from llmtutor.engine.download import OnProgress, Progress, SourceError, Wanted
from llmtutor.engine.sources import Source

ATTEMPTS = 4
"""Tries in a row that bring nothing new before a source is given up."""

PAUSE = 0.5
"""Seconds before the second try; each one after waits twice as long."""

TIMEOUT = 20.0
"""Seconds without a byte."""

_CHUNK = 256 * 1024
_LOOPBACK = {"localhost", "127.0.0.1", "::1"}
_RANGE = re.compile(r"bytes (\d+)-\d+/(\d+|\*)")


_NETWORK = (
    urllib.error.URLError,
    http.client.HTTPException,
    ssl.SSLError,
    ConnectionError,
    TimeoutError,
)
"""Not all of OSError: a full disk is no fault of the network."""


class _BrokenOffError(Exception):
    """The connection ended early; worth another try."""


def fetch_from_address(
    address: str,
    source: Source,
    wanted: Wanted,
    on_progress: OnProgress,
    headers: Mapping[str, str] | None = None,
) -> Path:
    """Bring the file into ``wanted.part``; what came before a break is kept for the next time.

    Args:
        address: of the file; https, or http on this machine.
        source: what it is called in progress.
        wanted: the file.
        on_progress: is told several times a second.
        headers: sent to this host, and to no other that it refers to.

    Raises:
        SourceError: it is not there, is another file, or the network fails.
    """
    check_address(address)
    failures = 0

    def tell(done: int) -> None:
        on_progress(Progress("downloading", str(source), done, wanted.size))

    with _alone(wanted) as stream:
        while (held := stream.seek(0, os.SEEK_END)) < wanted.size:
            try:
                _continue(_request(address, headers, held), wanted, stream, tell)
            except _BrokenOffError as reason:
                failures = 0 if stream.seek(0, os.SEEK_END) > held else failures + 1
                if failures >= ATTEMPTS:
                    raise SourceError(str(reason)) from None
                time.sleep(PAUSE * 2**failures)
        stream.flush()
        os.fsync(stream.fileno())
    return wanted.part


def size_at(address: str) -> int:
    """Bytes of the file at an address, as the server says.

    Raises:
        SourceError: it is not there, or the server does not say.
    """
    check_address(address)
    request = _request(address, None, 0)
    try:
        with _opener().open(request, timeout=TIMEOUT) as response:  # closed before its body comes
            length = response.headers.get("Content-Length", "")
    except urllib.error.HTTPError as error:
        raise SourceError(f"it answers {error.code} {error.reason}") from None
    except _NETWORK as bad:
        raise SourceError(f"the connection failed ({_reason(bad)})") from None
    if not length.isdecimal() or int(length) == 0:
        raise SourceError("it does not say how long the file is")
    return int(length)


def check_address(address: str) -> None:
    """Refuse what can be read or changed on the way.

    Raises:
        SourceError: it is neither https nor on this machine.
    """
    parts = urlsplit(address)
    safe = parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in _LOOPBACK)
    if not safe:
        raise SourceError(f"'{parts.scheme}://{parts.hostname}' is not https")


class _SafeRedirects(urllib.request.HTTPRedirectHandler):
    def redirect_request(
        self, req: urllib.request.Request, fp: Any, code: int, msg: str, headers: Any, newurl: str
    ) -> urllib.request.Request | None:
        check_address(newurl)
        new = super().redirect_request(req, fp, code, msg, headers, newurl)
        if new is not None and urlsplit(newurl).netloc != urlsplit(req.full_url).netloc:
            new.remove_header("Authorization")
        return new


def _opener() -> urllib.request.OpenerDirector:
    return urllib.request.build_opener(_SafeRedirects)


def _request(address: str, headers: Mapping[str, str] | None, held: int) -> urllib.request.Request:
    sent = {
        **(headers or {}),
        "User-Agent": f"llmtutor/{__version__}",
        "Accept-Encoding": "identity",
    }
    if held:
        sent["Range"] = f"bytes={held}-"
    return urllib.request.Request(address, headers=sent)  # noqa: S310 (checked by the callers)


@contextmanager
def _alone(wanted: Wanted) -> Iterator[IO[bytes]]:
    """The unfinished file, with nobody else writing to it."""
    with wanted.part.open("ab") as stream:
        try:
            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise SourceError("another llmtutor is downloading it right now") from None
        if stream.seek(0, os.SEEK_END) > wanted.size:
            stream.truncate(0)
        yield stream


def _continue(
    request: urllib.request.Request, wanted: Wanted, stream: IO[bytes], tell: Callable[[int], None]
) -> None:
    """One connection: append what it brings.

    Raises:
        _BrokenOffError: it ended early.
        SourceError: it will never do.
    """
    held = stream.seek(0, os.SEEK_END)
    try:
        with _opener().open(request, timeout=TIMEOUT) as response:
            held = _place(response, wanted, stream, held)
            while data := response.read(_CHUNK):
                held += len(data)
                if held > wanted.size:
                    stream.truncate(0)
                    raise SourceError(f"it sends more than the {wanted.size:,} bytes of the file")
                stream.write(data)
                tell(held)
    except urllib.error.HTTPError as error:
        raise _refusal(error, stream) from None
    except _NETWORK as bad:
        raise _BrokenOffError(f"the connection failed ({_reason(bad)})") from None
    finally:
        stream.flush()
    if held < wanted.size:
        raise _BrokenOffError(f"the connection ended after {held:,} of {wanted.size:,} bytes")


def _place(response: Any, wanted: Wanted, stream: IO[bytes], held: int) -> int:
    """Where the body belongs: behind what is there, or at the start if the server insists."""
    announced = response.headers.get("Content-Length")
    if response.status == http.HTTPStatus.PARTIAL_CONTENT:
        found = _RANGE.fullmatch(response.headers.get("Content-Range", ""))
        if found and int(found[1]) == held and found[2] in {str(wanted.size), "*"}:
            return held
        stream.truncate(0)
        raise _BrokenOffError("it sent another part of the file than was asked for")
    if announced is not None and announced != str(wanted.size):
        raise SourceError(f"it offers {announced} bytes, the file has {wanted.size}")
    stream.truncate(0)
    return 0


def _refusal(error: urllib.error.HTTPError, stream: IO[bytes]) -> Exception:
    if error.code == http.HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE:
        stream.truncate(0)
        return _BrokenOffError("it does not have the rest of the file")
    passing = error.code >= http.HTTPStatus.INTERNAL_SERVER_ERROR or error.code in {
        http.HTTPStatus.TOO_MANY_REQUESTS,
        http.HTTPStatus.REQUEST_TIMEOUT,
    }
    return (_BrokenOffError if passing else SourceError)(f"it answers {error.code} {error.reason}")


def _reason(error: Exception) -> str:
    cause = error.reason if isinstance(error, urllib.error.URLError) else error
    return str(cause) or type(error).__name__
