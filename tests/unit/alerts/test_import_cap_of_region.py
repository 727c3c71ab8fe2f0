"""A CAP message about a region's own alert is its people's: a file is no way around them."""

from hashlib import sha256
from uuid import uuid4

import pytest

from services.alerts.domain.alert import Status
from services.alerts.domain.cap import terms
from services.alerts.domain.cap.message import CapArea, CapMessage
from services.alerts.domain.cap.replacing import in_place_of
from services.alerts.domain.cap.writing import to_xml
from services.alerts.domain.region_errors import AudienceLeavesRegion, NotOfTheRegion
from services.alerts.usecases.import_cap import ImportCap
from tests.fakes.alerts import AUTHOR, NOON, key
from tests.fakes.plumbing import FreshIds
from tests.unit.alerts.cap.messages import LONDON, info, message
from tests.unit.alerts.regional import DEPUTY, HOLDER, HUB, NORTH, UNSEATED, Region, seated

UPDATE, CANCEL = terms.MsgType.UPDATE, terms.MsgType.CANCEL
STRANGERS = pytest.mark.parametrize(
    "by", [AUTHOR, HUB, NORTH, UNSEATED], ids=lambda each: each.subject
)


@pytest.fixture
def take(unit_of_work, clock):
    use_case = ImportCap(unit_of_work=unit_of_work, clock=clock, ids=FreshIds())

    def take(said: CapMessage, by):
        digest = sha256(to_xml(said)).digest()
        return use_case(by, message=said, digest=digest, key=key(str(uuid4()), digest, "ImportCap"))

    return take


@pytest.fixture
def out(stores, unit_of_work, clock):
    """A message of London's that is out."""
    seated(stores)
    waiting = Region(unit_of_work, clock).submitted()
    issued = waiting.approve(by=DEPUTY.subject, read=waiting.digest, at=clock.now())
    stores.alerts.save(issued)
    stores.messages.record(issued)
    return issued


def about(stores, alert, *earlier: CapMessage, kind=UPDATE, **given) -> CapMessage:
    """A message about it, and about what came before of the same sender."""
    (sent, *_) = stores.messages.of_alert(alert.alert_id)
    references = (sent.reference, *(each.reference for each in earlier))
    said = info(headline=f"Number {len(earlier)}", **given)
    named = f"demo-{len(earlier)}"
    return message(msg_type=kind, identifier=named, references=references, infos=(said,))


@STRANGERS
def test_nobody_else_updates_it_by_a_file(take, stores, out, by) -> None:
    with pytest.raises(NotOfTheRegion):
        take(about(stores, out), by)
    assert [out.alert_id] == list(stores.alerts.kept)


def test_one_of_its_people_does_and_it_stays_the_regions(take, stores, out) -> None:
    made = take(about(stores, out), HOLDER).alert
    assert (Status.SUBMITTED, "LON", out.alert_id) == (
        made.status,
        made.origin,
        made.thread.updates,
    )


@STRANGERS
@pytest.mark.parametrize("kind", [UPDATE, CANCEL])
def test_nobody_else_says_more_of_it_while_an_update_waits(take, stores, out, by, kind) -> None:
    first = about(stores, out)
    waits = take(first, HOLDER).alert
    with pytest.raises(NotOfTheRegion):
        take(about(stores, out, first, kind=kind), by)
    assert Status.SUBMITTED is stores.alerts.get(waits.alert_id).status


def test_what_takes_the_place_of_a_draft_is_the_regions_too(out) -> None:
    """Otherwise the hub could issue it, and so speak in the region's thread."""
    draft = out.update(uuid4(), out.content, by=HOLDER.subject, at=NOON)
    made = in_place_of(draft, uuid4(), out.content, by=HOLDER.subject, at=NOON)
    assert ("LON", out.alert_id) == (made.origin, made.thread.updates)


def test_it_does_not_leave_the_region_by_what_a_file_names(take, stores, out) -> None:
    both = (LONDON, CapArea(area_desc="Scotland", geocodes=(("ISP-REGION", "SCO"),)))
    with pytest.raises(AudienceLeavesRegion):
        take(about(stores, out, areas=both), HOLDER)
    assert [out.alert_id] == list(stores.alerts.kept)
