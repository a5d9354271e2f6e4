"""Problems: what is wrong with an input, where, and what to write instead.

A problem is a value. Every step returns the problems it met together with what it could make, so that
one run reports all of them. The exceptions below are for what stops a command at once.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from typing import Literal

import msgspec

Severity = Literal["error", "warning"]


class Problem(msgspec.Struct, frozen=True, order=True):
    """One thing wrong in one place; sorts by path, then line."""

    path: str
    """The file as the user knows it, relative to the archive's root; "" where no file is to blame."""
    line: int
    """1-based line in that file; 0 where the whole file is meant."""
    rule: str
    """Stable kebab-case name of the kind of problem ("date-impossible")."""
    message: str
    """What is wrong: lower case, the value in double quotes."""
    hint: str = ""
    """What to write instead, so that it can be pasted; "" where nothing helps."""
    severity: Severity = "error"
    """An error keeps the destination as it was; a warning does not."""

    def __str__(self) -> str:
        place = f"{self.path}:{self.line}: " if self.line else f"{self.path}: " if self.path else ""
        label = "warning: " if self.severity == "warning" else ""
        hint = f"\n  hint: {self.hint}" if self.hint else ""
        return f"{place}{label}{self.message}{hint}"


class SiteBuilderError(Exception):
    """Stops a command; the message is for the user, `exit_code` for the shell."""

    exit_code = 1

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = sorted(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


class UsageError(SiteBuilderError):
    """Wrong arguments or a wrong `site.toml` (exit code 2)."""

    exit_code = 2


class EnvironmentFault(SiteBuilderError):
    """The machine refuses: port taken, disk full, binary missing (exit code 3)."""

    exit_code = 3


def has_errors(problems: Iterable[Problem]) -> bool:
    """True if any of the problems is more than a warning."""
    return any(problem.severity == "error" for problem in problems)


def nearest_name(name: str, known: Iterable[str]) -> str:
    """The known name that `name` is probably a misspelling of, or "" if none is near."""
    matches = difflib.get_close_matches(name, list(known), n=1, cutoff=0.75)
    return matches[0] if matches else ""
