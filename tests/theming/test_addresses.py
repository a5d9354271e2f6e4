import pytest

from site_builder.theming.urls import absolute, absolutise, href, localise

PAGE = ("/2024/05/01/x/", "https://a.example/sub/")


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ('<a href="/y">', '<a href="https://a.example/sub/y">'),
        ('<a href="../y/">', '<a href="https://a.example/sub/2024/05/01/y/">'),
        ('<a href="#h-1">', '<a href="https://a.example/sub/2024/05/01/x/#h-1">'),
        ('<img alt="a > b" src="/a.png">', '<img alt="a > b" src="https://a.example/sub/a.png">'),
        ('<a href="https://b.example/">', '<a href="https://b.example/">'),
        ('<a href="//b.example/">', '<a href="//b.example/">'),
        ('<a href="mailto:a@b.example">', '<a href="mailto:a@b.example">'),
        ('<p> href="/y"</p>', '<p> href="/y"</p>'),
        ('<a title=" href=" href="/y">', '<a title=" href=" href="https://a.example/sub/y">'),
    ],
)
def test_references_of_a_feed_are_absolute(html: str, expected: str) -> None:
    assert absolutise(html, *PAGE) == expected


def test_references_of_a_page_lie_below_the_base_path() -> None:
    html = '<a href="/y"></a><a href="y"></a><a href="#z"></a><img src="https://b.example/">'
    assert localise(html, "/") == html
    assert localise(html, "/sub/") == html.replace('"/y"', '"/sub/y"')


def test_addresses_are_encoded_once() -> None:
    assert href("/标签/a%20b/", "/") == "/%E6%A0%87%E7%AD%BE/a%20b/"
    assert absolute("/c++/", "https://a.example/") == "https://a.example/c++/"
    assert href('/"><b>/', "/") == "/%22%3E%3Cb%3E/"
