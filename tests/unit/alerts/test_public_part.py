"""What everyone may know of an Immediate alert that not everyone may read."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kernel.access import may_read
from kernel.audiences import AudienceRow, Kind, Mode
from kernel.markings import Marking, Tlp
from kernel.principals import ANONYMOUS
from kernel.tiers import Tier
from services.alerts.domain.alert import Alert, Status
from services.alerts.domain.alert_area import AlertArea
from services.alerts.domain.content import Urgency
from services.alerts.domain.issued_message import messages_of
from services.alerts.domain.public_part import has_public_part, public_part, seen_by
from services.alerts.domain.recipient import Channel
from services.alerts.domain.wording import CapStatus
from services.alerts.inbound.cap_xml import read_cap
from services.alerts.outbound.postgres.alert_rows import row_of
from tests.fakes.alerts import AUTHOR, EVERYTHING, NOON, READER, content, drafted, issued, person
from tests.fakes.deliveries import account, recipient
from tests.fakes.record import SENDER

AMBER = Marking(tlp=Tlp.AMBER, minimum_tier=Tier.VERIFIED)
RED = Marking(tlp=Tlp.RED, minimum_tier=Tier.VERIFIED, named_subjects=frozenset({"one"}))
AT_ONCE: dict[str, Any] = {"urgency": Urgency.IMMEDIATE, "marking": AMBER}
SECRETS: dict[str, Any] = {
    "headline": "Secret headline",
    "description": "Secret description",
    "instruction": "Secret instruction",
}
SQUARE = "51.500000,-0.200000 51.500000,0.000000 51.600000,0.000000 51.500000,-0.200000"
IN_FULL = EVERYTHING | SECRETS | AT_ONCE


def ended(alert: Alert, how: Status) -> Alert:
    if how is Status.WITHDRAWN:
        return alert.withdraw(by="approver", why="Secret reason", at=NOON)
    if how is Status.EXPIRED:
        return alert.expire(at=alert.content.expires_at)
    said = "Secret ending"
    proposed = alert.propose_all_clear(
        by="a", text=said, text_cy=said, authority_reference="Secret authority"
    )
    return proposed.give_all_clear(by="b", read=proposed.proposal_digest or b"", at=NOON)


ENDS = pytest.mark.parametrize("how", [Status.WITHDRAWN, Status.ALL_CLEAR, Status.EXPIRED])


def words_of(alert: Alert) -> str:
    """Everything that a reader could be shown of it."""
    said, ending = alert.content, alert.ending
    shown: list[Any] = [said.headline, said.description, said.instruction, said.action_line]
    shown += [said.translations, said.area, said.kinds, said.authority_reference, said.marking]
    if ending is not None:
        shown += [ending.text, ending.text_cy, ending.authority_reference, ending.why]
    return repr(shown)


@given(
    marking=st.sampled_from([Marking.clear(), AMBER, RED]),
    urgency=st.sampled_from(Urgency),
    cap_status=st.sampled_from(CapStatus),
)
def test_of_what_is_immediate_and_restricted_alone_there_is_a_public_part(
    marking: Marking, urgency: Urgency, cap_status: CapStatus
) -> None:
    said = content(marking=marking, urgency=urgency, cap_status=cap_status)
    restricted, meant = marking != Marking.clear(), cap_status is not CapStatus.TEST
    assert has_public_part(said) is (restricted and meant and urgency is Urgency.IMMEDIATE)


@pytest.mark.parametrize("marking", [AMBER, RED])
def test_it_says_the_action_line_whole_in_every_language_and_nothing_else_of_it(
    marking: Marking,
) -> None:
    out = issued(**IN_FULL | {"marking": marking})
    part = public_part(out)
    assert out.content.action_line == part.content.action_line
    assert [each.action_line for each in out.content.translations] == [
        each.action_line for each in part.content.translations
    ]
    for secret in ("Secret", "Arddangosiad, nid", "Bath", "CAD", "CBRNE", "AVOID", "AMBER", "RED"):
        assert secret not in words_of(part), secret
    assert may_read(ANONYMOUS, part.content.marking)
    assert part.content.headline.startswith("EXERCISE")


@ENDS
def test_its_end_says_how_it_ended_and_none_of_what_was_written_about_it(how: Status) -> None:
    over = ended(issued(**IN_FULL), how)
    part = public_part(over)
    assert how is part.status
    assert part.ending is not None
    assert "Secret" not in words_of(part)
    assert "999" in part.ending.text
    assert ("All clear" in part.ending.text) is (how is Status.ALL_CLEAR)
    assert part.ending.text.startswith("EXERCISE")
    assert part.ending.text.endswith("EXERCISE")


def test_everyone_sees_what_they_may_and_no_more() -> None:
    out = issued(**SECRETS | AT_ONCE)
    assert out == seen_by(out, person("verified", tier=Tier.VERIFIED))
    for below in (ANONYMOUS, READER):
        part = seen_by(out, below)
        assert part is not None
        assert part.part
        assert "Secret" not in words_of(part)


def test_before_it_is_issued_there_is_nothing_of_it_for_anyone_else() -> None:
    draft = drafted(**AT_ONCE)
    assert draft == seen_by(draft, AUTHOR)
    assert seen_by(draft, ANONYMOUS) is None
    assert seen_by(draft, READER) is None


def test_what_can_wait_and_is_restricted_stays_unknown() -> None:
    assert seen_by(issued(marking=AMBER), ANONYMOUS) is None


def test_a_technical_test_is_for_nobody_else() -> None:
    test = issued(**AT_ONCE | {"cap_status": CapStatus.TEST})
    assert seen_by(test, person("verified", tier=Tier.VERIFIED)) is None


def test_its_document_names_the_regions_where_to_act_and_no_more_of_whom_it_is_for() -> None:
    """ADR 0084: in CAP a message must say where it applies, and in the public log it stays."""
    rows = (
        AudienceRow(Mode.INCLUDE, Kind.REGION, "LON"),
        AudienceRow(Mode.INCLUDE, Kind.REGION, "WAL"),
        AudienceRow(Mode.MUST_BE, Kind.SECTOR, "retail"),
        AudienceRow(Mode.MUST_BE, Kind.ORGANISATION, "6f1c53f0-3f5c-4c1e-9c39-1f1c53f03f5c"),
        AudienceRow(Mode.MUST_BE, Kind.ROLE, "security-lead"),
        AudienceRow(Mode.MUST_BE, Kind.POLYGON, SQUARE),
        AudienceRow(Mode.EXCLUDE, Kind.CIRCLE, "51.381000,-2.359000 0.500"),
    )
    area = AlertArea(place="Secret place", shapes=(SQUARE,), geocodes=(("UGC", "UKC001"),))
    out = issued(**SECRETS | AT_ONCE, audience=rows, area=area)
    (message,) = messages_of(out, SENDER, earlier=[], code="7K3Q-9M2X-4T8W")
    (info,) = read_cap(message.document).infos
    assert [("London", (("ISP-REGION", "LON"),)), ("Wales", (("ISP-REGION", "WAL"),))] == [
        (each.area_desc, each.geocodes) for each in info.areas
    ]
    assert all((() == each.polygons == each.circles) for each in info.areas)
    for row in rows[2:]:
        assert row.value.encode() not in message.document
    assert b"Secret" not in message.document
    assert "" == info.audience


def test_it_is_never_kept() -> None:
    with pytest.raises(AssertionError):
        row_of(public_part(issued(**AT_ONCE)))


def test_everyone_whom_it_is_for_is_sent_it_and_nobody_else() -> None:
    said = content(**AT_ONCE)
    slow = replace(said, urgency=Urgency.EXPECTED)
    for there in (
        recipient(),
        recipient(subject="one", account=account(tier=Tier.REGISTERED)),
        recipient(subject="one", account=account(active=False, tier=Tier.TRUSTED)),
    ):
        assert (Channel.EMAIL,) == there.reached_by(said)
        assert () == there.reached_by(slow)
    wales = (AudienceRow(Mode.INCLUDE, Kind.REGION, "WAL"),)
    assert () == recipient().reached_by(replace(said, audience=wales))


def test_with_nobody_who_may_read_it_it_may_still_be_handed_over() -> None:
    """Whoever has no account is told what to do on the pages and the stream."""
    assert Status.SUBMITTED is drafted(**AT_ONCE).submit(by="author", reach=0).status
