from hypothesis import given
from hypothesis import strategies as st

from site_builder.archive.paging import ListPage, paginate
from site_builder.views import Pager

lengths, sizes = st.integers(0, 70), st.integers(1, 8)


def pages(length: int, size: int) -> dict[str, tuple[ListPage, list[int]]]:
    """URL -> page; the items are numbered from the oldest, 1."""
    newest_first = list(range(length, 0, -1))
    return {page.url: (page, list(items)) for page, items in paginate(newest_first, url="/x/", size=size)}


@given(lengths, sizes)
def test_numbered_pages_never_change_when_articles_are_added(length: int, size: int) -> None:
    before, after = pages(length, size), pages(length + 1, size)
    for url in before.keys() - {"/x/"}:
        assert before[url][1] == after[url][1]
    assert before.keys() <= after.keys()


@given(lengths, sizes)
def test_number_of_a_page_tells_its_items(length: int, size: int) -> None:
    for page, items in pages(length, size).values():
        if page.pager.number:
            assert items == list(range(page.pager.number * size, (page.pager.number - 1) * size, -1))
        else:
            assert items == list(range(length, max(0, length - size), -1))


@given(lengths, sizes)
def test_every_item_is_reached_by_going_to_older_pages(length: int, size: int) -> None:
    found = pages(length, size)
    reached, url = set(), "/x/"
    while url:
        page, items = found[url]
        reached |= set(items)
        url = page.pager.older
    assert reached == set(range(1, length + 1))


@given(lengths, sizes)
def test_newer_leads_back_to_the_list(length: int, size: int) -> None:
    found = pages(length, size)
    for url in found:
        for _ in range(len(found) + 1):
            url = found[url][0].pager.newer or url
        assert url == "/x/"


def test_seven_articles_in_pages_of_three() -> None:
    assert [(page.url, page.pager, items) for page, items in pages(7, 3).values()] == [
        ("/x/", Pager(number=0, older="/x/page/2/"), [7, 6, 5]),
        ("/x/page/2/", Pager(number=2, newer="/x/", older="/x/page/1/"), [6, 5, 4]),
        ("/x/page/1/", Pager(number=1, newer="/x/page/2/"), [3, 2, 1]),
    ]


def test_list_that_fits_has_one_page() -> None:
    assert [(url, items) for url, (_, items) in pages(3, 3).items()] == [("/x/", [3, 2, 1])]
    assert [(url, items) for url, (_, items) in pages(0, 3).items()] == [("/x/", [])]
