from __future__ import annotations

import os

import pytest

from site_builder.building.parallel import default_jobs, map_items

_factor = 0


def _set_up(factor: int) -> None:
    global _factor
    _factor = factor


def _multiply(number: int) -> tuple[int, int]:
    if number < 0:
        raise ValueError("negative")
    return number * _factor, os.getpid()


def run(numbers: list[int], jobs: int) -> list[tuple[int, int]]:
    return list(map_items(_multiply, numbers, jobs=jobs, setup=_set_up, setup_arguments=(3,)))


@pytest.mark.parametrize("jobs", [1, 2, 3])
def test_results_keep_their_order(jobs: int) -> None:
    numbers = list(range(101))
    assert [value for value, _ in run(numbers, jobs)] == [3 * number for number in numbers]


def test_many_items_are_worked_on_in_other_processes_and_few_in_this() -> None:
    assert os.getpid() not in {process for _, process in run(list(range(64)), 2)}
    assert {process for _, process in run(list(range(31)), 2)} == {os.getpid()}
    assert run([], 2) == []


@pytest.mark.parametrize("jobs", [1, 2])
def test_exception_reaches_the_caller(jobs: int) -> None:
    with pytest.raises(ValueError, match="negative"):
        run([*range(63), -1], jobs)


def test_there_is_a_job_at_least() -> None:
    assert default_jobs() >= 1
