"""Bytes of a source file -> text, or a clear refusal; never a replacement character of our making.

Byte order marks and UTF-8 are certain. GB18030 and Big5 are accepted where charset-normalizer (whose door
this is) and the share of everyday Chinese characters agree: any bytes can be read as some Chinese.
"""

from __future__ import annotations

import codecs

from charset_normalizer import from_bytes

from site_builder.importing.common_hanzi import common_share

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CANDIDATES = ("gb18030", "big5")
_UNMARKED = ("utf-16-le", "utf-16-be")
_SAMPLE_BYTES = 64 * 1024
_MIN_ASCII = 0.7
_MIN_SHARE = 0.12
"""Everyday characters among all that are not ASCII: real texts have 0.3 and more, misread ones under 0.03."""
_EVERYDAY = frozenset(
    "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产面而方后多定行学法所"
    "民得经十三之进等部度家电力里如高自二理起小物现实加量都两体制机当使点从业本去把性好应开它合还因由其些然前外天政四日那"
    "這個來時為們會發對後說產經過國於學動與關開還無業現實體電機進種當點從應將間數樣網報讓誌資訊訂閱灣長見處東車話問題"
    "，。、：；！？“”「」（）《》　"
)


_FEWEST = 4
_SHORT_BYTES = 400
"""In fewer bytes a chance character or two make a share."""
_MIN_COMMON = 0.7
_MARKS_OF_TEXT = frozenset("，。、：；！？“”‘’「」『』（）《》【】〈〉—…·　％／｜～＋－＝０１２３４５６７８９")


class UnknownEncoding(ValueError):
    """The bytes are no text in an encoding that can be told for sure."""


def decode(data: bytes) -> tuple[str, str]:
    """(text, encoding). Raises UnknownEncoding with a message for the user."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _strictly(data, "utf-8-sig" if encoding == "utf-8" else encoding), encoding
    try:
        text = data.decode("utf-8")
        if _has_stray_nulls(text):
            return text, "utf-8"
        position = 0
    except UnicodeDecodeError as error:
        position = error.start
    if b"\x00" in data[:_SAMPLE_BYTES]:
        return _unmarked_utf16(data)
    for encoding in (*_likely(data), *_UNMARKED):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if _everyday_share(text) >= _MIN_SHARE and (len(data) > _SHORT_BYTES or not _is_korean(data)):
            return text, encoding
    short = [(text, encoding) for encoding in _CANDIDATES if (text := _read_short(data, encoding))]
    if len(short) == 1:
        return short[0]
    raise UnknownEncoding(f"byte {position} is not UTF-8, and no other encoding fits surely")


def _read_short(data: bytes, encoding: str) -> str:
    """The text of few Chinese characters, nearly all of them common; "" where it may be anything else.

    Titles hold no 的 or 了. Misread bytes are characters of every kind: kana, symbols, and Chinese that news hardly
    uses. Korean reads as common Chinese by chance, so what is all Hangul in its own encoding is refused.
    """
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        return ""
    foreign = [char for char in text if char >= "\x80"]
    hanzi = sum("\u4e00" <= char <= "\u9fff" for char in foreign)
    marks = sum(char in _MARKS_OF_TEXT for char in foreign)
    is_chinese = hanzi >= _FEWEST and hanzi + marks == len(foreign) and common_share(text) >= _MIN_COMMON
    return text if is_chinese and not _is_korean(data) else ""


def _is_korean(data: bytes) -> bool:
    try:
        text = data.decode("euc_kr")
    except UnicodeDecodeError:
        return False
    return all("\uac00" <= char <= "\ud7a3" or char in _MARKS_OF_TEXT for char in text if char >= "\x80")


def _has_stray_nulls(text: str) -> bool:
    """True if null characters are few enough to be slips in a text, as later steps drop them; none at all is fine."""
    nulls = text.count("\x00")
    return nulls <= len(text) // 100 or (nulls <= 3 and len(text) >= 20)


def _strictly(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        message = f"the file says it is {encoding.removesuffix('-sig').upper()}, but byte {error.start} is not"
        raise UnknownEncoding(message) from None


def _unmarked_utf16(data: bytes) -> tuple[str, str]:
    """UTF-16 without its mark: every other byte of ASCII is null, and Chinese is everyday Chinese."""
    for encoding in _UNMARKED:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        sample = text[:_SAMPLE_BYTES]
        ascii_share = sum("\t" <= char <= "~" for char in sample) / max(len(sample), 1)
        if "\x00" not in text and (ascii_share > _MIN_ASCII or _everyday_share(text) >= _MIN_SHARE):
            return text, encoding
    raise UnknownEncoding("the file is binary, not text")


def _likely(data: bytes) -> list[str]:
    """The candidates, the one that charset-normalizer prefers first."""
    best = from_bytes(data[:_SAMPLE_BYTES], cp_isolation=list(_CANDIDATES), steps=4).best()
    preferred = "big5" if best is not None and best.encoding.startswith("big5") else "gb18030"
    shares = {encoding: _everyday_share(_sample(data, encoding)) for encoding in _CANDIDATES}
    return sorted(_CANDIDATES, key=lambda encoding: (-shares[encoding], encoding != preferred))


def _sample(data: bytes, encoding: str) -> str:
    return data[:_SAMPLE_BYTES].decode(encoding, errors="replace")


def _everyday_share(text: str) -> float:
    foreign = [char for char in text[:_SAMPLE_BYTES] if char >= "\x80"]
    return sum(char in _EVERYDAY for char in foreign) / len(foreign) if foreign else 1.0
