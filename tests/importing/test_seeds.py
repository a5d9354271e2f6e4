"""The documents that define the project; they stay outside of it."""

from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from site_builder.importing.ingest import ingest
from site_builder.importing.items import Draft, Source
from site_builder.importing.outlets import collect_outlets

SEEDS = Path(__file__).parents[3] / "shared" / "seeds"
CORPUS = SEEDS.parent / "corpus" / "hexo"
ZONE = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 3, 1, tzinfo=ZONE)

EXPECTED = [
    ("2021-07-14 18:29", "36氪", "zh-Hans", "小米，继续北上", False),
    ("2026-02-05 00:00", "", "zh-Hans", "从手机巨头到生活伴侣 小米闺蜜机凭何跃居行业前列", False),
    ("2026-01-07 10:52", "新浪财经", "en", "小米2025:大模型怎么走向现实?答案在“人车家”", False),
    ("2026-01-03 02:53", "证券时报", "zh-Hans", "小米最新辟谣!", True),
    ("2025-12-29 07:53", "智通财经", "zh-Hans", "高盛:小米集团-W(01810)持续推进高端化策略 评级“买入”", True),
    ("2025-12-29 07:52", "智通财经", "zh-Hans", "高盛:小米集团-W持续推进高端化策略 评级“买入”", True),
    (
        "2025-12-29 05:47",
        "格隆汇",
        "zh-Hans",
        "大行评级|高盛:小米持续推进高端化策略 予其“买入”评级及目标价53.5港元",
        True,
    ),
    ("2025-12-27 09:05", "搜狐财经", "zh-Hans", "央视点名雷军!小米干成苹果没做到的事,五年野心藏不住了", True),
    ("2025-12-18 00:09", "36氪", "zh-Hans", "罗福莉首秀,雷军的AI新战事", True),
    ("2025-12-10 10:25", "盐财经", "en", "小米人事重大调整", False),
    ("2025-12-09 14:24", "每日经济新闻", "zh-Hans", "小米人事重大调整,中国区总裁亲自下场“抓业绩”!", True),
    ("2025-11-20 07:35", "雷峰网", "en", "小火靠产品,大火靠模式,小米正迈向模式级胜利", False),
]


def _drafts(paths: list[Path]) -> list[Draft]:
    outlets = collect_outlets([])
    results = [
        result
        for path in paths
        for result in ingest(Source(name=path.name, data=path.read_bytes()), now=NOW, zone=ZONE, outlets=outlets)
    ]
    return [result for result in results if isinstance(result, Draft)]


@pytest.mark.skipif(not SEEDS.exists(), reason="the seeds are not beside the project")
def test_seeds_import_to_twelve_articles() -> None:
    drafts = _drafts(sorted(SEEDS.glob("*.txt")))
    found = [
        (
            front_matter.date.strftime("%Y-%m-%d %H:%M") if front_matter.date else "",
            front_matter.outlet,
            front_matter.language,
            front_matter.title,
            front_matter.truncated,
        )
        for front_matter in (draft.front_matter for draft in drafts)
    ]
    assert found == EXPECTED
    assert len({draft.front_matter.id for draft in drafts}) == 12


@pytest.mark.skipif(not SEEDS.exists(), reason="the seeds are not beside the project")
def test_seeds_keep_credits_and_marked_companies() -> None:
    post, *_ = _drafts(sorted(SEEDS.glob("*.txt")))
    companies = [(company.name, company.id) for company in post.front_matter.companies_marked]
    credits = [(credit.role, credit.names) for credit in post.front_matter.credits]
    assert companies == [("小米", "36kr:121888"), ("百度", "36kr:28215"), ("阿里巴巴", "36kr:7133")]
    assert credits == [("文", ("常薇倩",)), ("编", ("赵小纯",)), ("图", ("Unsplash", "Statista", "Just AI"))]
    assert post.front_matter.authors == ("常薇倩",)
    assert post.markdown.count("![](") == 3
    assert "utm_" not in post.markdown


@pytest.mark.skipif(not CORPUS.exists(), reason="the corpus is not beside the project")
def test_every_mirror_post_gives_one_article() -> None:
    paths = sorted(CORPUS.glob("*.md"))
    drafts = _drafts(paths)
    assert len(drafts) == len(paths)
    assert all(draft.markdown and draft.front_matter.title for draft in drafts)
