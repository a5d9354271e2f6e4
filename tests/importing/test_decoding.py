import pytest

from site_builder.importing.decoding import UnknownEncoding, decode

SIMPLIFIED = "这家公司昨天在北京发布了新的产品，市场对它的反应不错，我们会继续关注。" * 3
TRADITIONAL = "這家公司昨天在臺北發表了新的產品，市場對它的反應不錯，我們會繼續關注。" * 3


@pytest.mark.parametrize(
    ("text", "written", "found"),
    [
        (SIMPLIFIED, "utf-8", "utf-8"), (SIMPLIFIED, "utf-8-sig", "utf-8"), (SIMPLIFIED, "utf-16", "utf-16"),
        (SIMPLIFIED, "gb18030", "gb18030"), (TRADITIONAL, "big5", "big5"), ("plain ascii", "ascii", "utf-8"),
        ("", "utf-8", "utf-8"), (SIMPLIFIED, "utf-16-le", "utf-16-le"), ("x = 1\n" * 9, "utf-16-be", "utf-16-be"),
    ],
)  # fmt: skip
def test_text_is_read_in_its_encoding(text: str, written: str, found: str) -> None:
    assert decode(text.encode(written)) == (text, found)


@pytest.mark.parametrize("mark", [b"\xff\xfe", b"\xfe\xff"])
def test_utf16_is_read_in_both_orders(mark: bytes) -> None:
    order = "utf-16-le" if mark == b"\xff\xfe" else "utf-16-be"
    assert decode(mark + SIMPLIFIED.encode(order)) == (SIMPLIFIED, "utf-16")


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"caf\xe9 au lait, tr\xe8s bon, d\xe9j\xe0 vu", "byte 3 is not UTF-8, and no other encoding fits surely"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "the file is binary, not text"),
        (b"\xef\xbb\xbf\xff", "the file says it is UTF-8, but byte 0 is not"),
        (b"\x00" * 50, "the file is binary, not text"),
    ],
)
def test_what_is_no_text_is_refused(data: bytes, message: str) -> None:
    with pytest.raises(UnknownEncoding) as caught:
        decode(data)
    assert str(caught.value) == message


def test_a_few_null_characters_in_a_text_are_slips() -> None:
    text, encoding = decode("港口昨夜恢复作业，吊机全部\x00重新运转，货轮依次靠泊。".encode())
    assert (text.count("\x00"), encoding) == (1, "utf-8")


SHORT = {
    "gb18030": (
        "title,url,date,source\n渡船新品,https://a.example/1,2024-05-01,新浪财经\n",
        "小米涨价\n2024-05-01\n小米今天宣布涨价。\n",
    ),
    "big5": ("title,source\n汽車新品發表,經濟日報\n", "銀行漲價通知\n2024-05-01\n"),
}


@pytest.mark.parametrize(("encoding", "text"), [(encoding, text) for encoding in SHORT for text in SHORT[encoding]])
def test_few_chinese_characters_are_enough_where_they_are_common(encoding: str, text: str) -> None:
    assert decode(text.encode(encoding)) == (text, encoding)


FOREIGN = {
    "euc_kr": ("현대자동차 신차 발표\n", "가격 인상 안내\n"),
    "euc_jp": ("新車の発表会を開催\n", "トヨタ自動車、値上げ\n"),
    "shift_jis": ("新車の発表会を開催\n", "値上げ発表\n"),
    "koi8_r": ("Новая машина выходит в мае\n", "Цены растут\n"),
    "cp1251": ("Новая машина выходит в мае\n", "Цены растут\n"),
    "latin-1": ("Déjà vu à l’été\n".replace("’", "'"), "Größe für Öl\n"),
    "cp1253": ("Νέα τιμή αυτοκινήτου\n",),
}


@pytest.mark.parametrize(("encoding", "text"), [(encoding, text) for encoding in FOREIGN for text in FOREIGN[encoding]])
def test_short_texts_in_other_encodings_are_never_read_as_chinese(encoding: str, text: str) -> None:
    with pytest.raises(UnknownEncoding):
        decode(text.encode(encoding))
