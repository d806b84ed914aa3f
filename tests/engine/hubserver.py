"""A web server on this machine that behaves like a hub, or badly."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from typing import Any

from .downloads import DATA


@dataclass
class Server:
    """Serves ``DATA``, with a list of bad habits: one for each request, then none."""

    habits: list[str] = field(default_factory=list)
    seen: list[tuple[str, str | None]] = field(default_factory=list)
    """Path and range of each request."""
    address: str = ""
    tree: list[dict[str, Any]] = field(default_factory=list)
    """What the repository holds, as a hub lists it."""
    data: bytes = DATA
    tokens: list[str | None] = field(default_factory=list)
    """Of each request."""

    def serve(self, handler: BaseHTTPRequestHandler) -> None:
        self.tokens.append(handler.headers.get("Authorization"))
        if handler.path.startswith("/api/models/owner/repo/revision/"):
            self._list(handler)
            return
        self.seen.append((handler.path, handler.headers.get("Range")))
        habit = self.habits.pop(0) if self.habits else ""
        if habit.isdecimal():
            handler.send_error(int(habit))
            return
        if habit == "redirects-to-plain-http":
            handler.send_response(302)
            handler.send_header("Location", "http://example.com/model.gguf")
            handler.end_headers()
            return
        if habit == "refers-to-localhost":
            handler.send_response(302)
            handler.send_header("Location", self._other_name + handler.path)
            handler.end_headers()
            return
        start = int((handler.headers.get("Range") or "bytes=0-")[6:-1])
        self._send(handler, habit, 0 if habit == "ignores-range" else start)

    def describe(self, handler: BaseHTTPRequestHandler) -> None:
        """What the library asks before it downloads."""
        handler.send_response(200)
        handler.send_header("Content-Length", str(len(self.data)))
        handler.send_header("ETag", f'"{hashlib.sha256(self.data).hexdigest()}"')
        handler.send_header("X-Repo-Commit", "0" * 40)
        handler.end_headers()

    @property
    def _other_name(self) -> str:
        """The same server by another name, so another host to whoever asks."""
        return self.address.replace("127.0.0.1", "localhost")

    def _send(self, handler: BaseHTTPRequestHandler, habit: str, start: int) -> None:
        body = self.data[start:] if habit != "other-file" else bytes(len(self.data))
        length = len(body) + {"claims-more": 7, "claims-less": -7}.get(habit, 0)
        handler.send_response(206 if start else 200)
        if start:
            begin = start + (habit == "wrong-range")
            handler.send_header(
                "Content-Range", f"bytes {begin}-{len(self.data) - 1}/{len(self.data)}"
            )
        if habit != "never-ends":
            handler.send_header("Content-Length", str(length))
        handler.end_headers()
        if habit == "never-ends":
            handler.wfile.write(body + self.data)
        elif habit == "drops":
            handler.wfile.write(body[:300_000])
        elif habit != "drops-at-once":
            handler.wfile.write(body)

    def _list(self, handler: BaseHTTPRequestHandler) -> None:
        body = json.dumps({"id": "owner/repo", "siblings": self.tree}).encode()
        handler.send_response(200 if self.tree else 404)
        if not self.tree:
            handler.send_header("X-Error-Code", "RepoNotFound")
        handler.send_header("Content-Type", "application/json")
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body)


def listed(path: str, size: int, sha256: str = "") -> dict[str, Any]:
    """A file as a hub lists it; with a sha256, as one in large file storage."""
    line: dict[str, Any] = {"rfilename": path, "size": size, "blobId": "0" * 40}
    if sha256:
        line["lfs"] = {"sha256": sha256, "size": size, "pointerSize": 134}
    return line
