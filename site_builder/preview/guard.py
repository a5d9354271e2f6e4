"""Which requests the preview answers, and with which file: a raw request path and a Host header in, a verdict out.

A page of the open web can make a browser send requests to a server on this machine. So the Host must be a name of
this machine (against DNS rebinding), and access is decided on the resolved file, never on the raw path.
"""

from __future__ import annotations

import ipaddress
import os
import re
from pathlib import Path
from typing import Literal
from urllib.parse import quote, unquote_to_bytes

from site_builder.documents import Record

_LOCAL_NAMES = frozenset({"localhost", "127.0.0.1", "[::1]"})
_WILDCARDS = frozenset({"0.0.0.0", "[::]"})
_HOST = re.compile(r"(?P<name>\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9._-]+)(?::(?P<port>[0-9]{1,5}))?")
_BAD_ESCAPE = re.compile(rb"%(?![0-9A-Fa-f]{2})")

CONTENT_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".csv": "text/csv; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json; charset=utf-8",
    ".md": "text/plain; charset=utf-8",
    ".mjs": "text/javascript; charset=utf-8",
    ".opml": "text/x-opml; charset=utf-8",
    ".svg": "image/svg+xml; charset=utf-8",
    ".txt": "text/plain; charset=utf-8",
    ".webmanifest": "application/manifest+json; charset=utf-8",
    ".xml": "application/xml; charset=utf-8",
    ".xsl": "text/xsl; charset=utf-8",
    "": "text/plain; charset=utf-8",
    ".avif": "image/avif",
    ".gif": "image/gif",
    ".ico": "image/vnd.microsoft.icon",
    ".jpeg": "image/jpeg",
    ".jpg": "image/jpeg",
    ".mp3": "audio/mpeg",
    ".mp4": "video/mp4",
    ".ogg": "audio/ogg",
    ".pdf": "application/pdf",
    ".png": "image/png",
    ".wasm": "application/wasm",
    ".webm": "video/webm",
    ".webp": "image/webp",
    ".woff2": "font/woff2",
}
"""Suffix -> Content-Type. A table of our own: the machine's differs from one to the next."""


class Found(Record, frozen=True, kw_only=True):
    """What a request path leads to."""

    kind: Literal["file", "redirect", "missing", "refused"]
    """"redirect": a folder asked for without its slash; "refused": no path that an honest page writes."""
    file: Path | None = None
    location: str = ""
    """Where a redirect leads: root-relative, percent-encoded."""


_MISSING = Found(kind="missing")
_REFUSED = Found(kind="refused")


def bracketed(address: str) -> str:
    """An address as it stands in a URL: IPv6 in brackets."""
    return f"[{address}]" if ":" in address and not address.startswith("[") else address


def is_host_allowed(header: str, *, bind: str, port: int) -> bool:
    """True if a Host header names this server: a name of this machine or the bound address, with the port.

    Bound to every address, any IP address will do: rebinding needs a name.
    """
    match = _HOST.fullmatch(header)
    if match is None or int(match["port"] or 80) != port:
        return False
    name, bound = match["name"].lower(), bracketed(bind).lower()
    return name in _LOCAL_NAMES or name == bound or (bound in _WILDCARDS and _is_address(name))


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name.strip("[]"))
    except ValueError:
        return False
    return True


def split_path(raw_path: bytes) -> tuple[str, ...] | None:
    """The decoded segments of a request path, "" last for a folder; None for a path that is refused.

    Decoded exactly once: what is still encoded afterwards is part of a file's name.
    """
    if not raw_path.startswith(b"/") or _BAD_ESCAPE.search(raw_path):
        return None
    try:
        path = unquote_to_bytes(raw_path).decode("utf-8")
    except UnicodeDecodeError:
        return None
    segments = tuple(path[1:].split("/"))
    if "\\" in path or "\0" in path or ".." in segments or "." in segments or "" in segments[:-1]:
        return None
    if any(os.path.splitdrive(segment)[0] for segment in segments):
        return None
    return segments


def find_file(raw_path: bytes, site: Path) -> Found:
    """The file of the site that a request path means. Hidden files and links that lead out are not there."""
    segments = split_path(raw_path)
    if segments is None:
        return _REFUSED
    if any(segment.startswith(".") for segment in segments):
        return _MISSING
    home = Path(os.path.realpath(site))
    target = Path(os.path.realpath(home.joinpath(*segments)))
    if not target.is_relative_to(home):
        return _MISSING
    try:
        return _look_up(segments, target, home)
    except OSError:  # a name longer than the file system takes
        return _MISSING


def _look_up(segments: tuple[str, ...], target: Path, home: Path) -> Found:
    wants_folder = segments[-1] == ""
    if target.is_dir():
        index = Path(os.path.realpath(target / "index.html"))
        if not index.is_relative_to(home) or not index.is_file():
            return _MISSING
        if wants_folder:
            return Found(kind="file", file=index)
        return Found(kind="redirect", location="/" + quote("/".join(segments)) + "/")
    if target.is_file() and not wants_folder:
        return Found(kind="file", file=target)
    return _MISSING


def content_type(file: Path) -> str:
    """The Content-Type of a file, by its name."""
    return CONTENT_TYPES.get(file.suffix.lower(), "application/octet-stream")
