"""How well reports are joined into stories: `python -m tests.story_quality [FOLDER…]`.

Pairs are made from real texts by honest edits, the same on every run: a slip mended, paragraphs dropped or moved, an
end cut off, an outlet's lead-in, line breaks; several at once. Pairs that must not join: a quoted passage, a digest
that holds the lead, strangers, and notes written to one pattern. The texts are this project's own; those of source
files in FOLDER are judged as well. Prints precision and recall and what was judged wrong; exits 1 below the targets.
"""

from __future__ import annotations

import random
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from zoneinfo import ZoneInfo

import msgspec

from site_builder.archive.resemblance import JOINS, Signed, find_resemblances
from site_builder.formats.markdown import render
from site_builder.importing.ingest import ingest
from site_builder.importing.items import Draft, Source
from site_builder.importing.outlets import collect_outlets
from site_builder.language.similarity import find_shingles, make_signature, measure_similarity

PRECISION, RECALL = 0.98, 0.90
ROOT = Path(__file__).parent.parent
_OWN = ("content/articles", "examples/sources/hexo", "examples/sources/plain")
_NOW = datetime(2024, 6, 1, tzinfo=UTC)
_FRONT_MATTER = re.compile(r"\A\s*---\n.*?\n---\n", re.DOTALL)
_MIN_CHARACTERS = 200
_SECONDS = 86400.0
_STRANGE = 0.1
_DROPPED = 0.4
"""The largest part of a text that an honest cut takes."""
_LEAD_INS = (
    "【早间快讯】本报记者从多个渠道获悉，消息在市场上引起关注，以下是详细内容。",
    "编者按：这条消息今天被多家媒体转述，我们把原文的主要内容整理在这里，供读者参考。",
    "Our desk has seen the report and sums it up for readers below.\n",
)
_TAILS = ("（责任编辑：小林）", "以上内容不构成投资建议。", "原文有删节。")


class Pair(msgspec.Struct, frozen=True):
    """Two texts, and whether they are reports of one event."""

    kind: str
    first: str
    second: str
    joins: bool


class Score(msgspec.Struct, frozen=True):
    """The outcome of judging pairs."""

    pairs: int
    precision: float
    recall: float
    wrong: tuple[tuple[str, float, str], ...]
    """(kind, similarity found, beginning of the text) of each pair judged wrong."""


# ---------------------------------------------------------------------------------- texts


def read_texts(folders: Iterable[Path]) -> list[str]:
    """The visible texts of documents and source files, each once, by path."""
    markdown = (text for folder in folders for path in sorted(folder.rglob("*")) for text in _read_file(path))
    texts = (render(text, language="zh-Hans").text for text in markdown)
    return list(dict.fromkeys(text for text in texts if len(text) >= _MIN_CHARACTERS))


def _read_file(path: Path) -> list[str]:
    if path.suffix not in (".md", ".txt"):
        return []
    if "content" in path.parts:
        return [_FRONT_MATTER.sub("", path.read_text("utf-8")).strip()]
    source = Source(name=path.name, data=path.read_bytes())
    found = ingest(source, now=_NOW, zone=ZoneInfo("Asia/Shanghai"), outlets=collect_outlets([]))
    return [result.markdown for result in found if isinstance(result, Draft)]


def own_texts() -> list[str]:
    """The texts of this repository."""
    return read_texts(ROOT / folder for folder in _OWN)


# ---------------------------------------------------------------------------------- honest edits

Edit = Callable[[str, random.Random], str]


def _mend_slip(text: str, rng: random.Random) -> str:
    for _ in range(rng.randint(1, 3)):
        at = rng.randrange(len(text) - 1)
        text = text[:at] + text[at + 1] + text[at] + text[at + 2 :]
    return text


def _drop_paragraphs(text: str, rng: random.Random) -> str:
    """Whole paragraphs, as long as enough is left; where all are too long, sentences."""
    for border in ("\n", "。"):
        parts = text.split(border)
        left = list(parts)
        for part in rng.sample(parts, len(parts)):
            if len(border.join(left)) - len(part) >= (1 - _DROPPED) * len(text):
                left.remove(part)
        if len(left) < len(parts):
            return border.join(left)
    return text


