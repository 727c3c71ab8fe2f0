"""Reading one's own training."""

from datetime import timedelta

from services.training.usecases.get_my_training import GetMyTraining
from tests.fakes.training import (
    CATALOGUE,
    LEARNER,
    NOON,
    certificate,
    completed,
    enrolment,
    handed_in,
)


def test_pages_hold_ones_own_with_progress_and_certificate_newest_first(
    unit_of_work, stores
) -> None:
    done = completed(stores)
    stores.certificates.add(held := certificate(enrolment_id=done.enrolment_id))
    stores.enrolments.add(later := enrolment(enrolled_at=NOON + timedelta(days=1)))
    stores.attempts.add(handed_in(later, wrong=3))
    stores.enrolments.add(enrolment("other"))
    read = GetMyTraining(unit_of_work=unit_of_work, catalogue=CATALOGUE)
    first, after = read(LEARNER, after=None, size=1)
    second, end = read(LEARNER, after=after, size=1)
    assert [(later, None)] == [(each.enrolment, each.certificate) for each in first]
    assert [(1, 25), (0, 0)] == [(each.submitted, each.best) for each in first[0].progress]
    assert [(done, held)] == [(each.enrolment, each.certificate) for each in second]
    assert all(each.passed_at for each in second[0].progress)
    assert end is None
