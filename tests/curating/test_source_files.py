import gzip
import io
import os
import struct
import tarfile
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest

from site_builder.curating import archives
from site_builder.curating.source_files import MAX_SOURCE_BYTES, read_sources
from site_builder.errors import Problem
from site_builder.importing.items import Source


def _read(*paths: Path) -> list[tuple[str, str | bytes]]:
    """(name below the folder, bytes or the problem's rule)."""
    return [
        (name.rpartition("/archive")[2] or name, found.data if isinstance(found, Source) else found.rule)
        for name, found in read_sources(paths)
    ]


def _zip(path: Path, members: Mapping[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in members.items():
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return path


def _tar(path: Path, members: list[tarfile.TarInfo | tuple[str, bytes]]) -> Path:
    with tarfile.open(path, "w:gz" if path.suffix in (".gz", ".tgz") else "w") as archive:
        for member in members:
            if isinstance(member, tarfile.TarInfo):
                archive.addfile(member)
            else:
                info = tarfile.TarInfo(member[0])
                info.size = len(member[1])
                archive.addfile(info, io.BytesIO(member[1]))
    return path


def test_folder_is_walked_in_order_without_hidden_and_foreign_files(tmp_path: Path) -> None:
    for name in ("b.md", "a/x.txt", "a/feed.xml", ".git/y.md", "README.md", "photo.jpg", "__MACOSX/z.md", ".h.md"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(name.encode())
    _zip(tmp_path / "c.zip", {"in.md": b"in"})
    names = [Path(name).relative_to(tmp_path).as_posix() for name, _ in read_sources([tmp_path])]
    assert names == ["b.md", "c.zip/in.md", "a/feed.xml", "a/x.txt"]


def test_documents_that_are_no_text_are_named_not_read(tmp_path: Path) -> None:
    (tmp_path / "report.docx").write_bytes(b"PK")
    (tmp_path / "lines.jsonl").write_bytes(b"{}")
    found = {Path(name).name: source for name, source in read_sources([tmp_path])}
    skipped = found.pop("report.docx")
    assert isinstance(skipped, Problem)
    assert (skipped.rule, skipped.severity) == ("not-text", "warning")
    assert list(found) == ["lines.jsonl"]


def test_page_of_a_bundle_is_known_by_its_folder(tmp_path: Path) -> None:
    (tmp_path / "2024-06-01-launch").mkdir()
    (tmp_path / "2024-06-01-launch" / "index.md").write_bytes(b"a")
    (_, source), = read_sources([tmp_path])
    assert isinstance(source, Source)
    assert source.name == "2024-06-01-launch/index.md"


def test_file_is_read_once_however_often_it_is_named(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_bytes(b"a")
    (tmp_path / "link.md").symlink_to(tmp_path / "a.md")
    assert len(list(read_sources([tmp_path, tmp_path / "a.md", tmp_path / "link.md"]))) == 1


def test_what_is_no_readable_file_is_a_problem(tmp_path: Path) -> None:
    outside = tmp_path / "secret.md"
    outside.write_bytes(b"secret")
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "link.md").symlink_to(outside)
    os.mkfifo(folder / "pipe.md")
    with (folder / "large.md").open("wb") as file:
        file.truncate(MAX_SOURCE_BYTES + 1)
    found = [source.rule for _, source in read_sources([folder, tmp_path / "none.md"]) if isinstance(source, Problem)]
    assert found == ["source-too-large", "link-outside", "not-a-file", "unreadable"]


@pytest.mark.parametrize("name", ["archive.zip", "archive.tar", "archive.tar.gz", "archive.tgz"])
def test_members_are_source_files_by_their_base_name(tmp_path: Path, name: str) -> None:
    members = {"2024/a.md": b"A", "./b/index.html": b"B", "c/index.html": b"C", "logo.png": b"", ".git/x.md": b""}
    path = _zip(tmp_path / name, members) if name.endswith("zip") else _tar(tmp_path / name, list(members.items()))
    found = list(read_sources([path]))
    assert sorted((shown.removeprefix(f"{path}/"), source) for shown, source in found) == [
        ("2024/a.md", Source(name="a.md", data=b"A")),
        ("b/index.html", Source(name="b/index.html", data=b"B")),
        ("c/index.html", Source(name="c/index.html", data=b"C")),
    ]


UNSAFE = ["../../x.md", "/etc/passwd", "a/../../x.md", "C:\\x.md", "C:x.md", "..\\..\\x.md", "\\\\host\\x.md"]


@pytest.mark.parametrize("unsafe", UNSAFE)
@pytest.mark.parametrize("name", ["archive.zip", "archive.tar.gz"])
def test_name_that_leads_out_is_refused_and_costs_no_other(tmp_path: Path, name: str, unsafe: str) -> None:
    members = {unsafe: b"evil", "good.md": b"good"}
    path = _zip(tmp_path / name, members) if name.endswith("zip") else _tar(tmp_path / name, list(members.items()))
    before = sorted(tmp_path.rglob("*"))
    found = [source for _, source in read_sources([path])]
    assert [source.rule for source in found if isinstance(source, Problem)] == ["archive-name-unsafe"]
    assert [source for source in found if isinstance(source, Source)] == [Source(name="good.md", data=b"good")]
    assert sorted(tmp_path.rglob("*")) == before


def test_backslashes_of_a_windows_packer_are_folders(tmp_path: Path) -> None:
    path = _zip(tmp_path / "archive.zip", {"新闻\\2024\\a.md": b"A"})
    assert _read(path) == [(".zip/新闻/2024/a.md", b"A")]


def test_links_and_devices_are_not_followed(tmp_path: Path) -> None:
    members: list[tarfile.TarInfo | tuple[str, bytes]] = [("good.md", b"good")]
    for name, kind in (("s.md", tarfile.SYMTYPE), ("h.md", tarfile.LNKTYPE), ("d.md", tarfile.CHRTYPE),
                       ("f.md", tarfile.FIFOTYPE)):  # fmt: skip
        info = tarfile.TarInfo(name)
        info.type, info.linkname = kind, "/etc/passwd"
        members.append(info)
    tar = _tar(tmp_path / "archive.tar", members)
    assert _read(tar) == [
        (".tar/good.md", b"good"), *((f".tar/{name}.md", "archive-link") for name in "shdf"),
    ]  # fmt: skip
    info = zipfile.ZipInfo("s.md")
    info.external_attr = 0o120777 << 16
    with zipfile.ZipFile(tmp_path / "archive.zip", "w") as archive:
        archive.writestr(info, "/etc/passwd")
    assert _read(tmp_path / "archive.zip") == [(".zip/s.md", "archive-link")]


def test_archive_in_an_archive_is_named_and_left_closed(tmp_path: Path) -> None:
    inner = _zip(tmp_path / "inner.zip", {"a.md": b"A"}).read_bytes()
    (found,) = [source for _, source in read_sources([_zip(tmp_path / "archive.zip", {"inner.zip": inner})])]
    assert isinstance(found, Problem)
    assert (found.rule, found.severity) == ("archive-nested", "warning")


def test_name_without_the_utf8_mark_is_read_as_gbk(tmp_path: Path) -> None:
    path = _zip(tmp_path / "archive.zip", {"abcdefgh.md": b"A"})
    path.write_bytes(path.read_bytes().replace(b"abcdefgh", "河岸周刊".encode("gbk")))
    assert _read(path) == [(".zip/河岸周刊.md", b"A")]


def test_encrypted_member_is_a_problem(tmp_path: Path) -> None:
    path = _zip(tmp_path / "archive.zip", {"a.md": b"A", "b.md": b"B"})
    content = bytearray(path.read_bytes())
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.index(signature) + offset] |= 1
    path.write_bytes(content)
    assert _read(path) == [(".zip/a.md", "archive-encrypted"), (".zip/b.md", b"B")]


def test_damaged_member_of_a_zip_costs_no_other(tmp_path: Path) -> None:
    path = tmp_path / "archive.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a.md", "FIRST")
        archive.writestr("b.md", "SECOND")
    path.write_bytes(path.read_bytes().replace(b"FIRST", b"WRONG"))
    assert _read(path) == [(".zip/a.md", "archive-member-damaged"), (".zip/b.md", b"SECOND")]


def test_declared_size_is_not_believed(tmp_path: Path) -> None:
    path = _zip(tmp_path / "archive.zip", {"a.md": b"x" * 10_000})
    content = bytearray(path.read_bytes())
    for signature, offset in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        struct.pack_into("<I", content, content.index(signature) + offset, 0xFFFFFF00)
    path.write_bytes(content)
    ((_, result),) = _read(path)
    assert result in (b"x" * 10_000, "archive-member-damaged")


def test_member_that_is_too_large_is_a_problem(tmp_path: Path) -> None:
    members = {"a.md": b"x" * (MAX_SOURCE_BYTES + 1), "b.md": b"B"}
    for path in (_zip(tmp_path / "archive.zip", members), _tar(tmp_path / "archive.tgz", list(members.items()))):
        assert [result for _, result in _read(path)] == ["source-too-large", b"B"]


def test_bomb_ends_the_reading(tmp_path: Path) -> None:
    members = {f"{number:02}.md": b"\0" * 4_000_000 for number in range(20)}
    for path in (_zip(tmp_path / "archive.zip", members), _tar(tmp_path / "archive.tar.gz", list(members.items()))):
        results = [result for _, result in _read(path)]
        assert results[-1] == "archive-too-large"
        assert len(results) < 7


def test_number_of_members_is_limited(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "MAX_MEMBERS", 3)
    path = _zip(tmp_path / "archive.zip", {f"{number}.md": b"x" for number in range(5)})
    assert [result for _, result in _read(path)] == [b"x", b"x", b"x", "archive-too-large"]


@pytest.mark.parametrize("name", ["archive.zip", "archive.tar.gz"])
@pytest.mark.parametrize(
    "content", [b"", b"no archive at all", b"PK\x03\x04" + b"\xff" * 500, b"\x1f\x8b" + b"\0" * 99]
)
def test_what_is_no_archive_is_said_to_be_none(tmp_path: Path, name: str, content: bytes) -> None:
    (tmp_path / name).write_bytes(content)
    assert [result for _, result in _read(tmp_path / name)] in (["archive-damaged"], ["archive-empty"])


def test_cut_off_archive_gives_what_comes_before(tmp_path: Path) -> None:
    path = _tar(tmp_path / "archive.tar.gz", [("a.md", b"A"), ("b.md", os.urandom(50_000))])
    path.write_bytes(path.read_bytes()[:-20_000])
    assert [result for _, result in _read(path)] == [b"A", "archive-damaged"]


def test_every_truncation_and_flipped_byte_is_survived(tmp_path: Path) -> None:
    sources = (
        _zip(tmp_path / "a.zip", {"a.md": b"A" * 50, "b.md": b"B"}),
        _tar(tmp_path / "a.tar", [("a.md", b"A" * 50)]),
    )
    for source in sources:
        whole = source.read_bytes()
        for position in range(min(len(whole), 700)):
            flipped = whole[:position] + bytes([whole[position] ^ 0xFF]) + whole[position + 1 :]
            for content in (whole[:position], flipped):
                source.write_bytes(content)
                assert list(read_sources([source]))


def test_archive_without_sources_says_so(tmp_path: Path) -> None:
    assert _read(_zip(tmp_path / "archive.zip", {"a.png": b""})) == [(".zip", "archive-empty")]
    (tmp_path / "archive.tar.gz").write_bytes(gzip.compress(b""))
    assert _read(tmp_path / "archive.tar.gz")[0][1] in ("archive-empty", "archive-damaged")
