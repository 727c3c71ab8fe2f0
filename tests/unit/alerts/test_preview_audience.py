"""What a preview counts is what becomes of an alert that is issued at that moment."""

from typing import Any
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kernel.audiences import AudienceRow, Kind
from kernel.markings import Marking, Tlp
from kernel.tiers import Tier
from services.alerts.domain import wording
from services.alerts.domain.aim import Aimed
from services.alerts.domain.dispatch import Dispatch
from services.alerts.domain.reach import Counted
from services.alerts.domain.recipient import Address, Channel, Recipient
from services.alerts.domain.whereabouts import Holdings
from services.alerts.domain.wording import CapStatus
from services.alerts.usecases.preview_audience import PreviewAudience
from services.alerts.usecases.queue_deliveries import QueueDeliveries
from tests.fakes.alerts import NOON, issued, memory
from tests.fakes.deliveries import account, recipient
from tests.fakes.plumbing import FreshIds, SetClock, a_row
from tests.fakes.whereabouts import SHOP, organisation, premises
from tests.unit.alerts.test_audience import AROUND, CENTRE, PLACES, include, must_be, rows

CLEAR = Marking.clear()
GREEN = Marking(tlp=Tlp.GREEN, minimum_tier=Tier.REGISTERED)
MAIL = Address(channel=Channel.EMAIL, address="shop@corner.example")
TEXT = Address(channel=Channel.SMS, address="+447700900123")


@st.composite
def _recipients(draw: st.DrawFn) -> Recipient:
    rights = account(
        active=draw(st.booleans()),
        tier=draw(st.sampled_from(Tier)),
        regions=draw(st.frozensets(st.sampled_from(["LON", "WAL"]))),
        holdings=Holdings(places=tuple(draw(st.lists(PLACES, max_size=2)))),
    )
    held = draw(st.booleans())
    return recipient(
        recipient_id=uuid4(),
        active=draw(st.booleans()),
        subject=str(uuid4()) if held else None,
        account=rights if held else None,
        points=draw(st.sampled_from([(), ((51_500_000, -100_000),)])),
        addresses=draw(st.sampled_from([(), (MAIL,), (MAIL, TEXT)])),
    )


@given(
    everyone=st.lists(_recipients(), max_size=8),
    audience=st.lists(rows(), min_size=1, max_size=5, unique=True),
    marking=st.sampled_from([CLEAR, GREEN]),
    channels=st.frozensets(st.sampled_from(wording.Channel), min_size=1),
    cap_status=st.sampled_from(CapStatus),
)
def test_the_preview_is_the_rows_that_are_created(
    everyone: list[Recipient],
    audience: list[AudienceRow],
    marking: Marking,
    channels: frozenset[wording.Channel],
    cap_status: CapStatus,
) -> None:
    unit_of_work, clock = memory(), SetClock(NOON)
    stores = unit_of_work.stores
    for each in everyone:
        stores.recipients.keep(each)
        if each.subject and each.account:
            stores.recipients.accounts[each.subject] = each.account
    stores.reach.people = []
    said: dict[str, Any] = {
        "marking": marking,
        "audience": tuple(audience),
        "channels": channels,
        "cap_status": cap_status,
    }
    aim = Aimed(**said)
    preview = PreviewAudience(unit_of_work=unit_of_work)(aim=aim)

    alert = issued(**said)
    stores.alerts.add(alert)
    stores.dispatches.add(Dispatch.of(alert, at=NOON))
    queue = QueueDeliveries(unit_of_work=unit_of_work, clock=clock, ids=FreshIds(), chunk=3)
    while queue() is not None:
        pass

    created = stores.deliveries.kept.values()
    whose = {each.recipient_id for each in created}
    assert Counted(people=len(whose), messages=len(created)) == preview


@pytest.fixture
def preview(unit_of_work, stores):
    """Count whom rows reach, with a marking that everyone may read unless said otherwise."""
    stores.reach.people = []

    def preview(*rows: AudienceRow, marking: Marking = CLEAR) -> Counted:
        aim = Aimed(marking=marking, audience=rows)
        return PreviewAudience(unit_of_work=unit_of_work)(aim=aim)

    return preview


def test_accounts_are_counted_by_the_premises_of_their_organisation(preview, stores) -> None:
    stores.whereabouts.keep_premises(premises())
    stores.whereabouts.keep_organisation(organisation())
    stores.reach.people = [
        a_row("in", tier=Tier.VERIFIED, organisation_id=SHOP),
        a_row("elsewhere", tier=Tier.VERIFIED, organisation_id=str(uuid4())),
        a_row("nobody's", tier=Tier.VERIFIED),
    ]
    area, office = include(Kind.POLYGON, CENTRE), must_be(Kind.PREMISES_TYPE, "office")
    assert Counted(people=1, messages=0) == preview(area)
    assert Counted(people=0, messages=0) == preview(area, office)
    assert Counted(people=3, messages=0) == preview(include(Kind.EVERYONE))


def test_somebody_in_two_rows_is_one_message_a_channel(preview, stores) -> None:
    stores.recipients.keep(recipient(points=((51_500_000, -100_000),), addresses=(MAIL, TEXT)))
    twice = (include(Kind.REGION, "LON"), include(Kind.CIRCLE, AROUND), include(Kind.EVERYONE))
    assert Counted(people=1, messages=2) == preview(*twice)


def test_no_label_is_passed_over_however_well_the_audience_fits(preview, stores) -> None:
    stores.recipients.keep(recipient(points=((51_500_000, -100_000),)))
    area = include(Kind.CIRCLE, AROUND)
    assert Counted(people=0, messages=0) == preview(area, marking=GREEN)


def test_nobody_is_counted_as_nobody(preview) -> None:
    assert Counted(people=0, messages=0) == preview(include(Kind.EVERYONE))
