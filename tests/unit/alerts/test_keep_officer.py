"""Where an officer is paged is kept apart from where alerts go."""

import pytest

from chassis.consumers import IncomingEvent
from isp.identity.v1 import identity_events_pb2
from services.alerts.inbound.events import HearOfRecipient
from services.alerts.usecases.keep_officer import KeepOfficer
from services.alerts.usecases.keep_quiet_account import KeepQuietAccount
from services.alerts.usecases.keep_recipient import KeepRecipient
from services.alerts.usecases.page_ports import Officer

DUTY = "33333333-3333-4333-8333-333333333333"


@pytest.fixture
def hear(unit_of_work) -> HearOfRecipient:
    return HearOfRecipient(
        KeepRecipient(unit_of_work=unit_of_work),
        KeepOfficer(unit_of_work=unit_of_work),
        KeepQuietAccount(unit_of_work=unit_of_work),
    )


def told(version: int = 1, language: str = "cy") -> IncomingEvent:
    message = identity_events_pb2.RecipientChanged(
        recipient_id=DUTY,
        version=version,
        language=language,
        officer_subject=DUTY,
        officer_email="duty@police.example",
    )
    return IncomingEvent("event", DUTY, version, message)


def test_it_is_kept_and_no_alert_goes_there(hear, stores) -> None:
    hear(told(2))
    hear(told(1))
    kept = Officer(subject=DUTY, version=2, email="duty@police.example", language="cy")
    assert kept == stores.paging.officer(DUTY)
    assert {} == stores.recipients.kept
    assert "police.example" not in repr(kept)


def test_a_language_that_is_not_known_is_poison(hear, stores) -> None:
    with pytest.raises(ValueError, match="language"):
        hear(told(language="xx"))
    assert {} == stores.paging.officers
