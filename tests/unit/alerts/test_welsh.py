"""What can reach Wales waits for its Welsh, or owes it: never in silence, never unconfirmed."""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest

from kernel.audiences import AudienceRow, Kind, Mode
from services.alerts.domain.alert import Alert, Status
from services.alerts.domain.content import Severity
from services.alerts.domain.errors import SelfApproval
from services.alerts.domain.hands import Hand, Part
from services.alerts.domain.welsh import FOLLOWS_WITHIN, StandIn, Welsh, welsh_of
from services.alerts.domain.welsh_confirming import confirm_welsh, owes_welsh
from services.alerts.domain.welsh_errors import WelshNotConfirmed, WelshStandsIn, WelshTextNeeded
from services.alerts.domain.wording import CapStatus, Translation
from tests.fakes.alerts import EVERYTHING, NOON, content, drafted, issued
from tests.fakes.templates import STAND_IN

WALES = (AudienceRow(Mode.INCLUDE, Kind.REGION, "WAL"),)
LONDON = (AudienceRow(Mode.INCLUDE, Kind.REGION, "LON"),)
CYMRAEG = EVERYTHING["translations"]
HELD = StandIn(template_id=uuid4(), words=STAND_IN)
EXTREME = {"audience": WALES, "severity": Severity.EXTREME}


def approve(alert: Alert, at=NOON) -> Alert:
    return alert.approve(by="approver", read=alert.digest, at=at)


def confirmed(alert: Alert, by: str = "welsh") -> Alert:
    return confirm_welsh(alert, by=by, read=alert.digest, at=NOON)


def test_without_welsh_it_waits() -> None:
    with pytest.raises(WelshTextNeeded):
        approve(drafted(audience=WALES).submit(by="author", reach=1))


def test_with_welsh_that_nobody_confirmed_it_waits() -> None:
    with pytest.raises(WelshNotConfirmed):
        approve(drafted(audience=WALES, translations=CYMRAEG).submit(by="author", reach=1))


@pytest.mark.parametrize("first", ["confirmed", "submitted"])
def test_confirmed_before_or_after_it_is_handed_over_it_goes_out(first: str) -> None:
    draft = drafted(audience=WALES, translations=CYMRAEG)
    if first == "confirmed":
        waiting = confirmed(draft).submit(by="author", reach=1)
    else:
        waiting = confirmed(draft.submit(by="author", reach=1))
    out = approve(waiting)
    assert (Status.ISSUED, None, False) == (out.status, out.welsh.due_at, owes_welsh(out))
    assert Hand("welsh", Part.WELSH_APPROVER) in out.worked


def test_who_confirmed_it_cannot_approve_it_as_well() -> None:
    waiting = confirmed(drafted(audience=WALES, translations=CYMRAEG).submit(by="author", reach=1))
    with pytest.raises(SelfApproval):
        waiting.approve(by="welsh", read=waiting.digest, at=NOON)


@pytest.mark.parametrize("changed", [{"headline": "Other"}, {"severity": Severity.MINOR}])
def test_any_edit_makes_the_word_void(changed: dict) -> None:
    said = {"audience": WALES, "translations": CYMRAEG}
    waiting = confirmed(drafted(**said))
    edited = waiting.edit(content(**said | changed), by="editor", at=NOON)
    with pytest.raises(WelshNotConfirmed):
        approve(edited.submit(by="author", reach=1))


def test_what_cannot_reach_wales_needs_none() -> None:
    assert Status.ISSUED is approve(drafted(audience=LONDON).submit(by="author", reach=1)).status


def test_a_technical_test_needs_none_and_an_exercise_does() -> None:
    test = drafted(audience=WALES, cap_status=CapStatus.TEST).submit(by="author", reach=1)
    assert Status.ISSUED is approve(test).status
    with pytest.raises(WelshTextNeeded):
        approve(drafted(audience=WALES, cap_status=CapStatus.EXERCISE).submit(by="author", reach=1))


def test_an_extreme_alert_goes_out_at_once_with_the_words_that_stand_in() -> None:
    out = approve(drafted(**EXTREME).submit(by="author", reach=1, stand_in=HELD))
    said = welsh_of(out.content)
    assert "Rhybudd brys / Demonstration" == said.headline
    assert said.description.endswith("\n\nDemonstration, not official.")
    assert "Rhybudd brys. / Demonstration: do nothing." == said.action_line
    assert (HELD.template_id, NOON + FOLLOWS_WITHIN) == (out.welsh.stand_in, out.welsh.due_at)
    assert owes_welsh(out)
    assert [] == out.content.violations(NOON)


def test_welsh_that_nobody_confirmed_is_set_aside_and_never_sent() -> None:
    out = approve(
        drafted(**EXTREME, translations=CYMRAEG).submit(by="author", reach=1, stand_in=HELD)
    )
    assert CYMRAEG[0] == out.welsh.set_aside
    assert CYMRAEG[0] != welsh_of(out.content)


def test_confirmed_welsh_of_an_extreme_alert_is_sent_as_it_is() -> None:
    waiting = confirmed(drafted(**EXTREME, translations=CYMRAEG)).submit(
        by="author", reach=1, stand_in=HELD
    )
    out = approve(waiting)
    assert (CYMRAEG[0], None) == (welsh_of(out.content), out.welsh.due_at)


def test_where_no_words_stand_an_extreme_alert_goes_out_in_english_and_owes_its_welsh() -> None:
    out = approve(drafted(**EXTREME, translations=CYMRAEG).submit(by="author", reach=1))
    assert (None, NOON + FOLLOWS_WITHIN) == (welsh_of(out.content), out.welsh.due_at)
    assert owes_welsh(out)


