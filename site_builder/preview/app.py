"""Requests -> files of the built site, marked for the preview: the ASGI application.

GET and HEAD alone, nothing that writes or runs a command. The headers are those of a careful host, so that what
breaks under them breaks here first.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from urllib.parse import urlsplit

from starlette.applications import Starlette
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import FileResponse, PlainTextResponse, RedirectResponse, Response, StreamingResponse
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from site_builder.documents import Record
from site_builder.feeds.host_files import CONTENT_SECURITY_POLICY
from site_builder.preview.guard import content_type, find_file, is_host_allowed
from site_builder.preview.marks import OWN_FOLDER, add_marks, error_page
from site_builder.preview.rebuild import Builder

HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "X-Content-Type-Options": "nosniff",
}
"""On every response; a response may have a Cache-Control of its own."""

_HTML = "text/html; charset=utf-8"
_OWN_FILES = ("reload.js", "preview.css")
_PUBLISH_TIMEOUT_SECONDS = 10
_POLL_SECONDS = 0.1
_HEARTBEAT_SECONDS = 5


class Place(Record, frozen=True, kw_only=True):
    """Where the server listens."""

    bind: str
    port: int


def make_app(builder: Builder, place: Place, *, reload: bool, is_stopping: Callable[[], bool]) -> ASGIApp:
    """The application that shows what `builder` builds."""

    def page(request: Request) -> Response:
        builder.wait_until_settled(_PUBLISH_TIMEOUT_SECONDS)
        return _answer(request, builder, reload=reload)

    async def events(request: Request) -> Response:
        if request.method == "HEAD":
            return Response(media_type="text/event-stream")
        return StreamingResponse(_versions(builder, is_stopping), media_type="text/event-stream")

    routes = [Route(f"{OWN_FOLDER}/{name}", _own_file) for name in _OWN_FILES]
    if reload:
        routes.append(Route(f"{OWN_FOLDER}/events", events))
    return _guarded(Starlette(routes=[*routes, Route("/{path:path}", page)]), place)


async def _versions(builder: Builder, is_stopping: Callable[[], bool]) -> AsyncIterator[str]:
    """Server-sent events: the version at once, then every new one. Ends with the server.

    Looking ten times a second costs nothing a page and needs no bridge between the building thread and this loop;
    it also lets the server stop while pages are open.
    """
    sent, silent = "", 0.0
    while not is_stopping():
        version = builder.showing.version
        if version != sent:
            sent, silent = version, 0.0
            yield f"data: {version}\n\n"
        elif silent >= _HEARTBEAT_SECONDS:
            silent = 0.0
            yield ": still here\n\n"
        await asyncio.sleep(_POLL_SECONDS)
        silent += _POLL_SECONDS


def _own_file(request: Request) -> Response:
    file = Path(__file__).with_name(request.url.path.rpartition("/")[2])
    return Response(file.read_bytes(), headers={"Content-Type": content_type(file)})


def _answer(request: Request, builder: Builder, *, reload: bool) -> Response:
    # Taken before the file is read: a build in between leaves a page that reloads once more, never a stale one.
    showing = builder.showing
    version = showing.version if reload else ""
    if not showing.has_site:
        return Response(error_page(showing.problems, version=version), 503, headers={"Content-Type": _HTML})
    found = find_file(request.scope["raw_path"], builder.site)
    if found.kind == "refused":
        return PlainTextResponse("400: this path is not served\n", 400)
    if found.kind == "redirect":
        query = f"?{request.url.query}" if request.url.query else ""
        return RedirectResponse(found.location + query, 307)
    file, status = (found.file, 200) if found.file else (builder.site / "404.html", 404)
    try:
        if content_type(file) != _HTML:
            return FileResponse(file, headers={"Content-Type": content_type(file)}, stat_result=file.stat())
        html = add_marks(file.read_bytes(), version=version, problems=showing.problems)
    except OSError:  # removed since it was found, or a theme without a 404 page
        return PlainTextResponse("404: there is no such page\n", 404)
    return Response(html, status, headers={"Content-Type": _HTML})


def _guarded(app: ASGIApp, place: Place) -> ASGIApp:
    """`app` behind the checks that hold for every request, with the headers that every response has."""

    async def guarded(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        refusal = _refuse(scope["method"], Headers(scope=scope), place)
        await (refusal or app)(scope, receive, send_with_headers)

    return guarded


def _refuse(method: str, headers: Headers, place: Place) -> Response | None:
    hosts = headers.getlist("host")
    if len(hosts) != 1 or not is_host_allowed(hosts[0], bind=place.bind, port=place.port):
        return PlainTextResponse("400: the Host header does not name this server\n", 400)
    if not _is_own_origin(headers.get("origin"), place) or _is_foreign_part(headers):
        return PlainTextResponse("403: only pages of this server may ask\n", 403)
    if method not in ("GET", "HEAD"):
        return PlainTextResponse("405: GET and HEAD only\n", 405, headers={"Allow": "GET, HEAD"})
    return None


def _is_foreign_part(headers: Headers) -> bool:
    """True for a request that a page of another site makes, other than following a link to here."""
    return headers.get("sec-fetch-site") == "cross-site" and headers.get("sec-fetch-mode") != "navigate"


def _is_own_origin(origin: str | None, place: Place) -> bool:
    if origin is None:
        return True
    try:
        host = urlsplit(origin).netloc
    except ValueError:
        return False
    return is_host_allowed(host, bind=place.bind, port=place.port)
