"""The folders of an archive on disk: configuration, content files, themes, static files. Reads, never writes."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from site_builder.config import Config, parse_config
from site_builder.documents import Record
from site_builder.errors import Problem, UsageError
from site_builder.theming.theme import ThemeFiles, parent_name

MAX_CONTENT_BYTES = 5_000_000
_PACKAGE = Path(__file__).parent.parent
_THEME_FOLDERS = (_PACKAGE / "themes", _PACKAGE.parent / "themes")
"""Where the package's own themes lie: in an installed wheel, in a checkout."""


class ContentFile(Record, frozen=True, kw_only=True):
    """One file below content/, decoded."""

    path: str
    """Relative to the archive's root: "content/articles/2021/07/x.md"."""
    text: str


class Project(Record, frozen=True, kw_only=True):
    """One archive: its root folder and its configuration."""

    root: Path
    config_path: str
    """As the user knows it, for messages."""
    config: Config

    @property
    def cache_folder(self) -> Path:
        """Everything that may be deleted at any time."""
        return self.root / ".cache"

    @property
    def cache_file(self) -> Path:
        """What earlier builds learned."""
        return self.cache_folder / "build.sqlite"


def open_project(config_file: Path) -> Project:
    """The archive that a site.toml belongs to. Raises UsageError."""
    try:
        text = config_file.read_text(encoding="utf-8")
    except FileNotFoundError:
        hint = "go to the archive's folder, or run: site-builder init"
        raise UsageError([Problem(str(config_file), 0, "config-missing", "there is no such file", hint)]) from None
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError([Problem(str(config_file), 0, "config-unreadable", f"cannot be read: {error}")]) from None
    config = parse_config(str(config_file), text)
    return Project(root=config_file.resolve().parent, config_path=str(config_file), config=config)


def read_content(root: Path) -> tuple[list[ContentFile], list[Problem]]:
    """Every Markdown file below content/, sorted by path, and those that cannot be read."""
    files: list[ContentFile] = []
    problems: list[Problem] = []
    for path in sorted(_walk(root / "content"), key=lambda path: path.as_posix()):
        name = path.relative_to(root).as_posix()
        if path.is_symlink():
            problems.append(_refuse_link(name))
            continue
        if path.suffix != ".md":
            continue
        try:
            data = path.read_bytes()
            if len(data) > MAX_CONTENT_BYTES:
                hint = "split it, or cut what is not text"
                problems.append(Problem(name, 0, "file-too-large", "the file is larger than 5 MB", hint))
                continue
            files.append(ContentFile(path=name, text=data.decode("utf-8")))
        except UnicodeDecodeError as error:
            line = data.count(b"\n", 0, error.start) + 1
            message = f"byte {error.start} is not UTF-8"
            problems.append(Problem(name, line, "encoding-wrong", message, "save the file as UTF-8"))
        except OSError as error:
            message = f"cannot be read: {error.strerror or error}"
            problems.append(Problem(name, 0, "file-unreadable", message, "check the file's permissions"))
    return files, problems


def read_static(root: Path) -> tuple[dict[str, Path], list[Problem]]:
    """Path on the site -> file, for everything below the project's static/ folder; links there are problems."""
    folder = root / "static"
    files = {path.relative_to(folder).as_posix(): path for path in sorted(_walk(folder))}
    links = [name for name, path in files.items() if path.is_symlink()]
    return {name: files[name] for name in files if name not in links}, [_refuse_link(f"static/{n}") for n in links]


def _refuse_link(name: str) -> Problem:
    """A link may lead out of the archive, or in a circle."""
    message = f"links in {name.partition('/')[0]}/ are not followed"
    return Problem(name, 0, "file-is-link", message, "put the file itself here")


def read_layouts(root: Path) -> dict[str, str]:
    """Template name -> source, of the project's own overrides."""
    return _read_texts(root / "layouts")


def read_theme_chain(project: Project) -> list[ThemeFiles]:
    """The chosen theme, then those it extends. Raises UsageError for one that is not there."""
    chain: list[ThemeFiles] = []
    name = project.config.theme
    while name:
        if any(files.name == name for files in chain):
            path = chain[-1].path
            raise UsageError([Problem(f"{path}/theme.toml", 0, "theme-circle", f'"{name}" extends itself')])
        files = _read_theme(project, name)
        chain.append(files)
        name = parent_name(files)
    return chain


def watched_folders(project: Project) -> list[Path]:
    """Files and folders whose change calls for a new build."""
    chain = [folder for files in read_theme_chain(project) if (folder := _theme_folder(project, files.name))]
    names = ("content", "layouts", "static")
    return [project.root / name for name in names if (project.root / name).is_dir()] + chain


def _theme_folder(project: Project, name: str) -> Path | None:
    folders = (project.root / "themes", *_THEME_FOLDERS)
    return next((folder / name for folder in folders if (folder / name / "theme.toml").is_file()), None)


def _read_theme(project: Project, name: str) -> ThemeFiles:
    folder = _theme_folder(project, name)
    if folder is None:
        there = sorted({f.name for d in (project.root / "themes", *_THEME_FOLDERS) if d.is_dir() for f in d.iterdir()})
        hint = "there are: " + ", ".join(there)
        raise UsageError([Problem(project.config_path, 0, "theme-missing", f'there is no theme "{name}"', hint)])
    inside = folder.is_relative_to(project.root)
    path = folder.relative_to(project.root).as_posix() if inside else f"themes/{name}"
    static = _read_files(folder / "static")
    texts = {Path(key).stem: text for key, text in _read_texts(folder / "i18n").items()}
    manifest = _decode(folder / "theme.toml", (folder / "theme.toml").read_bytes())
    templates = _read_texts(folder / "templates")
    return ThemeFiles(name=name, path=path, manifest=manifest, templates=templates, static=static, texts=texts)


def _read_texts(folder: Path) -> dict[str, str]:
    return {name: _decode(folder / name, content) for name, content in _read_files(folder).items()}


def _decode(path: Path, content: bytes) -> str:
    try:
        return content.decode("utf-8").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        raise UsageError([Problem(str(path), 0, "file-unreadable", f"cannot be read: {error}")]) from None


def _read_files(folder: Path) -> dict[str, bytes]:
    found: dict[str, bytes] = {}
    for path in sorted(_walk(folder)):
        try:
            found[path.relative_to(folder).as_posix()] = path.read_bytes()
        except OSError as error:
            message = f"cannot be read: {error.strerror or error}"
            raise UsageError([Problem(str(path), 0, "file-unreadable", message)]) from None
    return found


def _walk(folder: Path) -> Iterator[Path]:
    """Files below `folder` without hidden ones and editors' temporary files. Links come as they are, unfollowed."""
    if not folder.is_dir():
        return
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.name.startswith((".", "#")) or entry.name.endswith(("~", ".swp")):
                continue
            if entry.is_dir(follow_symlinks=False):
                yield from _walk(Path(entry.path))
            elif entry.is_file(follow_symlinks=False) or entry.is_symlink():
                yield Path(entry.path)
