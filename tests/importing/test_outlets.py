import pytest

from site_builder.importing.outlets import collect_outlets, is_outlet, outlet_of_url, resolve_outlet

OUTLETS = collect_outlets(
    [("智通财经", ["智通财经网", "zhitongcaijing.com"]), ("远洋观察", ["远洋", "yuanyang.example"])]
)


@pytest.mark.parametrize(
    ("found", "canonical"),
    [
        ("Xin Lang Cai Jing", "新浪财经"), ("3 6 Ke", "36氪"), ("36kr", "36氪"), ("36 氪", "36氪"),
        ("Zhi Tong Cai Jing", "智通财经"), ("智通财经网", "智通财经"), ("智通财经APP", "智通财经"),
        ("Yuan Yang Guan Cha", "远洋观察"), ("远洋", "远洋观察"), ("Mei Ri Jing Ji Xin Wen", "每日经济新闻"),
        ("IT 之家", "IT之家"), ("CLS.cn", "财联社"), ("某某财经网", "某某财经网"), ("Unknown Daily", "Unknown Daily"),
        ("  多\u200b 空格 ", "多 空格"),
    ],
)  # fmt: skip
def test_name_as_found_becomes_the_canonical_one(found: str, canonical: str) -> None:
    assert resolve_outlet(found, OUTLETS) == canonical


def test_archive_renames_a_shipped_outlet() -> None:
    outlets = collect_outlets([("36Kr 中国", ["36氪"])])
    assert [resolve_outlet(name, outlets) for name in ("36kr", "3 6 Ke", "36氪")] == ["36Kr 中国"] * 3


def test_url_tells_the_outlet_by_its_nearest_domain() -> None:
    assert outlet_of_url("https://finance.sina.com.cn/x", OUTLETS) == "新浪财经"
    assert outlet_of_url("https://m.36kr.com/p/1", OUTLETS) == "36氪"
    assert outlet_of_url("https://nowhere.example/", OUTLETS) == ""


def test_unknown_name_is_no_outlet() -> None:
    assert not is_outlet("林老师", OUTLETS)
    assert not is_outlet("", OUTLETS)
