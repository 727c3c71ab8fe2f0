"""A thread that began in public ends in public, whatever is said in it to fewer people."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from kernel.audiences import AudienceRow, Kind, Mode
from kernel.markings import Marking, Tlp
from kernel.tiers import Tier
from services.alerts.domain.alert import Alert, Status
from services.alerts.domain.alert_area import AlertArea
from services.alerts.domain.cap import terms
from services.alerts.domain.cap.message import CapMessage
from services.alerts.domain.content import Urgency
from services.alerts.domain.issued_message import IssuedMessage, messages_of
from services.alerts.domain.wording import CapStatus, Translation
from services.alerts.inbound.cap_xml import read_cap
from tests.fakes.alerts import NOON, issued, updated
from tests.fakes.record import SENDER
from tests.unit.alerts.cap.oasis import broken_rules

AMBER = Marking(tlp=Tlp.AMBER, minimum_tier=Tier.VERIFIED)
LATER = NOON + timedelta(hours=1)
SQUARE = "51.500000,-0.200000 51.500000,0.000000 51.600000,0.000000 51.500000,-0.200000"
SECRETS: dict[str, Any] = {
    "marking": AMBER,
    "headline": "Secret headline",
    "description": "Secret description",
    "instruction": "Secret instruction",
    "action_line": "Secret line.",
    "authority_reference": "Secret reference",
    "audience": (AudienceRow(Mode.INCLUDE, Kind.REGION, "WAL"),),
    "area": AlertArea.about("Secret place", latitude=51.4, longitude=-2.4, radius_metres=500),
    "translations": (
        Translation(
            language="cy-GB",
            headline="Secret",
            description="Secret",
            instruction="Secret",
            action_line="Secret",
        ),
    ),
}
ENDS = {
    Status.WITHDRAWN: terms.MsgType.CANCEL,
    Status.ALL_CLEAR: terms.MsgType.UPDATE,
    Status.EXPIRED: terms.MsgType.UPDATE,
}
AT_ONCE: dict[str, Any] = {"urgency": Urgency.IMMEDIATE, "marking": AMBER}
IN_PUBLIC: list[dict[str, Any]] = [AT_ONCE, {}]
each_end = pytest.mark.parametrize("how", ENDS)


def ended(alert: Alert, how: Status) -> Alert:
    if how is Status.WITHDRAWN:
        return alert.withdraw(by="approver", why="Secret reason", at=LATER)
    if how is Status.EXPIRED:
        return alert.expire(at=alert.content.expires_at)
    proposed = alert.propose_all_clear(
        by="a", text="Secret end", text_cy="Secret", authority_reference="Secret authority"
    )
    return proposed.give_all_clear(by="b", read=proposed.proposal_digest or b"", at=LATER)


def sent(*alerts: Alert) -> list[IssuedMessage]:
    """What goes out in one thread, as it was recorded one after the other."""
    out: list[IssuedMessage] = []
    for number, alert in enumerate(alerts):
        out += messages_of(alert, SENDER, earlier=out, code=f"C0DE-{number:04}-0000")
    return out


def read(message: IssuedMessage) -> CapMessage:
    assert [] == broken_rules(message.document)
    return read_cap(message.document)


@pytest.mark.parametrize("first", IN_PUBLIC)
@each_end
def test_what_was_said_in_public_is_closed_in_public_in_words_that_tell_nothing(
    first: dict[str, Any], how: Status
) -> None:
    out, update = updated(issued(**first), **SECRETS)
    start, notice, end = sent(out, update, ended(update, how))
    for message, kind, before in (
        (notice, terms.MsgType.UPDATE, [start]),
        (end, ENDS[how], [start, notice]),
    ):
        said = read(message)
        assert (kind, terms.Scope.PUBLIC) == (said.msg_type, said.scope)
        assert tuple(each.reference for each in before) == said.references
        assert ["en-GB", "cy-GB"] == [each.language for each in said.infos]
        assert b"Secret" not in message.document
        assert update.content.headline != message.headline == said.infos[0].headline
        assert b"AMBER" not in message.document
        assert message.code.encode() not in message.document
        for info in said.infos:
            assert read(start).infos[0].areas == info.areas
            assert f"https://isp.example/alerts/{out.alert_id}" == info.web
            assert "999" in info.description
            assert ("", ()) == (info.instruction, info.parameters)


def test_that_another_message_took_its_place_does_not_say_that_it_is_safe() -> None:
    for how in ENDS:
        out, update = updated(issued(**AT_ONCE), **SECRETS)
        _, notice, end = (each for each in sent(out, update, ended(update, how)))
        over = how is Status.ALL_CLEAR
        assert "no longer current" in read(notice).infos[0].description
        for message, safe in ((notice, False), (end, over)):
            english, welsh = read(message).infos
            clear = (terms.ResponseType.ALL_CLEAR,) if safe else ()
            for info in (english, welsh):
                assert clear == info.response_types
                assert safe is (info.urgency is terms.CapUrgency.PAST)
            assert safe is ("does not mean that it is safe" not in english.description)
            assert safe is ("Nid yw hyn yn golygu ei bod yn ddiogel" not in welsh.description)


def test_a_withdrawal_says_that_it_was_an_error_and_an_all_clear_its_fixed_words() -> None:
    out, update = updated(issued(**AT_ONCE), **SECRETS)
    *_, error = sent(out, update, ended(update, Status.WITHDRAWN))
    english, welsh = read(error).infos
    assert "issued in error. Please disregard" in english.description
    assert "mewn camgymeriad. Diystyrwch" in welsh.description
    *_, clear = sent(out, update, ended(update, Status.ALL_CLEAR))
    english, welsh = read(clear).infos
    assert english.description.startswith("All clear: what this message told you to do no longer")
    assert welsh.description.startswith("Popeth yn glir")


def test_an_exercise_is_closed_as_one() -> None:
    practice = {"cap_status": CapStatus.EXERCISE}
    out, update = updated(issued(**AT_ONCE, **practice), **SECRETS, **practice)
    for message in sent(out, update, ended(update, Status.WITHDRAWN))[1:]:
        said = read(message)
        assert terms.Status.EXERCISE is said.status
        for text in [text for each in said.infos for text in (each.headline, each.description)]:
            assert text.startswith("EXERCISE")
            assert text.endswith("EXERCISE")


def test_it_is_closed_where_it_was_said() -> None:
    """A reader that keeps what is about its own area alone must not miss the end."""
    where = AlertArea(
        place="Here", shapes=(SQUARE, "51.381000,-2.359000 0.500"), geocodes=(("UGC", "UKC001"),)
    )
    out, update = updated(issued(area=where), **SECRETS)
    start, notice, end = sent(out, update, ended(update, Status.ALL_CLEAR))
    own, london = read(start).infos[0].areas
    assert ("Here", 1, 1, 1) == (
        own.area_desc,
        len(own.polygons),
        len(own.circles),
        len(own.geocodes),
    )
    for message in (notice, end):
        assert ((own, london),) * 2 == tuple(each.areas for each in read(message).infos)


def test_what_follows_in_public_names_what_closed_what_was() -> None:
    out, quiet = updated(issued(), **SECRETS)
    _, open_again = updated(quiet)
    first, notice, last = sent(out, quiet, open_again)
    assert (first.reference, notice.reference) == read(last).references
    assert open_again.content.headline == last.headline


@each_end
def test_a_thread_that_was_never_public_stays_unknown(how: Status) -> None:
    out, update = updated(issued(marking=AMBER), **SECRETS)
    messages = sent(out, update, ended(update, how))
    assert [False] * 3 == [each.public for each in messages]


@each_end
def test_the_end_of_what_was_issued_before_there_were_public_parts_is_not_public(
    how: Status,
) -> None:
    out = issued(**AT_ONCE)
    (issue,) = (replace(each, headline="", document=b"") for each in sent(out))
    over = ended(out, how)
    (end,) = messages_of(over, SENDER, earlier=[issue], code="a")
    assert (b"", "", issue.code) == (end.document, end.headline, end.code)
    assert [False] * 2 == [each.public for each in messages_of(over, SENDER, earlier=[], code="a")]


def test_an_end_of_what_everyone_was_told_is_told_to_everyone() -> None:
    for first in IN_PUBLIC:
        out = issued(**first)
        assert [True] * 2 == [each.public for each in sent(out, ended(out, Status.WITHDRAWN))]


def test_what_was_updated_before_it_was_closed_in_public_ends_in_public() -> None:
    """Its update had no document of its own then."""
    out, update = updated(issued(**AT_ONCE), **SECRETS)
    start, notice = sent(out, update)
    silent = replace(notice, headline="", document=b"")
    over = ended(update, Status.WITHDRAWN)
    (end,) = messages_of(over, SENDER, earlier=[start, silent], code="a")
    assert (start.reference,) == read(end).references
