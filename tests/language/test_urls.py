import pytest

from site_builder.language.urls import clean_url, is_web_url, url_key


@pytest.mark.parametrize(
    ("url", "cleaned"),
    [
        ("https://a.example/p?utm_source=x&id=7&UTM_medium=y&spm=1.2#top", "https://a.example/p?id=7#top"),
        ("https://a.example/p?utm_source=x", "https://a.example/p"),
        ("//img.example/a.png", "https://img.example/a.png"),
        ("https://link.zhihu.com/?target=https%3A//a.example/%3Fb%3D1%26utm_x%3D2", "https://a.example/?b=1"),
        ("https://www.oschina.net/action/GoToLink?url=https%3A%2F%2Fa.example", "https://a.example"),
        ("https://a.example/搜索?q=小米&b=%E5%B0%8F", "https://a.example/搜索?q=小米&b=%E5%B0%8F"),
        ("/news/1?utm_id=3", "/news/1?utm_id=3"),
        ("#note-1", "#note-1"),
        ("mailto:desk@a.example", "mailto:desk@a.example"),
        ("java\nscript:alert(1)", ""),
        (" JavaScript:alert(1)", ""),
        ("data:text/html,x", ""),
        ("https://", ""),
        ("https://[::1", ""),
        ("https://a.example/a b", "https://a.example/a%20b"),
        ("", ""),
    ],
)
def test_address_is_cleaned_for_publishing(url: str, cleaned: str) -> None:
    assert clean_url(url) == cleaned


def test_cleaning_twice_changes_nothing() -> None:
    once = clean_url("https://link.juejin.cn/?target=https%3A%2F%2Fa.example%2F%3Fspm%3D1%26b%3D2")
    assert clean_url(once) == once == "https://a.example/?b=2"


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("http://www.A.example/p/", "https://a.example/p#x"),
        ("https://a.example:443/p?b=2&a=1&from=timeline", "https://a.example/p?a=1&b=2"),
    ],
)
def test_spellings_of_one_page_share_a_key(left: str, right: str) -> None:
    assert url_key(left) == url_key(right) != ""


@pytest.mark.parametrize(
    "url", ["", "ftp://a.example", "/p", "https://a.example\\@b.example", "javascript:1"]
)
def test_what_is_no_web_address_has_no_key(url: str) -> None:
    assert (is_web_url(url), url_key(url)) == (False, "")
