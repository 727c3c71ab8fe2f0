"""What identity tells of an organisation is kept as far as an audience asks for it."""

import pytest

from chassis.consumers import IncomingEvent
from isp.identity.v1 import identity_events_pb2
from services.alerts.inbound.events import HearOfOrganisation, consumptions
from services.alerts.usecases.keep_officer import KeepOfficer
from services.alerts.usecases.keep_organisation import KeepOrganisation
from services.alerts.usecases.keep_passkey_keys import KeepPasskeyKeys
from services.alerts.usecases.keep_premises import KeepPremises
from services.alerts.usecases.keep_quiet_account import KeepQuietAccount
from services.alerts.usecases.keep_recipient import KeepRecipient
from services.alerts.usecases.keep_seat import KeepSeat
from tests.fakes.plumbing import SetClock
from tests.fakes.whereabouts import SHOP, organisation


def told(**given: object) -> IncomingEvent[identity_events_pb2.OrganisationChanged]:
    message = identity_events_pb2.OrganisationChanged(
        **{
            "organisation_id": SHOP,
            "version": 1,
            "active": True,
            "name": "The Corner Shop",
            "sectors": ["retail"],
        }
        | given
    )
    return IncomingEvent("event", message.organisation_id, message.version, message)


@pytest.fixture
def hear(unit_of_work) -> HearOfOrganisation:
    return HearOfOrganisation(KeepOrganisation(unit_of_work=unit_of_work))


def test_its_sectors_are_kept_and_its_name_is_not(hear, stores) -> None:
    hear(told())
    (kept,) = stores.whereabouts.organisations([SHOP])
    assert organisation() == kept
    assert "Corner" not in repr(kept)


def test_one_that_is_no_more_is_forgotten_at_once_and_stays_so(hear, stores) -> None:
    for message in (told(), told(version=2, active=False), told()):
        hear(message)
    gone = organisation(version=2, active=False, sectors=frozenset())
    assert [gone] == stores.whereabouts.organisations([SHOP])


def test_an_id_that_is_none_is_parked(hear, stores) -> None:
    with pytest.raises(ValueError, match="hexadecimal"):
        hear(told(organisation_id="ours"))
    assert {} == stores.whereabouts.organisation


def test_work_consumes_each_message_by_a_durable_that_names_it(unit_of_work) -> None:
    consumed = consumptions(
        lambda _row: None,
        KeepRecipient(unit_of_work=unit_of_work),
        KeepOfficer(unit_of_work=unit_of_work),
        KeepOrganisation(unit_of_work=unit_of_work),
        KeepPremises(unit_of_work=unit_of_work, clock=SetClock()),
        keep_quiet=KeepQuietAccount(unit_of_work=unit_of_work),
        keep_passkey_keys=KeepPasskeyKeys(unit_of_work=unit_of_work),
        keep_seat=KeepSeat(unit_of_work=unit_of_work),
    )
    assert {
        f"alerts-{each}"
        for each in (
            "PrincipalChanged",
            "RecipientChanged",
            "OrganisationChanged",
            "PremisesChanged",
            "IdentityHeartbeat",
            "SeatChanged",
        )
    } == {each.durable for each in consumed}
    private = {each.durable for each in consumed if each.private}
    assert {"alerts-RecipientChanged", "alerts-PremisesChanged"} == private