def _move_paragraphs(text: str, rng: random.Random) -> str:
    parts = text.split("\n")
    if len(parts) == 1:
        parts = [part + "。" for part in text.split("。")]
    rng.shuffle(parts)
    return "\n".join(parts)


def _cut_end(text: str, rng: random.Random) -> str:
    return text[: int(len(text) * rng.uniform(1 - _DROPPED, 0.95))] + rng.choice(("...", " ...", "……"))


def _add_lead_in(text: str, rng: random.Random) -> str:
    return f"{rng.choice(_LEAD_INS)}\n\n{text}\n\n{rng.choice(_TAILS)}"


def _wrap(text: str, rng: random.Random) -> str:
    """Line breaks at a width, in English between words."""
    width = rng.randint(40, 76)
    return re.sub(rf"([^\n]{{{width}}})(?:(?<=[^!-~])|(?=[^!-~]))", r"\1 \n", text)


def _slip_and_lead_in(text: str, rng: random.Random) -> str:
    return _add_lead_in(_mend_slip(text, rng), rng)


def _cut_and_lead_in(text: str, rng: random.Random) -> str:
    return _cut_end(_add_lead_in(text, rng), rng)


def _cut_and_wrap(text: str, rng: random.Random) -> str:
    return _wrap(_cut_end(text, rng), rng)


EDITS: tuple[Edit, ...] = (
    _mend_slip, _drop_paragraphs, _move_paragraphs, _cut_end, _add_lead_in, _wrap, _slip_and_lead_in, _cut_and_wrap,
    _cut_and_lead_in,
)  # fmt: skip


# ---------------------------------------------------------------------------------- what must not join


def _quote(text: str, other: str, rng: random.Random) -> str:
    """`other` with a passage of `text` in its middle."""
    length = min(len(text), len(other)) // 2
    start = rng.randrange(len(text) - length + 1)
    middle = len(other) // 2
    return f"{other[:middle]}\n\n{text[start : start + length]}\n\n{other[middle:]}"


def _digest(texts: Sequence[str]) -> str:
    """The beginnings of several texts, numbered."""
    return "\n\n".join(f"{number}、{text[: max(80, len(text) // 4)]}" for number, text in enumerate(texts, 1))


_NAMES = ("青禾", "北山", "江海", "云杉", "白鹿", "远岸", "星汉", "南枝")
_PATTERNS = (
    "{month}月{day}日收盘，三大指数{turn}。截至收盘，沪指{turn2}{a}%，报{b}点；深成指{turn2}{c}%，报{d}点；创业板指{turn2}{e}%，"
    "报{f}点。两市成交额合计{g}亿元，较前一交易日{more}{h}亿元。盘面上，半导体、汽车零部件和消费电子板块表现活跃，{i}只个股上涨，"
    "{j}只个股下跌。北向资金全天净{flow}{k}亿元。",
    "{name}集团（0{i}.HK）在港交所公告，公司于{month}月{day}日以每股{a}港元至{c}港元的价格回购{j}万股股份，耗资约{g}万港元。"
    "今年以来公司累计回购{d}万股，占已发行股本的{e}%。公司表示，回购反映管理层对长期前景的信心，所购股份将予以注销。",
    "{name}汽车公布{month}月交付数据：当月交付新车{g}辆，同比增长{a}%，环比增长{c}%；今年前{month}个月累计交付{d}辆，同比增长{e}%。"
    "公司称，新车型的产能正在爬坡，门店数量增至{i}家，充电站增至{j}座，全年目标维持不变。",
    "企业登记信息显示，近日，{name}智能科技有限公司成立，注册资本{g}万元，经营范围包含：人工智能应用软件开发；集成电路设计；"
    "智能机器人的研发；信息系统集成服务；技术服务、技术开发、技术咨询。股权穿透显示，该公司由{name}控股全资持有。",
    "{name} Holdings said it delivered {g} vehicles in the month, up {a} percent from a year earlier, and {d} since "
    "the start of the year. The company expects deliveries of between {i} and {j} vehicles in the coming quarter, and "
    "revenue of {f} million yuan. Its shares closed {c} percent higher at {e} dollars.",
    "央行公告称，为保持银行体系流动性合理充裕，{month}月{day}日以固定利率、数量招标方式开展了{g}亿元7天期逆回购操作，操作利率为{a}%。"
    "数据显示，当日有{d}亿元逆回购到期，据此计算，单日净投放{j}亿元。",
)


