"""Reading one's own share of time."""

from services.training.domain.extra_time import ExtraTime
from services.training.usecases.get_extra_time import GetExtraTime
from tests.fakes.training import LEARNER, NOON, OTHER


def test_each_reads_their_own_and_who_chose_nothing_has_the_whole(unit_of_work, stores) -> None:
    stores.extra_times.keep(ExtraTime(subject="learner", percent=150, chosen_at=NOON))
    get = GetExtraTime(unit_of_work=unit_of_work)
    assert (150, 100) == (get(LEARNER), get(OTHER))
