"""What took most of a build, slowest first."""

from site_builder.building.slowest import Slowest, Spent, find_slowest
from site_builder.documents import Record
from site_builder.model import Output


class View(Record, frozen=True, kw_only=True):
    """A view of nothing."""


def output(path: str, *, template: str = "", kind: str = "") -> Output:
    return Output(path=path, url=f"/{path}", kind=kind, view=View(), template=template)


OUTPUTS = {
    found.path: found
    for found in (
        output("a.html", template="article.html"),
        output("b.html", template="article.html"),
        output("feed.xml", kind="rss"),
        output("pagefind/x", kind="search"),
    )
}


def test_templates_are_added_up_and_search_files_left_out() -> None:
    rendered = [("a.html", 0.25), ("feed.xml", 0.5), ("b.html", 0.5), ("pagefind/x", 9.0)]
    assert find_slowest({"content/a.md": 0.1, "content/b.md": 0.2}, rendered, OUTPUTS) == Slowest(
        templates=(Spent(name="article.html", seconds=0.75, count=2), Spent(name="rss", seconds=0.5)),
        pages=(
            Spent(name="b.html", seconds=0.5),
            Spent(name="feed.xml", seconds=0.5),
            Spent(name="a.html", seconds=0.25),
        ),
        articles=(Spent(name="content/b.md", seconds=0.2), Spent(name="content/a.md", seconds=0.1)),
    )


def test_of_many_the_eight_slowest_are_named() -> None:
    parsed = {f"content/{number}.md": float(number) for number in range(20)}
    assert [one.seconds for one in find_slowest(parsed, [], {}).articles] == [19, 18, 17, 16, 15, 14, 13, 12]
