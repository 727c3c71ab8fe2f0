"""Who runs which tests: each once, in its folder's order, the whole platform in one place."""

from dataclasses import dataclass, field

import pytest

from tests.side_by_side import SideBySide

COLLECTED = [
    *(f"tests/architecture/test_a.py::test_{each}" for each in range(4)),
    *(f"tests/e2e/pages/test_p.py::test_{each}" for each in range(5)),
    *(f"tests/e2e/test_e.py::test_{each}" for each in range(6)),
    *(f"tests/unit/kernel/test_u.py::test_{each}" for each in range(7)),
]


@dataclass(eq=False)
class Worker:
    """Runs what it is sent, as pytest-xdist's does: the last one when no other follows."""

    sent: list[int] = field(default_factory=list)
    shutting_down: bool = False

    def send_runtest_some(self, places: list[int]) -> None:
        self.sent.extend(places)

    def shutdown(self) -> None:
        self.shutting_down = True


def begun(*workers: Worker) -> SideBySide:
    scheduler = SideBySide(len(workers))
    for each in workers:
        scheduler.add_node(each)
    for each in workers:
        scheduler.add_node_collection(each, COLLECTED)
    scheduler.schedule()
    return scheduler


def folders(worker: Worker) -> list[str]:
    names = ["/".join(COLLECTED[each].split("/")[:-1]) for each in worker.sent]
    return list(dict.fromkeys(names))


def run(scheduler: SideBySide, *turns: tuple[Worker, int]) -> None:
    """Let workers end so many tests each, in turn."""
    for worker, many in turns:
        done = len(worker.sent) - len(scheduler._under_way[worker])
        for _ in range(many):
            scheduler.mark_test_complete(worker, worker.sent[done])
            done += 1


def test_the_platform_stays_with_whom_it_began() -> None:
    one, other = Worker(), Worker()
    scheduler = begun(one, other)
    assert (["tests/e2e/pages"], ["tests/architecture"]) == (folders(one), folders(other))
    run(scheduler, (other, 3), (one, 5))
    assert ["tests/e2e/pages", "tests/e2e"] == folders(one)
    assert ["tests/architecture", "tests/unit/kernel"] == folders(other)
    run(scheduler, (one, 6), (other, 8))
    assert scheduler.has_pending is False
    assert scheduler.tests_finished
    assert sorted(one.sent + other.sent) == list(range(len(COLLECTED)))
    assert one.shutting_down
    assert other.shutting_down


def test_who_has_nothing_left_takes_what_another_has_not_begun() -> None:
    one, other = Worker(), Worker()
    scheduler = begun(one, other)
    run(scheduler, (other, 11))
    assert ["tests/architecture", "tests/unit/kernel", "tests/e2e"] == folders(other)
    run(scheduler, (one, 5), (other, 6))
    assert scheduler.tests_finished
    assert sorted(one.sent + other.sent) == list(range(len(COLLECTED)))


def test_one_worker_alone_runs_everything() -> None:
    one = Worker()
    scheduler = begun(one)
    run(scheduler, (one, len(COLLECTED)))
    assert sorted(one.sent) == list(range(len(COLLECTED)))
    assert scheduler.tests_finished


def test_what_a_dead_worker_leaves_is_run_by_the_others_but_for_where_it_died() -> None:
    one, other, new = Worker(), Worker(), Worker()
    scheduler = begun(one, other)
    run(scheduler, (one, 2))
    died = COLLECTED[one.sent[2]]
    assert died == scheduler.remove_node(one)
    scheduler.add_node(new)
    scheduler.add_node_collection(new, COLLECTED)
    scheduler.schedule()
    assert new.sent[: len(one.sent) - 3] == one.sent[3:]
    run(scheduler, (new, 5), (other, 11), (new, 3))
    assert scheduler.tests_finished
    assert sorted([*one.sent[:3], *other.sent, *new.sent]) == list(range(len(COLLECTED)))


def test_workers_that_found_different_tests_run_none() -> None:
    one, other = Worker(), Worker()
    scheduler = SideBySide(2)
    scheduler.add_node(one)
    scheduler.add_node(other)
    scheduler.add_node_collection(one, COLLECTED)
    with pytest.raises(pytest.UsageError, match=r"different tests: .*test_0"):
        scheduler.add_node_collection(other, COLLECTED[1:])
    assert [] == one.sent


def test_a_test_that_a_worker_gives_up_is_not_waited_for() -> None:
    one = Worker()
    scheduler = begun(one)
    scheduler.remove_pending_tests_from_node(one, one.sent[1:])
    assert scheduler.has_pending
    run(scheduler, (one, 0))
    scheduler.mark_test_complete(one, one.sent[0])
    assert "tests/e2e" in folders(one)
