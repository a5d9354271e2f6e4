"""Request paths and Host headers -> what the preview answers."""

from __future__ import annotations

from pathlib import Path

import pytest

from site_builder.preview.guard import Found, content_type, find_file, is_host_allowed, split_path


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A site folder with neighbours that nobody may read."""
    site = tmp_path / "site"
    for name in ("index.html", "tags/存储芯片/index.html", "a b.txt", "empty/x.txt", ".site-builder", ".git/config"):
        (site / name).parent.mkdir(parents=True, exist_ok=True)
        (site / name).write_text(name)
    (tmp_path / "secret.txt").write_text("secret")
    (tmp_path / "site-neighbour").mkdir()
    (tmp_path / "site-neighbour/index.html").write_text("secret")
    (site / "leak.txt").symlink_to(tmp_path / "secret.txt")
    (site / "leak").symlink_to(tmp_path / "site-neighbour")
    (site / "indirect").mkdir()
    (site / "indirect/index.html").symlink_to(tmp_path / "secret.txt")
    (site / "loop").symlink_to(site / "loop")
    (site / "same.txt").symlink_to(site / "a b.txt")
    return site


@pytest.mark.parametrize(
    ("path", "file"),
    [
        (b"/", "index.html"),
        (b"/index.html", "index.html"),
        ("/tags/存储芯片/".encode(), "tags/存储芯片/index.html"),
        (b"/tags/%E5%AD%98%E5%82%A8%E8%8A%AF%E7%89%87/", "tags/存储芯片/index.html"),
        (b"/a%20b.txt", "a b.txt"),
        (b"/same.txt", "a b.txt"),
    ],
)
def test_path_leads_to_its_file(site: Path, path: bytes, file: str) -> None:
    assert find_file(path, site) == Found(kind="file", file=site / file)


def test_folder_without_slash_is_redirected_percent_encoded(site: Path) -> None:
    expected = Found(kind="redirect", location="/tags/%E5%AD%98%E5%82%A8%E8%8A%AF%E7%89%87/")
    assert find_file("/tags/存储芯片".encode(), site) == expected


@pytest.mark.parametrize(
    "path",
    [
        b"/nothing", b"/index.html/", b"/empty/", b"/empty", b"/.site-builder", b"/.git/config", b"/%2Egit/config",
        b"/leak.txt", b"/leak/", b"/leak/index.html", b"/indirect/", b"/loop", b"/" + b"x" * 300,
        b"/%252e%252e/secret.txt",
    ],
)  # fmt: skip
def test_what_is_hidden_outside_or_no_page_is_missing(site: Path, path: bytes) -> None:
    assert find_file(path, site) == Found(kind="missing")


@pytest.mark.parametrize(
    "path",
    [
        b"", b"index.html", b"http://elsewhere.example/", b"/../secret.txt", b"/%2e%2e/secret.txt", b"/..%2fsecret.txt",
        b"/tags/..", b"/./index.html", b"/..\\secret.txt", b"/%5c%5chost%5cshare", b"/index.html%00.txt", b"//host/x",
        b"/tags//x", b"/%ff", b"/%zz", b"/%",
    ],
)  # fmt: skip
def test_path_that_no_honest_page_writes_is_refused(site: Path, path: bytes) -> None:
    assert find_file(path, site) == Found(kind="refused")


def test_path_is_decoded_exactly_once() -> None:
    assert split_path(b"/a%2520b/%2561/") == ("a%20b", "%61", "")


@pytest.mark.parametrize(
    ("host", "bind", "allowed"),
    [
        ("localhost:8000", "127.0.0.1", True),
        ("LOCALHOST:8000", "127.0.0.1", True),
        ("127.0.0.1:8000", "127.0.0.1", True),
        ("[::1]:8000", "::1", True),
        ("192.168.1.7:8000", "192.168.1.7", True),
        ("192.168.1.7:8000", "0.0.0.0", True),
        ("[fe80::7]:8000", "::", True),
        ("archive.local:8000", "archive.local", True),
        ("localhost", "127.0.0.1", False),
        ("localhost:8001", "127.0.0.1", False),
        ("192.168.1.7:8000", "127.0.0.1", False),
        ("rebound.example:8000", "127.0.0.1", False),
        ("rebound.example:8000", "0.0.0.0", False),
        ("127.0.0.1.rebound.example:8000", "0.0.0.0", False),
        ("localhost:8000@rebound.example", "127.0.0.1", False),
        ("localhost:99999999", "127.0.0.1", False),
        ("localhost:", "127.0.0.1", False),
        ("[::1", "::1", False),
        ("[:::::]:8000", "::", False),
        ("", "127.0.0.1", False),
    ],
)
def test_host_must_name_this_server(host: str, bind: str, allowed: bool) -> None:
    assert is_host_allowed(host, bind=bind, port=8000) is allowed


def test_host_without_a_port_means_port_80() -> None:
    assert is_host_allowed("localhost", bind="127.0.0.1", port=80)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("index.html", "text/html; charset=utf-8"),
        ("feed.xml", "application/xml; charset=utf-8"),
        ("feed.json", "application/json; charset=utf-8"),
        ("theme.js", "text/javascript; charset=utf-8"),
        ("_headers", "text/plain; charset=utf-8"),
        ("photo.JPG", "image/jpeg"),
        ("wasm.unknown.pagefind", "application/octet-stream"),
    ],
)
def test_content_type_follows_the_name(name: str, expected: str) -> None:
    assert content_type(Path(name)) == expected
