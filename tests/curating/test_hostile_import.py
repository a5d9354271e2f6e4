"""Hostile files through the command line: a clear message each, nothing outside content/, never a traceback."""

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from site_builder.cli import main

SITE = 'title = "档案"\nbase_url = "https://archive.example/"\nlanguage = "zh-Hans"\n'
BODY = "本周二，星河智行宣布在三座南方城市开放自动驾驶试乘。\n" * 3


def _post(title: str = "标题", extra: str = "", body: str = BODY) -> bytes:
    return f"---\ntitle: {title}\ndate: 2024-03-05\n{extra}---\n\n{body}".encode()


def _bomb() -> bytes:
    entities = "".join(f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefgh", "bcdefghi", strict=True))
    head = f'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a "{"x" * 100}">{entities}]>'
    return f"{head}<rss version='2.0'><channel><title>&i;</title></channel></rss>".encode()


def _feed(entities: str, text: str) -> bytes:
    item = f"<item><title>题目</title><link>https://a.example/1</link><description>{text}{BODY}</description></item>"
    return f"<!DOCTYPE rss [{entities}]>\n<rss version='2.0'><channel>{item}</channel></rss>".encode()


def _make_huge(path: Path) -> None:
    with path.open("wb") as file:
        file.truncate(20 * 1024 * 1024)


def _link_to_secret(path: Path) -> None:
    secret = path.parent.parent / "secret.md"
    secret.write_bytes(_post("秘密"))
    path.symlink_to(secret)


REFUSED: dict[str, tuple[bytes | Callable[[Path], None], str]] = {
    "aliases.md": (_post(extra="a: &a [1]\nb: [*a, *a]\n"), "yaml-broken"),
    "binary.md": (bytes(range(256)) * 64, "encoding-unknown"),
    "bomb.xml": (_bomb(), "xml-entities"),
    "outside.xml": (_feed('<!ENTITY x SYSTEM "file:///etc/passwd">', "&x;"), "xml-entities"),
    "deep.md": (_post(extra=f"tags: {'[' * 5000}{']' * 5000}\n"), "yaml-broken"),
    "fifo.md": (os.mkfifo, "not-a-file"),
    "huge.md": (_make_huge, "source-too-large"),
    "folder": (lambda path: path.symlink_to("/etc"), "link-outside"),
    "link.md": (_link_to_secret, "link-outside"),
    "loop.md": (lambda path: path.symlink_to(path.name), "unreadable"),
    "nul.md": (_post(body="正文\0" * 60), "encoding-unknown"),
    "wide.md": (_post(extra=f"x: {'x' * 100_000}\n"), "yaml-broken"),
    "zeros.json": (b"\0" * 4096, ""),
}
"""File name -> (content, or what makes the file), and the rule of the error; "" for any."""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "archive"
    (folder / "content").mkdir(parents=True)
    (folder / "site.toml").write_text(SITE, encoding="utf-8")
    return folder


@pytest.fixture
def sources(tmp_path: Path) -> Path:
    folder = tmp_path / "sources"
    folder.mkdir()
    (folder / "good.md").write_bytes(_post("好的"))
    return folder


def _run(root: Path, *arguments: str | Path) -> tuple[int, list[dict[str, Any]], str]:
    """(exit code, results, stderr) of an import; any exception but the exit is raised again."""
    command = ["import", *map(str, arguments), "--json", "-c", str(root / "site.toml")]
    result = CliRunner().invoke(main, command, catch_exceptions=False)
    return result.exit_code, json.loads(result.stdout) if result.stdout else [], result.stderr


def _files(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if not path.is_dir()}


@pytest.mark.parametrize("name", REFUSED)
def test_hostile_file_is_refused_and_the_good_one_imported(name: str, root: Path, sources: Path) -> None:
    content, rule = REFUSED[name]
    if isinstance(content, bytes):
        (sources / name).write_bytes(content)
    else:
        content(sources / name)
    before = _files(root.parent)
    code, results, stderr = _run(root, sources)
    found = {Path(result["source"]).name: result for result in results}
    assert (code, found["good.md"]["status"], found[name]["status"]) == (1, "new", "failed")
    errors = [problem for problem in found[name]["problems"] if problem["severity"] == "error"]
    assert errors
    assert all(problem["rule"] == (rule or problem["rule"]) and problem["message"] for problem in errors)
    assert len(stderr) < 2000
    written = _files(root.parent) - before
    assert {"/".join(path.split("/")[:2]) for path in written} == {"archive/content", "archive/.cache"}


@pytest.mark.parametrize(
    ("name", "post", "path"),
    [
        ("slug.md", _post(extra="slug: ../../../../etc/passwd\n"), "2024/03/passwd"),
        ("slash.md", _post(extra="slug: /etc/\n"), "2024/03/etc"),
        ("title.md", _post("../../../x"), "2024/03/x"),
        ("dots.md", _post("'..'"), None),
        ("bidi.md", _post('"\u202etxt.exe\u2066题"'), "2024/03/txt-exe-ti"),
        ("device.md", _post("con"), "2024/03/con"),
        ("control.md", _post('"a\\0\\x1b[31mb"'), None),
        ("surrogate.md", _post('"a\\ud800b"', body="<p>x&#xD800;y&#55296;正文正文</p>"), None),
        ("long.md", _post("很长的标题" * 400), None),
    ],
)
def test_hostile_name_becomes_a_plain_one(name: str, post: bytes, path: str | None, root: Path, sources: Path) -> None:
    (sources / name).write_bytes(post)
    code, results, _ = _run(root, sources / name)
    ((document,),) = [result["documents"] for result in results]
    assert code == 0
    assert path is None or document == f"content/articles/{path}.md"
    assert _files(root / "content") == {document.removeprefix("content/"), "imports.jsonl"}
    text = (root / document).read_bytes().decode()
    assert not set(text) & set("\0\x1b\u202e\u2066")


DISARMED: dict[str, tuple[bytes, str]] = {
    "slug.md": (_post(extra="slug: ../../x\n"), ':4: warning: slug "../../x" is not a URL segment; used "x"'),
    "path.md": (_post(extra="slug: /etc/\n"), ':4: warning: slug "/etc/" is not a URL segment; used "etc"'),
    "bidi.md": (_post('"\u202etxt.exe\u2066题"'), ":2: warning: marks that turn the writing direction"),
    "escaped.md": (_post('"\\u202etxt.exe题"'), ":2: warning: marks that turn the writing direction"),
    "null.md": (_post(body=f"正文\0正文\n{BODY}"), ":6: warning: a null character was left out"),
    "half.md": (_post(body=f"<p>x&#xD800;y</p>\n\n{BODY}"), ':6: warning: "&#xD800;" is half a character'),
    "outside.xml": (
        _feed('<!ENTITY % h PUBLIC "a" "http://a.example/x.ent"> %h;', ""),
        ':1: warning: the declarations "h" lie outside the file and are not read',
    ),
}


@pytest.mark.parametrize("name", DISARMED)
def test_what_was_made_harmless_is_told_once_with_its_line(name: str, root: Path, sources: Path) -> None:
    source, message = DISARMED[name]
    (sources / name).write_bytes(source)
    code, results, stderr = _run(root, sources / name)
    assert (code, results[0]["status"], stderr.count(f"{name}{message}")) == (0, "new", 1)
    assert all(problem["hint"] for problem in results[0]["problems"])


@pytest.mark.parametrize(
    "post",
    [
        _post(extra="slug: my-post\npermalink: /2024/03/my-post/\n"),
        _post(body=f"`\\ud83d\\ude00` 和 `&amp;#xD800;`\n{BODY}"),
        _feed('<!ENTITY co "公司">', "&co;"),
    ],
)
def test_harmless_sources_get_no_warning(post: bytes, root: Path, sources: Path) -> None:
    (sources / "good.md").unlink()
    (sources / "a.xml" if post.startswith(b"<") else sources / "a.md").write_bytes(post)
    _, (result,), _ = _run(root, sources)
    told = {"slug-unsafe", "direction-marks", "null-removed", "surrogate-lone", "xml-entities"}
    assert (result["status"], told & {problem["rule"] for problem in result["problems"]}) == ("new", set())


def test_folder_outside_content_is_refused_and_a_linked_one_not_written_to(root: Path, sources: Path) -> None:
    outside = root.parent / "outside"
    outside.mkdir()
    (root / "content/linked").symlink_to(outside)
    for into in ("../../x", "../outside", str(outside), "content/../..", "content/linked"):
        result = CliRunner().invoke(main, ["import", str(sources), "--into", into, "-c", str(root / "site.toml")])
        assert (result.exit_code, "outside content/" in result.stderr) == (2, True)
    assert (list(outside.iterdir()), _files(root / "content")) == ([], set())


def test_directory_named_like_a_document_is_walked(root: Path, sources: Path) -> None:
    (sources / "folder.md").mkdir()
    (sources / "folder.md" / "inside.md").write_bytes(_post("里面"))
    code, results, _ = _run(root, sources)
    assert (code, [result["status"] for result in results]) == (0, ["new", "new"])


def test_file_name_that_is_no_text_is_spelled_out(root: Path, sources: Path) -> None:
    for name in (b"\xff\xb0.md", b"\x1b[31m\n.md"):
        with open(os.fsencode(sources) + b"/" + name, "wb") as file:
            file.write(_post(f"题{len(name)}"))
    code, results, _ = _run(root, sources)
    names = {Path(result["source"]).name for result in results}
    assert (code, names) == (0, {"good.md", "\\xff\\xb0.md", "\\x1b[31m\\x0a.md"})
    assert [result["status"] for result in _run(root, sources)[1]] == ["unchanged"] * 3


def test_what_only_looks_like_a_document_in_content_is_left_alone(root: Path, sources: Path) -> None:
    folder = root / "content/articles/2024/03"
    folder.mkdir(parents=True)
    (folder / "hao-de.md").mkdir()
    os.mkfifo(folder / "hao-de-2.md")
    (folder / "hao-de-3.md").symlink_to("/dev/zero")
    code, results, _ = _run(root, sources)
    assert (code, results[0]["documents"]) == (0, ["content/articles/2024/03/hao-de-4.md"])


def test_link_in_content_that_leads_out_is_not_followed(root: Path, sources: Path) -> None:
    outside = root.parent / "outside"
    outside.mkdir()
    (root / "content/articles/2024").mkdir(parents=True)
    (root / "content/articles/2024/03").symlink_to(outside)
    code, _, stderr = _run(root, sources)
    assert (code, list(outside.iterdir())) == (3, [])
    assert "the folder is a link that leads out of content/" in stderr


def test_edited_document_with_hostile_front_matter_is_a_conflict(root: Path, sources: Path) -> None:
    ((document,),) = [result["documents"] for result in _run(root, sources)[1]]
    path = root / document
    (sources / "good.md").write_bytes(_post("好的", body=BODY + "又一段。\n"))
    for line in (f"x: {'[' * 5000}", "a: &a [1]\nb: *a", "title: 再来", "x: !!python/object:os.system y\n\t- z"):
        hostile = path.read_text(encoding="utf-8").replace("\nimport:", f"\n{line}\nimport:", 1)
        before = path.read_bytes()
        path.write_text(hostile, encoding="utf-8")
        code, (result,), _ = _run(root, sources)
        assert (code, result["status"], [p["rule"] for p in result["problems"]]) == (1, "conflict", ["yaml-broken"])
        assert path.read_text(encoding="utf-8") == hostile
        path.write_bytes(before)
