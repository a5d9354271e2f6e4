import pytest

from site_builder.importing.title_day import find_day

TITLES = {
    "早报 2024-07-01": "2024-07-01",
    "融资日报 2024年5月6日": "2024年5月6日",
    "星河要闻（2024.7.1）": "2024.7.1",
    "2024-07-01 星河晚报": "2024-07-01",
    "【2024-07-01】星河晚报": "2024-07-01",
    "Harbour Daily | 2024-07-01": "2024-07-01",
    "星河新车定于2024年5月6日": "",
    "2024年5月6日星河发布新车": "",
    "星河周报 2024-07-01 至 2024-07-05": "",
    "星河 2024-07-01 发布新车": "",
}


@pytest.mark.parametrize("title", TITLES)
def test_day_of_a_title_is_its_own_at_an_end_alone(title: str) -> None:
    assert find_day(title) == TITLES[title]
