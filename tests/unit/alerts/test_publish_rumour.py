"""Put an entry on the rumour board on a second person's word."""

import pytest

from services.alerts.domain.errors import IllegalTransition, IssuingFrozen, SelfApproval
from services.alerts.domain.freeze import Freeze, Word
from services.alerts.domain.rumour import RumourStatus
from services.alerts.usecases.publish_rumour import PublishRumour
from tests.fakes.alerts import APPROVER, AUTHOR, NOON
from tests.fakes.rumours import proposed_rumour, published_rumour


@pytest.fixture
def publish(unit_of_work, clock):
    return PublishRumour(unit_of_work=unit_of_work, clock=clock)


def test_a_correction_takes_the_place_of_what_stood(publish, stores) -> None:
    stores.rumours.add(before := published_rumour(NOON))
    stores.rumours.add(waits := proposed_rumour(NOON, corrects=before.rumour_id))
    out = publish(APPROVER, rumour_id=waits.rumour_id, read=waits.digest)
    corrected = stores.rumours.get(before.rumour_id)
    assert (RumourStatus.PUBLISHED, RumourStatus.CORRECTED) == (out.status, corrected.status)
    assert out.rumour_id == corrected.corrected_by
    assert ["alerts:publish-rumour"] == [each[1] for each in stores.audit.rows]
    assert ["alerts.rumour-published"] == [each.metric for each in stores.outbox.events]


def test_nobody_publishes_their_own_nor_while_issuing_is_stopped(publish, stores) -> None:
    stores.rumours.add(waits := proposed_rumour(NOON))
    with pytest.raises(SelfApproval):
        publish(AUTHOR, rumour_id=waits.rumour_id, read=waits.digest)
    word = Word(by="duty", at=NOON, why="w")
    stores.freezes.add(Freeze(freeze_id=waits.rumour_id, version=2, proposed=word, confirmed=word))
    with pytest.raises(IssuingFrozen):
        publish(APPROVER, rumour_id=waits.rumour_id, read=waits.digest)
    assert waits == stores.rumours.get(waits.rumour_id)


def test_of_two_corrections_of_one_entry_the_second_is_refused(publish, stores) -> None:
    stores.rumours.add(before := published_rumour(NOON))
    both = [proposed_rumour(NOON, corrects=before.rumour_id) for _ in range(2)]
    for each in both:
        stores.rumours.add(each)
    publish(APPROVER, rumour_id=both[0].rumour_id, read=both[0].digest)
    with pytest.raises(IllegalTransition):
        publish(APPROVER, rumour_id=both[1].rumour_id, read=both[1].digest)
    assert RumourStatus.PROPOSED is stores.rumours.get(both[1].rumour_id).status
