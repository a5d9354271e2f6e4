"""`site-builder serve` from outside: a process, its HTTP answers, its lines on stderr, its exit code."""

from __future__ import annotations

import socket
import subprocess
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from preview_process import ARTICLES, DRAFT, DRAFT_URL, GOOD, GOOD_URL, SITE, Preview, make_archive, run_preview

from site_builder.errors import EnvironmentFault, UsageError
from site_builder.feeds.host_files import CONTENT_SECURITY_POLICY
from site_builder.preview.server import PreviewOptions, listen, serve

BROKEN = "---\ntitle: 芯片出货量上升\ndate: 2025-02-31\n---\n\n正文。\n"


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Preview]:
    """One preview for all tests here that leave it as they found it."""
    root = make_archive(tmp_path_factory.mktemp("archive"))
    (root / "static").mkdir()
    (root / "static/numbers.txt").write_text("0123456789")
    (root / "secret.md").write_text("secret")
    with run_preview(root) as preview:
        yield preview


@pytest.fixture
def preview(running: Preview) -> Iterator[Preview]:
    """The running preview; its articles are put back afterwards."""
    yield running
    for name, text in {"site.toml": SITE, **ARTICLES}.items():
        if (running.root / name).read_text(encoding="utf-8") != text:
            running.change(partial(running.write, name, text))


def test_says_where_it_serves_and_that_drafts_are_shown(running: Preview) -> None:
    assert running.lines[0].startswith("built: rendered ")
    assert f"serving http://127.0.0.1:{running.port}/ (drafts shown) - Ctrl-C stops" in running.lines


def test_page_has_the_headers_of_a_careful_host(running: Preview) -> None:
    answer = running.request(GOOD_URL)
    assert answer.status == 200
    assert {name: value for name, value in answer.headers.items() if name not in ("date", "content-length")} == {
        "content-type": "text/html; charset=utf-8",
        "cache-control": "no-store",
        "content-security-policy": CONTENT_SECURITY_POLICY,
        "cross-origin-resource-policy": "same-origin",
        "referrer-policy": "strict-origin-when-cross-origin",
        "x-content-type-options": "nosniff",
    }


def test_site_stands_at_the_root_whatever_the_configured_address(running: Preview) -> None:
    text = running.request(GOOD_URL).text
    assert f'<link rel="canonical" href="http://127.0.0.1:{running.port}{GOOD_URL}">' in text
    assert "archive.example" not in text
    assert "/news/" not in text


def test_page_that_is_not_there_is_the_404_page(running: Preview) -> None:
    answer = running.request("/nothing/")
    assert answer.status == 404
    assert 'class="page-404"' in answer.text
    assert answer.version


def test_folder_without_slash_is_redirected_with_its_query(running: Preview) -> None:
    answer = running.request("/archive?a=1")
    assert (answer.status, answer.headers["location"]) == (307, "/archive/?a=1")


@pytest.mark.parametrize(
    "path",
    [
        "/../site.toml", "/../../../secret.md", "/%2e%2e/%2e%2e/%2e%2e/secret.md", "/..%2f..%2f..%2fsecret.md",
        "/..\\..\\secret.md", "/%5c..%5csecret.md", "/secret.md%00.html", "//secret.md", "/%ff", "/%%",
    ],
)  # fmt: skip
def test_traversal_is_refused(running: Preview, path: str) -> None:
    answer = running.request(path)
    assert (answer.status, answer.text) == (400, "400: this path is not served\n")


@pytest.mark.parametrize("path", ["/.site-builder", "/.site-builder/", "/.git/config", "/%252e%252e/secret.md"])
def test_hidden_file_is_missing(running: Preview, path: str) -> None:
    assert running.request(path).status == 404


@pytest.mark.parametrize(
    "host", ["rebound.example", "rebound.example:{port}", "127.0.0.1", "localhost:1", "[::1", "a b"]
)
@pytest.mark.parametrize("path", ["/", "/.site-builder/events", "/.site-builder/reload.js"])
def test_foreign_host_is_refused(running: Preview, host: str, path: str) -> None:
    answer = running.request(path, host=host.format(port=running.port))
    assert answer.status == 400
    assert "预览档案" not in answer.text


