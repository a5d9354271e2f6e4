"""`site-builder serve`: a first build, then a server, a watcher and a building thread until Ctrl-C."""

from __future__ import annotations

import errno
import socket
import threading
import webbrowser
from collections.abc import Callable
from contextlib import closing
from datetime import datetime
from pathlib import Path

import uvicorn

from site_builder.building.parallel import default_jobs
from site_builder.building.project import open_project
from site_builder.documents import Record
from site_builder.errors import EnvironmentFault, Problem
from site_builder.preview.app import Place, make_app
from site_builder.preview.guard import bracketed
from site_builder.preview.rebuild import Builder, Rebuilding

_LOOPBACK = ("127.0.0.1", "localhost", "::1")
_WILDCARDS = {"": "127.0.0.1", "0.0.0.0": "127.0.0.1", "::": "::1"}
"""Address that means every one -> the one that a browser on this machine can open."""
_LAST_PORT = 65535


class PreviewOptions(Record, frozen=True, kw_only=True):
    """What `serve` is asked for."""

    port: int = 8000
    """0 means any free one."""
    bind: str = "127.0.0.1"
    open_browser: bool = False
    drafts: bool = True
    reload: bool = True
    """Pages reload themselves after a build that changed something."""
    now: datetime | None = None
    """As a build's: SOURCE_DATE_EPOCH where it is set."""


def serve(config_file: Path, options: PreviewOptions, *, say: Callable[[str], None]) -> None:
    """Show the archive until interrupted (KeyboardInterrupt); `say` gets one line of news at a time.

    Raises UsageError for a wrong site.toml, EnvironmentFault where the port cannot be had. Later problems are
    said and shown in the browser.
    """
    open_project(config_file)
    with closing(listen(options.bind, options.port)) as listener:
        place = Place(bind=options.bind, port=listener.getsockname()[1])
        address = f"http://{bracketed(_WILDCARDS.get(options.bind, options.bind))}:{place.port}/"
        if options.bind not in _LOOPBACK:
            say(f'warning: "{options.bind}" lets other machines in; drafts and all, anyone who reaches it can read')
        builder = Builder(config_file, base_url=address, drafts=options.drafts, now=options.now, say=say)
        # Before any thread: only now may the build use processes.
        builder.build(jobs=default_jobs(), verb="built")
        with Rebuilding(builder, config_file, say=say):
            say(f"serving {address} (drafts {'shown' if options.drafts else 'hidden'}) - Ctrl-C stops")
            if options.open_browser:
                # The listener already queues connections. Text browsers stay in the foreground, hence the thread.
                threading.Thread(target=webbrowser.open, args=(address,), daemon=True).start()
            _run(builder, place, listener, reload=options.reload)


def listen(bind: str, port: int) -> socket.socket:
    """A listening socket, which visitors may already connect to. Raises EnvironmentFault."""
    try:
        family = socket.getaddrinfo(bind, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)[0][0]
        return socket.create_server((bind, port), family=family)
    except OSError as error:
        raise EnvironmentFault([_explain(error, bind, port)]) from error


def _explain(error: OSError, bind: str, port: int) -> Problem:
    if error.errno == errno.EADDRINUSE:
        other = port + 1 if port < _LAST_PORT else 0
        return Problem("", 0, "port-taken", f"port {port} is taken", f"choose another: site-builder serve -p {other}")
    if error.errno == errno.EACCES:
        message, hint = f"port {port} is not open to you", "choose one from 1024 up: site-builder serve -p 8000"
        return Problem("", 0, "port-refused", message, hint)
    message = f'cannot listen on "{bind}": {error.strerror or error}'
    return Problem("", 0, "address-refused", message, "leave --bind out, or name an address of this machine")


def _run(builder: Builder, place: Place, listener: socket.socket, *, reload: bool) -> None:
    """Serve until a signal; raises KeyboardInterrupt for Ctrl-C."""

    def is_stopping() -> bool:
        return server.should_exit

    app = make_app(builder, place, reload=reload, is_stopping=is_stopping)
    config = uvicorn.Config(
        app, lifespan="off", ws="none", loop="asyncio", http="h11", log_config=None, log_level="error",
        access_log=False, server_header=False, proxy_headers=False, timeout_graceful_shutdown=2,
    )  # fmt: skip
    server = uvicorn.Server(config)
    server.run(sockets=[listener])