def _note(pattern: str, rng: random.Random) -> str:
    """One day's note after a pattern."""
    small = {key: f"{rng.uniform(0.1, 9.9):.2f}" for key in "ace"}
    large = {key: str(rng.randint(100, 19999)) for key in "bdfghijk"}
    return pattern.format(
        month=rng.randint(1, 12), day=rng.randint(1, 28), name=rng.choice(_NAMES), turn2=rng.choice("涨跌"),
        turn=rng.choice(("集体收涨", "涨跌不一")), more=rng.choice(("放量", "缩量")), flow=rng.choice(("买入", "卖出")),
        **small, **large,
    )  # fmt: skip


# ---------------------------------------------------------------------------------- judging


def make_pairs(texts: Sequence[str]) -> Iterator[Pair]:
    """Two joining pairs and three others from each text, and 25 from each pattern."""
    for number, text in enumerate(texts):
        rng = random.Random(f"{number}")
        for edit in rng.sample(EDITS, 2):
            yield Pair(edit.__name__.strip("_"), text, edit(text, rng), True)
        strangers = _find_strangers(number, texts)
        for other in strangers[:1]:
            yield Pair("digest", text, _digest([other, text, *strangers[1:]]), False)
            yield Pair("quote", text, _quote(text, other, rng), False)
            yield Pair("stranger", text, other, False)
    for number, pattern in enumerate(_PATTERNS):
        rng = random.Random(f"pattern {number}")
        for _ in range(25):
            yield Pair("pattern", _note(pattern, rng), _note(pattern, rng), False)


def _find_strangers(number: int, texts: Sequence[str]) -> list[str]:
    """The next four texts that are no report of the same event: they share next to nothing."""
    own = find_shingles(texts[number])
    others = (texts[(number + step) % len(texts)] for step in range(1, len(texts)))
    strangers = (other for other in others if measure_similarity(own, find_shingles(other)) < _STRANGE)
    return list(islice(strangers, 4))


def judge(pairs: Iterable[Pair]) -> Score:
    """Every pair through signatures, candidates and the exact comparison."""
    counts: Counter[tuple[bool, bool]] = Counter()
    wrong = []
    for pair in pairs:
        similarity = find_similarity(pair.first, pair.second)
        is_joined = similarity >= JOINS
        counts[pair.joins, is_joined] += 1
        if is_joined != pair.joins:
            wrong.append((pair.kind, similarity, pair.first[:40].replace("\n", " ")))
    joined = counts[True, True] + counts[False, True]
    return Score(
        pairs=counts.total(),
        precision=counts[True, True] / joined if joined else 1.0,
        recall=counts[True, True] / (counts[True, True] + counts[True, False]),
        wrong=tuple(wrong),
    )


def find_similarity(first: str, second: str) -> float:
    """What the build finds for two texts that appear at the same time; 0 where it does not compare them."""
    texts = {"1": first, "2": second}
    signed = [Signed(key=key, time=0.0, signature=make_signature(find_shingles(text))) for key, text in texts.items()]
    if not all(item.signature for item in signed):
        return 0.0
    found = find_resemblances(signed[1:], signed[:1], seconds=_SECONDS, text_of=texts.__getitem__)
    return max((resemblance.similarity for resemblance in found), default=0.0)


def main(folders: Sequence[str]) -> int:
    """Print a table and the pairs judged wrong; 1 where a target is missed."""
    sets = {"own texts": own_texts()} | {folder: read_texts([Path(folder)]) for folder in folders}
    failed = False
    for name, texts in sets.items():
        score = judge(make_pairs(texts))
        failed |= score.precision < PRECISION or score.recall < RECALL
        for kind, similarity, beginning in score.wrong:
            print(f"  {kind:<20} {similarity:.2f}  {beginning}")
        print(f"{name}: {score.pairs:,} pairs · precision {score.precision:.3f} · recall {score.recall:.3f}")
    return int(failed)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