def test_an_exercise_of_it_says_so_first_and_last() -> None:
    out = approve(
        drafted(**EXTREME, cap_status=CapStatus.EXERCISE).submit(
            by="author", reach=1, stand_in=HELD
        )
    )
    said = welsh_of(out.content).headline
    assert said.startswith("EXERCISE EXERCISE EXERCISE: Rhybudd brys / Demonstration")
    assert said.endswith("EXERCISE EXERCISE EXERCISE")
    assert 2 == said.count("EXERCISE EXERCISE EXERCISE")
    assert [] == out.content.violations(NOON)


def test_what_is_too_long_for_both_is_english_alone() -> None:
    headline = "x" * 160
    said = HELD.beside(content(headline=headline, description="y" * 5000))
    assert (headline, "y" * 5000) == (said.headline, said.description)


def test_without_an_action_line_there_is_none_in_welsh() -> None:
    assert "" == HELD.beside(content(action_line="")).action_line


def test_words_that_stand_in_cannot_be_confirmed_and_cannot_serve_a_lesser_alert() -> None:
    waiting = drafted(**EXTREME).submit(by="author", reach=1, stand_in=HELD)
    with pytest.raises(WelshStandsIn):
        confirmed(waiting)
    lesser = replace(waiting.content, severity=Severity.SEVERE)
    edited = waiting.edit(lesser, by="editor", at=NOON)
    with pytest.raises(WelshTextNeeded):
        approve(edited.submit(by="author", reach=1, stand_in=HELD))


def test_handed_over_again_the_words_stand_beside_the_english_of_now() -> None:
    waiting = drafted(**EXTREME).submit(by="author", reach=1, stand_in=HELD)
    edited = waiting.edit(replace(waiting.content, headline="Newer"), by="editor", at=NOON)
    again = edited.submit(by="author", reach=1, stand_in=HELD)
    assert "Rhybudd brys / Newer" == welsh_of(again.content).headline
    assert again.welsh.set_aside is None


def test_an_update_with_confirmed_welsh_pays_what_is_owed() -> None:
    out = approve(
        drafted(**EXTREME, translations=CYMRAEG).submit(by="author", reach=1, stand_in=HELD)
    )
    draft = out.update(
        uuid4(), replace(out.content, translations=CYMRAEG), by="translator", at=NOON
    )
    update = approve(confirmed(draft).submit(by="author", reach=1, stand_in=HELD))
    assert not owes_welsh(update)
    assert not owes_welsh(out.succeeded(by=update.alert_id, at=NOON))


def test_an_update_that_is_extreme_again_owes_by_the_first_ones_time() -> None:
    out = approve(drafted(**EXTREME).submit(by="author", reach=1, stand_in=HELD))
    later = NOON + timedelta(minutes=40)
    draft = out.update(uuid4(), replace(out.content, headline="More"), by="author", at=later)
    assert (out.welsh.due_at, HELD.template_id) == (draft.welsh.due_at, draft.welsh.stand_in)
    update = approve(draft.submit(by="author", reach=1, stand_in=HELD), at=later)
    assert NOON + FOLLOWS_WITHIN == update.welsh.due_at


def test_an_update_for_elsewhere_still_reaches_those_in_wales_who_had_the_first() -> None:
    out = approve(
        confirmed(drafted(audience=WALES, translations=CYMRAEG)).submit(by="author", reach=1)
    )
    draft = out.update(uuid4(), content(audience=LONDON), by="author", at=NOON)
    with pytest.raises(WelshTextNeeded):
        approve(draft.submit(by="author", reach=1))
    third = replace(draft, welsh=replace(draft.welsh, earlier=False))
    assert Status.ISSUED is approve(third.submit(by="author", reach=1)).status


def test_whoever_translated_the_first_message_has_a_hand_in_an_update_that_keeps_it() -> None:
    draft = drafted(audience=WALES).edit(
        content(audience=WALES, translations=CYMRAEG), by="translator", at=NOON
    )
    out = approve(confirmed(draft).submit(by="author", reach=1))
    kept = out.update(uuid4(), replace(out.content, headline="Newer"), by="editor", at=NOON)
    wrote = {Hand("editor", Part.WRITER), Hand("author", Part.WRITER)}
    assert wrote | {Hand("translator", Part.TRANSLATOR)} == set(kept.worked)


def test_what_ended_owes_nothing_more() -> None:
    out = approve(drafted(**EXTREME).submit(by="author", reach=1, stand_in=HELD))
    assert not owes_welsh(out.withdraw(by="approver", why="w", at=NOON))
    assert not owes_welsh(issued())


@pytest.mark.parametrize("words", [(), CYMRAEG])
@pytest.mark.parametrize("held", [None, HELD])
def test_whoever_warns_alone_does_not_wait_either(
    words: tuple[Translation, ...], held: StandIn | None
) -> None:
    said, template = content(**EXTREME, translations=words), uuid4()
    shown, welsh = Welsh.alone(said, template, held, NOON)
    stands = template if words else held.template_id if held else None
    assert (stands, NOON + FOLLOWS_WITHIN) == (welsh.stand_in, welsh.due_at)
    assert bool(words or held) == (welsh_of(shown) is not None)


def test_a_lesser_warning_alone_needs_the_templates_own_welsh() -> None:
    with pytest.raises(WelshTextNeeded):
        Welsh.alone(content(audience=WALES), uuid4(), HELD, NOON)
    _, welsh = Welsh.alone(content(audience=WALES, translations=CYMRAEG), uuid4(), None, NOON)
    assert welsh.due_at is not None
    assert (content(), Welsh()) == Welsh.alone(content(), uuid4(), HELD, NOON)
