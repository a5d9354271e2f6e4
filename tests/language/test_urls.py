import pytest

from site_builder.language.urls import article_url, clean_url, is_web_url, url_key


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
        ("https://a.example/1?from=rss&id=2", "https://a.example/1?id=2"),
        ("https://a.example/1?from=wiki&originReferrer=x", "https://a.example/1?from=wiki"),
        (
            "https://mp.weixin.qq.com/s?__biz=A&mid=1&sn=b&chksm=c&scene=27",
            "https://mp.weixin.qq.com/s?__biz=A&mid=1&sn=b",
        ),
        ("https://item.jd.com/1.html?cu=true&id=1", "https://item.jd.com/1.html?id=1"),
        ("https://notjd.com/1.html?cu=true", "https://notjd.com/1.html?cu=true"),
        ("https://www.huxiu.com/article/1.html?f=rss", "https://www.huxiu.com/article/1.html"),
        ("%6aavascript:alert(1)", ""),
        ("x%256aavascript%253Aalert(1)", ""),
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


@pytest.mark.parametrize(
    ("url", "cleaned"),
    [
        ("https://a.example/1.htm#comments", "https://a.example/1.htm"),
        ("http://www.ithome.com/0/1/2.htm#comments", "https://www.ithome.com/0/1/2.htm"),
        ("http://a.example/1.htm", "http://a.example/1.htm"),
        ("https://a.example/1.htm#comment-42", "https://a.example/1.htm"),
        ("https://a.example/app#/article/1", "https://a.example/app#/article/1"),
        ("https://a.example/1.htm#section-2", "https://a.example/1.htm#section-2"),
    ],
)
def test_articles_own_address_leads_to_no_comments(url: str, cleaned: str) -> None:
    assert article_url(url) == cleaned


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


@pytest.mark.parametrize("url", ["", "ftp://a.example", "/p", "https://a.example\\@b.example", "javascript:1"])
def test_what_is_no_web_address_has_no_key(url: str) -> None:
    assert (is_web_url(url), url_key(url)) == (False, "")


@pytest.mark.parametrize(
    ("url", "target"),
    [
        ("https://www.google.com.hk/url?sa=t&url=https%3A%2F%2Fa.example%2Fp%3Fq%3D1", "https://a.example/p?q=1"),
        ("https://google.de/url?q=https://a.example/p&sa=U", "https://a.example/p"),
        ("https://l.facebook.com/l.php?u=https%3A%2F%2Fa.example%2F%3Ffbclid%3Dx&h=y", "https://a.example/"),
        ("https://www.youtube.com/redirect?event=x&q=https%3A%2F%2Fa.example%2F", "https://a.example/"),
        ("https://out.reddit.com/t3_x?url=https%3A%2F%2Fa.example%2F&token=y", "https://a.example/"),
        ("https://links.jianshu.com/go?to=https%253A%252F%252Fa.example%252Fb", "https://a.example/b"),
        ("https://link.csdn.net/?target=HTTPS%3A%2F%2Fa.example%2F", "HTTPS://a.example/"),
        ("https://steamcommunity.com/linkfilter/?url=http://a.example/", "http://a.example/"),
        ("https://href.li/?https://a.example/p", "https://a.example/p"),
        ("https://go.skimresources.com/?id=1X2&url=https%3A%2F%2Fa.example%2Fp", "https://a.example/p"),
        ("https://link.zhihu.com/?target=https%3A//link.juejin.cn/%3Ftarget%3Dhttps%253A%252F%252Fa.example", "https://a.example"),
    ],
)  # fmt: skip
def test_redirectors_are_unwrapped(url: str, target: str) -> None:
    assert clean_url(url) == clean_url(target) == target


@pytest.mark.parametrize(
    "value",
    [
        "javascript:alert(1)", "javascript%3Aalert(1)", "JaVaScRiPt%253Aalert(1)", "data:text/html,x", "//evil.example",
        "%2F%2Fevil.example", "/local", "https://", "https:evil", "https%3A%2F%2F", "https://a.example\\@evil.example",
        "ftp://a.example/", "", "https%25253A%25252F%25252Fa.example%25252F",
    ],
)  # fmt: skip
def test_redirector_to_anything_else_stays(value: str) -> None:
    url = f"https://link.zhihu.com/?target={value}"
    assert clean_url(url) == url


@pytest.mark.parametrize(
    "url",
    [
        "https://t.cn/A6x", "https://segmentfault.com/link?enc=abc", "https://www.google.com/search?q=https://a.example",
        "https://link.zhihu.com.evil.example/?target=https://a.example",
    ],
)  # fmt: skip
def test_other_addresses_are_no_redirectors(url: str) -> None:
    assert clean_url(url) == url


def test_fifty_redirectors_in_one_another_are_unwrapped() -> None:
    url = "https://a.example/"
    for _ in range(50):
        url = f"https://link.zhihu.com/?target={url}"
    assert clean_url(url) == "https://a.example/"


def test_endless_address_takes_no_time() -> None:
    url = "https://link.zhihu.com/?target=" * 30_000
    assert clean_url(url) == clean_url(clean_url(url))
