"""What came in from elsewhere about an alert, beside it."""

from uuid import uuid4

import pytest

from services.alerts.domain.cap.terms import MsgType
from services.alerts.domain.errors import AlertNotFound
from services.alerts.usecases.list_cap_imports import ListCapImports
from tests.fakes.alerts import APPROVER, READER, drafted, issued, submitted, updated
from tests.ports.record_stores import AMBER, an_import


@pytest.fixture
def listed(unit_of_work):
    return lambda alert, by=APPROVER: ListCapImports(unit_of_work=unit_of_work)(
        by, alert_id=alert.alert_id
    )


def came(stores, about, draft, kind=MsgType.CANCEL):
    stores.alerts.add(draft)
    message = an_import(about=about.alert_id, alert_id=draft.alert_id, msg_type=kind)
    stores.cap_imports.add(message)
    return message


def test_a_cancel_that_waits_is_shown_beside_the_alert_and_on_its_draft(listed, stores) -> None:
    stores.alerts.add(out := issued())
    message = came(stores, out, draft := submitted())
    origin, waiting = listed(out)
    assert (None, [(message, draft)]) == (origin, [(e.message, e.draft) for e in waiting])
    assert (message, []) == listed(draft)


def test_what_was_decided_is_not_shown_any_more(listed, stores) -> None:
    stores.alerts.add(out := issued())
    came(stores, out, submitted().discard())
    came(stores, out, issued(), MsgType.UPDATE)
    assert (None, []) == listed(out)


def test_what_named_an_earlier_message_is_beside_the_one_that_took_its_place(
    listed, stores
) -> None:
    before, update = updated(issued())
    stores.alerts.add(before)
    stores.alerts.add(update)
    message = came(stores, before, submitted())
    assert [message] == [each.message for each in listed(update)[1]]


def test_a_draft_that_one_may_not_read_is_not_told_of(listed, stores) -> None:
    stores.alerts.add(out := issued())
    secret = drafted(marking=AMBER).submit(by="author", reach=1)
    came(stores, out, secret)
    stranger = READER.__class__(subject="s", tier=READER.tier, roles=frozenset({"alert-approver"}))
    assert (None, []) == listed(out, by=stranger)
    assert 1 == len(listed(out)[1])


def test_an_alert_that_one_may_not_know_of_is_not_found(listed, stores) -> None:
    with pytest.raises(AlertNotFound):
        listed(issued())
    stores.alerts.add(draft := drafted())
    with pytest.raises(AlertNotFound):
        listed(draft, by=READER)
    assert draft.alert_id != uuid4()
