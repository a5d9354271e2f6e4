import pytest

from site_builder.errors import (
    EnvironmentFault,
    Problem,
    SiteBuilderError,
    UsageError,
    has_errors,
    nearest_name,
)

ERROR = Problem("a.md", 3, "x", "wrong", "write right")
WARNING = Problem("a.md", 0, "x", "odd", severity="warning")


@pytest.mark.parametrize(
    ("problem", "text"),
    [
        (ERROR, "a.md:3: wrong\n  hint: write right"),
        (WARNING, "a.md: warning: odd"),
        (Problem("", 0, "x", "wrong"), "wrong"),
    ],
)
def test_problem_reads_as_place_what_and_hint(problem: Problem, text: str) -> None:
    assert str(problem) == text


def test_exception_sorts_its_problems_by_place() -> None:
    later, other = Problem("a.md", 10, "x", "y"), Problem("b.md", 1, "x", "y")
    error = SiteBuilderError([other, later, ERROR, WARNING])
    assert error.problems == [WARNING, ERROR, later, other]
    assert str(error) == "a.md: warning: odd\na.md:3: wrong\n  hint: write right\na.md:10: y\nb.md:1: y"


def test_exit_codes() -> None:
    assert [kind.exit_code for kind in (SiteBuilderError, UsageError, EnvironmentFault)] == [1, 2, 3]


def test_warnings_are_no_errors() -> None:
    assert [has_errors(found) for found in ([], [WARNING], [WARNING, ERROR])] == [False, False, True]


@pytest.mark.parametrize(("name", "nearest"), [("titel", "title"), ("tag", "tags"), ("mood", ""), ("", "")])
def test_nearest_name(name: str, nearest: str) -> None:
    assert nearest_name(name, ("title", "tags", "date")) == nearest