def test_localhost_is_a_host(running: Preview) -> None:
    assert running.request("/", host=f"localhost:{running.port}").status == 200


@pytest.mark.parametrize(
    "headers", [{"Origin": "https://evil.example"}, {"Origin": "null"}, {"Sec_Fetch_Site": "cross-site"}]
)
def test_other_sites_may_not_ask(running: Preview, headers: dict[str, str]) -> None:
    answer = running.request("/.site-builder/events", **headers)
    assert answer.status == 403
    assert "access-control-allow-origin" not in answer.headers


def test_link_from_another_site_may_be_followed(running: Preview) -> None:
    assert running.request("/", Sec_Fetch_Site="cross-site", Sec_Fetch_Mode="navigate").status == 200


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS"])
def test_only_get_and_head_are_answered(running: Preview, method: str) -> None:
    answer = running.request("/", method=method)
    assert (answer.status, answer.headers["allow"]) == (405, "GET, HEAD")


def test_head_has_the_headers_without_the_body(running: Preview) -> None:
    got, head = running.request("/"), running.request("/", method="HEAD")
    assert (head.status, head.body) == (200, b"")
    assert head.headers["content-length"] == str(len(got.body))
    assert running.request("/.site-builder/events", method="HEAD").body == b""


@pytest.mark.parametrize(
    ("asked", "status", "body", "content_range"),
    [
        ("bytes=2-4", 206, "234", "bytes 2-4/10"),
        ("bytes=-2", 206, "89", "bytes 8-9/10"),
        ("bytes=99-", 416, "", "bytes */10"),
    ],
)
def test_part_of_a_file_can_be_asked_for(
    running: Preview, asked: str, status: int, body: str, content_range: str
) -> None:
    answer = running.request("/numbers.txt", Range=asked)
    assert (answer.status, answer.text, answer.headers["content-range"]) == (status, body, content_range)
    assert answer.headers["cache-control"] == "no-store"


def test_malformed_range_is_refused(running: Preview) -> None:
    assert running.request("/numbers.txt", Range="bytes=x-y").status == 400


def test_edit_shows_new_bytes_and_sends_a_new_version(preview: Preview) -> None:
    before = preview.request(GOOD_URL)
    with preview.versions() as next_version:
        assert next_version() == before.version
        preview.write(GOOD, ARTICLES[GOOD].replace("第一版", "第二版"))
        version = next_version()
    after = preview.request(GOOD_URL)
    assert version == after.version != before.version
    assert "第一版正文" in before.text
    assert "第二版正文" in after.text
    assert any(line.startswith("rebuilt: rendered ") for line in preview.lines)


def test_saving_the_same_bytes_reloads_nothing(preview: Preview) -> None:
    version = preview.request("/").version
    preview.rewrite(GOOD, ARTICLES[GOOD], line="rebuilt: rendered 0 of ")
    assert preview.request("/").version == version


def test_broken_article_shows_its_problem_over_the_last_good_site(preview: Preview) -> None:
    with preview.versions() as next_version:
        good = next_version()
        preview.write(GOOD, BROKEN.replace("正文", "<b>正文</b>"))
        assert next_version() != good
        page = preview.request(GOOD_URL)
        assert page.status == 200
        assert "第一版正文" in page.text
        assert '<dialog open class="site-builder-problems"' in page.text
        assert f"<code>{GOOD}:3</code>" in page.text
        assert "2025-02-31" in page.text
        assert any(line.startswith(f"{GOOD}:3: ") for line in preview.lines)
        preview.write(GOOD, ARTICLES[GOOD])
        next_version()
    assert "site-builder-problems" not in preview.request(GOOD_URL).text


