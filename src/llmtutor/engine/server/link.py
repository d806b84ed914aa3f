"""Requests to a server that may be slow, broken or hostile.

httpx does the HTTP: its parser is strict, it checks certificates, and closing a
response closes the connection, which is how a server learns that nobody waits
any more. No proxy and no redirect is followed, so that notes go to the address
that was set and nowhere else.
"""

from __future__ import annotations

import asyncio
import json
import ssl
from collections.abc import AsyncGenerator, Iterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

from llmtutor.engine.failure import EngineError
from llmtutor.engine.server.address import WHERE, ServerAddress
from llmtutor.engine.server.refusal import explain

if TYPE_CHECKING:
    import httpx

CONNECT_SECONDS = 5.0
QUICK_SECONDS = 10.0
"""For what a server knows without computing."""
SILENCE_SECONDS = 180.0
"""A big model may read a long prompt for minutes before its first word."""
MOST_LINE = 1_000_000
"""Bytes of one line; a token's is some hundred."""
MOST_ALL = 64_000_000
"""Bytes of a whole answer."""

_DONE = "[DONE]"


class Link:
    """Speaks HTTP with one address. Each request has a connection of its own.

    Args:
        address: of the server.
        api_key: sent as a bearer token; empty for none.
    """

    def __init__(self, address: ServerAddress, api_key: str = "") -> None:
        self.address = address
        self._headers = {"Accept-Encoding": "identity"}
        if api_key:
            self._headers["Authorization"] = f"Bearer {api_key}"
        self._client: httpx.AsyncClient | None = None

    async def get(self, path: str) -> Any:
        """A small JSON document.

        Raises:
            EngineError: ``server``: there is none, and why.
        """
        data = b""
        try:
            async with asyncio.timeout(QUICK_SECONDS), self._open("GET", path) as response:
                async for chunk in response.aiter_raw():
                    data += chunk
                    if len(data) > MOST_LINE:
                        raise self._error(f"{path} has more than {MOST_LINE:,} bytes")
        except TimeoutError:
            raise self._error(f"it did not answer within {QUICK_SECONDS:g} s") from None
        return self._decoded(data, path)

    async def stream(self, path: str, body: dict[str, Any]) -> AsyncGenerator[dict[str, Any], None]:
        """The objects of an event stream, until the server says that it is done.

        Raises:
            EngineError: the server refuses, breaks off, falls silent, or says what is no event.
        """
        async with self._open("POST", path, body) as response:
            lines, total, begun = Lines(), 0, False
            async for chunk in response.aiter_raw():
                total += len(chunk)
                for line in lines.feed(chunk):
                    name, _, value = line.partition(":")
                    value = value.strip()
                    if name == "data" and value == _DONE:
                        return
                    if name in {"data", "error"} and value:
                        begun = True
                        yield self._event(value)
                if total > MOST_ALL or lines.waiting > MOST_LINE:
                    raise self._error("it sends more than any answer has")
        if begun:
            raise self._error("it broke off in the middle of the answer")
        raise self._error(
            "it ended the answer before a word came",
            hint="Its own log says why; perhaps the notes are longer than its model sees",
        )

    async def close(self) -> None:
        """Give the sockets back."""
        if self._client is not None:
            client, self._client = self._client, None
            await client.aclose()

    def _event(self, value: str) -> dict[str, Any]:
        event = self._decoded(value.encode("utf-8", "replace"), "the answer")
        if not isinstance(event, dict):
            raise self._error("the answer is not made of JSON objects")
        if "error" in event or event.get("object") == "error":
            raise explain(0, event, self.address.place)
        return event

    @asynccontextmanager
    async def _open(
        self, method: str, path: str, body: dict[str, Any] | None = None
    ) -> AsyncGenerator[httpx.Response, None]:
        import httpx

        client = self._ready_client()
        url = self.address.base + path
        try:
            async with client.stream(method, url, json=body, headers=self._headers) as response:
                if response.is_redirect:
                    raise self._error(
                        "it sends us elsewhere, and notes go only to the address that was set",
                        hint=f"If that is meant, set {WHERE} to {_location(response)}",
                    )
                if response.headers.get("content-encoding", "identity") != "identity":
                    raise self._error("it compresses its answers, which was not asked for")
                if response.status_code != httpx.codes.OK:
                    refused = await _small(response)
                    raise explain(response.status_code, refused, self.address.place)
                yield response
        except httpx.ConnectError as problem:
            raise self._error(
                f"it cannot be reached ({problem})", hint=f"Start the server, or correct {WHERE}"
            ) from None
        except httpx.TimeoutException as problem:
            connecting = isinstance(problem, httpx.ConnectTimeout)
            seconds = CONNECT_SECONDS if connecting else SILENCE_SECONDS
            raise self._error(f"it has said nothing for {seconds:g} s") from None
        except httpx.HTTPError as problem:
            what = str(problem) or type(problem).__name__
            raise self._error(f"the connection broke ({what})") from None

    def _ready_client(self) -> httpx.AsyncClient:
        import httpx

        if self._client is None:
            self._client = httpx.AsyncClient(
                timeout=httpx.Timeout(SILENCE_SECONDS, connect=CONNECT_SECONDS),
                # the system's own store, where a school's certificate may be
                verify=ssl.create_default_context() if self.address.is_encrypted else False,
                trust_env=False,
                follow_redirects=False,
                limits=httpx.Limits(max_keepalive_connections=0),
            )
        return self._client

    def _decoded(self, data: bytes, what: str) -> Any:
        try:
            return json.loads(data)
        except (ValueError, RecursionError):
            raise self._error(f"{what} is not JSON") from None

    def _error(self, what: str, hint: str = "") -> EngineError:
        return EngineError("server", what, where=self.address.place, hint=hint)


class Lines:
    """Cuts a stream of bytes into lines, however the network chopped it."""

    def __init__(self) -> None:
        self._held = bytearray()

    @property
    def waiting(self) -> int:
        """Bytes of the line that is not complete yet."""
        return len(self._held)

    def feed(self, data: bytes) -> Iterator[str]:
        """The lines that ``data`` completes, without their ends."""
        if b"\n" not in data:
            self._held += data
            return
        *complete, rest = (bytes(self._held) + data).split(b"\n")
        self._held = bytearray(rest)
        for line in complete:
            yield line.decode("utf-8", "replace").rstrip("\r")


async def _small(response: httpx.Response) -> Any:
    """What a refusal says, as far as it is JSON and short."""
    data = b""
    async for chunk in response.aiter_raw():
        data += chunk
        if len(data) > MOST_LINE:
            return None
    try:
        return json.loads(data)
    except (ValueError, RecursionError):
        return None


def _location(response: httpx.Response) -> str:
    return str(response.headers.get("location", "?"))[:200]