def test_broken_configuration_is_shown_and_mended(preview: Preview) -> None:
    preview.change(lambda: preview.write("site.toml", "title = ["))
    assert "broken TOML" in preview.request("/").text
    preview.change(lambda: preview.write("site.toml", SITE.replace("预览", "改名")))
    text = preview.request("/").text
    assert "site-builder-problems" not in text
    assert "改名档案" in text


def test_new_layout_folder_changes_the_pages(preview: Preview) -> None:
    layout = preview.root / "layouts/404.html"
    preview.change(lambda: preview.write("layouts/404.html", "<!doctype html><title>自定</title>"))
    assert "自定" in preview.request("/nothing").text
    preview.change(layout.unlink)
    assert "自定" not in preview.request("/nothing").text


def test_draft_is_shown_and_the_output_folder_is_never_made(preview: Preview) -> None:
    assert preview.request(DRAFT_URL).status == 200
    preview.change(lambda: preview.write(DRAFT, ARTICLES[DRAFT].replace("draft: true", "draft: false")))
    assert preview.request(DRAFT_URL).status == 200
    assert sorted(p.name for p in preview.root.iterdir() if p.name != "layouts") == [
        ".cache", "content", "secret.md", "site.toml", "static",
    ]  # fmt: skip


def test_drafts_and_reload_can_be_left_out(tmp_path: Path) -> None:
    with run_preview(make_archive(tmp_path), "--no-drafts", "--no-reload") as preview:
        assert "(drafts hidden)" in preview.lines[-1]
        assert preview.request(DRAFT_URL).status == 404
        page = preview.request(GOOD_URL)
        assert (page.status, page.version) == (200, "")
        assert preview.request("/.site-builder/events").status == 404


def test_archive_that_is_broken_at_first_shows_why_until_it_is_mended(tmp_path: Path) -> None:
    root = make_archive(tmp_path)
    (root / GOOD).write_text(BROKEN, encoding="utf-8")
    with run_preview(root) as preview:
        for path in ("/", GOOD_URL, "/feed.xml"):
            answer = preview.request(path)
            assert answer.status == 503
            assert f"<code>{GOOD}:3</code>" in answer.text
        assert preview.request("/.site-builder/preview.css").status == 200
        preview.change(lambda: preview.write(GOOD, ARTICLES[GOOD]))
        assert preview.request(GOOD_URL).status == 200


def test_ctrl_c_stops_at_once_with_a_page_open(tmp_path: Path) -> None:
    preview = Preview(make_archive(tmp_path))
    with preview.versions() as next_version:
        next_version()
        assert preview.stop() == 130
    # The server complains there when it has to cut off a stream that does not end by itself.
    assert preview.lines[-1].endswith("Ctrl-C stops")


def test_taken_port_is_an_environment_fault_with_another_to_try(tmp_path: Path) -> None:
    root = make_archive(tmp_path)
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        ended = subprocess.run(
            [sys.executable, "-m", "site_builder", "serve", "-p", str(port), "-c", str(root / "site.toml")],
            capture_output=True, text=True, check=False, timeout=20,
        )  # fmt: skip
    assert ended.returncode == 3
    assert ended.stderr == f"port {port} is taken\n  hint: choose another: site-builder serve -p {port + 1}\n"
    assert not (root / ".cache").exists()


def test_address_of_another_machine_is_an_environment_fault() -> None:
    with pytest.raises(EnvironmentFault, match=r'cannot listen on "192\.0\.2\.1"'):
        listen("192.0.2.1", 0)


def test_missing_configuration_is_wrong_usage(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="there is no such file"):
        serve(tmp_path / "site.toml", PreviewOptions(port=0), say=print)


def test_binding_to_every_address_warns(tmp_path: Path) -> None:
    with run_preview(make_archive(tmp_path), "--bind", "0.0.0.0") as preview:
        preview.wait_for_line('warning: "0.0.0.0" lets other machines in')
        assert preview.address == f"http://127.0.0.1:{preview.port}/"
        assert preview.request("/", host=f"10.1.2.3:{preview.port}").status == 200
        assert preview.request("/", host=f"rebound.example:{preview.port}").status == 400
