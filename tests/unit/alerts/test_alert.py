"""An alert's life, whatever is tried with it."""

from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chassis.errors import Refusal
from services.alerts.domain.acts import EXPIRED_TEXT, WITHDRAWN_TEXT
from services.alerts.domain.alert import PUBLISHED, TRANSITIONS, Alert, Status
from services.alerts.domain.content import Urgency
from services.alerts.domain.errors import (
    AlertOutOfDate,
    IllegalTransition,
    SelfApproval,
    VersionChanged,
)
from services.alerts.domain.wording import CapStatus, Channel
from tests.fakes.alerts import EVERYTHING, NOON, content, drafted, issued, submitted

SECOND_LIST = "9eaac650a32d8b4c0a145928bec185e679ec4954f3781b72072d8fb89e23daec"
FOURTH_LIST = "3dd8a33e89f13f7c8ae956bc2746f43fb0d2266fecc9ada54fd0255ff3d11cd7"
THIRD_LIST = "a8c34be090ef303f7b54e4763fadf0f3136b6a8e21c5b887a967e0d505db27c7"
FIRST_LIST = "3d93e20de1a8ccf4314940b2abf6422bf2da3a34ac8a8d8d7b20a07dc3b816c9"
OLD_CHANNELS = frozenset(Channel) - {Channel.MOBILE_PUSH}
"""Those that there were; each alert says which it goes by."""

LATER = NOON + timedelta(hours=7)


def _acts(by: str) -> dict[str, Any]:
    """Everything that a person can try; digests are always the right ones."""
    return {
        "submit": lambda a: a.submit(by=by, reach=1),
        "approve": lambda a: a.approve(by=by, read=a.digest, at=NOON),
        "withdraw": lambda a: a.withdraw(by=by, why="w", at=NOON),
        "propose": lambda a: a.propose_all_clear(by=by, text="t", authority_reference="r"),
        "all clear": lambda a: a.give_all_clear(by=by, read=a.proposal_digest or b"", at=NOON),
        "expire": lambda a: a.expire(at=LATER),
        "return": lambda a: a.return_(by=by, why="w", at=NOON),
        "discard": lambda a: a.discard(),
        "edit": lambda a: a.edit(content(headline=by), by=by, at=NOON),
    }


def _tried(alert: Alert, act: Any) -> Alert:
    try:
        return act(alert)
    except Refusal:
        return alert


@given(st.lists(st.sampled_from(sorted(_acts("intruder")))))
def test_nothing_that_one_person_does_alone_reaches_the_public(names: list[str]) -> None:
    alert = drafted(by="intruder")
    for name in names:
        alert = _tried(alert, _acts("intruder")[name])
        assert alert.status not in PUBLISHED
        assert alert.issued_at is None


@given(st.lists(st.sampled_from(sorted(_acts("intruder")))))
def test_one_person_alone_never_gives_an_all_clear(names: list[str]) -> None:
    alert = issued()
    for name in names:
        alert = _tried(alert, _acts("intruder")[name])
        assert alert.status is not Status.ALL_CLEAR


LEADS_TO = {
    Status.SUBMITTED: "submit",
    Status.ISSUED: "approve",
    Status.RETURNED: "return",
    Status.DISCARDED: "discard",
    Status.WITHDRAWN: "withdraw",
    Status.ALL_CLEAR: "all clear",
    Status.EXPIRED: "expire",
}


@pytest.mark.parametrize("there", LEADS_TO)
@pytest.mark.parametrize("here", Status)
def test_every_pair_of_statuses_is_in_the_table_or_refused(here: Status, there: Status) -> None:
    """The whole lifecycle: nothing leads to a draft, and nothing leads on from an end."""
    out = issued().propose_all_clear(by="approver", text="t", authority_reference="r")
    alert = replace(out, status=here)
    act = _acts("somebody")[LEADS_TO[there]]
    if there in TRANSITIONS[here]:
        assert there is act(alert).status
        return
    with pytest.raises(IllegalTransition):
        act(alert)
    assert here is alert.status


@pytest.mark.parametrize("ended", [s for s in Status if not TRANSITIONS[s]])
def test_an_end_is_an_end(ended: Status) -> None:
    alert = replace(issued(), status=ended)
    for act in _acts("anybody").values():
        with pytest.raises(IllegalTransition):
            act(alert)


def test_an_approval_names_exactly_what_was_read() -> None:
    waiting, other = submitted(), submitted(headline="Another")
    with pytest.raises(VersionChanged):
        waiting.approve(by="approver", read=other.digest, at=NOON)


def test_whoever_submits_has_a_hand_in_it() -> None:
    waiting = drafted(by="author").submit(by="colleague", reach=1)
    for hand in ("author", "colleague"):
        with pytest.raises(SelfApproval):
            waiting.approve(by=hand, read=waiting.digest, at=NOON)


def test_an_alert_that_would_be_over_is_not_issued() -> None:
    waiting = submitted()
    with pytest.raises(AlertOutOfDate):
        waiting.approve(by="approver", read=waiting.digest, at=LATER)


def test_the_three_ends_say_different_things_and_none_but_one_says_clear() -> None:
    """A false all-clear kills like a false alert."""
    assert "safe" not in WITHDRAWN_TEXT.lower()
    assert "does not mean that it is safe" in EXPIRED_TEXT
    assert WITHDRAWN_TEXT == issued().withdraw(by="x", why="typo", at=NOON).ending.text
    assert EXPIRED_TEXT == issued().expire(at=LATER).ending.text


def test_an_alert_does_not_expire_before_its_time() -> None:
    with pytest.raises(IllegalTransition):
        issued().expire(at=NOON)


def test_a_later_proposal_takes_the_place_of_an_earlier_one() -> None:
    first = issued().propose_all_clear(by="a", text="One.", authority_reference="R")
    second = first.propose_all_clear(by="b", text="Two.", authority_reference="R")
    with pytest.raises(VersionChanged):
        second.give_all_clear(by="a", read=first.proposal_digest, at=NOON)
    assert (
        Status.ALL_CLEAR
        is second.give_all_clear(by="a", read=second.proposal_digest, at=NOON).status
    )


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"headline": ""}, "content.headline"),
        ({"headline": "x" * 161}, "content.headline"),
        ({"description": " "}, "content.description"),
        ({"instruction": "x" * 1001}, "content.instruction"),
        ({"action_line": "", "urgency": Urgency.IMMEDIATE}, "content.action_line"),
        ({"action_line": "a\nb"}, "content.action_line"),
        ({"action_line": "x" * 161}, "content.action_line"),
        ({"language": "fr-FR"}, "content.language"),
        ({"audience": ()}, "content.audience"),
        ({"expires_at": NOON}, "content.expires_at"),
        ({"expires_at": NOON + timedelta(days=8)}, "content.expires_at"),
    ],
)
def test_each_wrong_field_is_named(wrong: dict[str, Any], field: str) -> None:
    assert [field] == [each.field for each in content(**wrong).violations(NOON)]


WELSH = EVERYTHING["translations"][0]


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"translations": (replace(WELSH, headline=""),)}, "translations[0].headline"),
        (
            {"translations": (replace(WELSH, description="x" * 5001),)},
            "translations[0].description",
        ),
        ({"translations": (replace(WELSH, instruction="a\x00"),)}, "translations[0].instruction"),
        ({"translations": (replace(WELSH, action_line=""),)}, "translations[0].action_line"),
        ({"translations": (replace(WELSH, action_line="a\nb"),)}, "translations[0].action_line"),
        ({"translations": (replace(WELSH, language="fr-FR"),)}, "translations[0].language"),
        ({"translations": (WELSH, WELSH)}, "translations"),
        ({"area": replace(EVERYTHING["area"], place=" ")}, "area.place"),
    ],
)
def test_each_wrong_part_of_a_translation_or_area_is_named(
    wrong: dict[str, Any], field: str
) -> None:
    assert [f"content.{field}"] == [each.field for each in content(**wrong).violations(NOON)]


@pytest.mark.parametrize("name", sorted(EVERYTHING))
def test_the_digest_is_over_everything_that_an_approver_reads(name: str) -> None:
    alert_id = drafted().alert_id
    plain = content()
    other = content(**{name: EVERYTHING[name]})
    assert plain.digest(alert_id) != other.digest(alert_id)


def test_the_digest_knows_whose_place_it_takes() -> None:
    first, second = issued(), issued()
    same = {"content": content(), "by": "author", "at": NOON}
    new = drafted().alert_id
    assert first.update(new, **same).digest != second.update(new, **same).digest


@pytest.mark.parametrize(
    ("version", "status", "digest"),
    [
        (1, CapStatus.ACTUAL, FIRST_LIST),
        (2, CapStatus.EXERCISE, SECOND_LIST),
        (3, CapStatus.ACTUAL, THIRD_LIST),
    ],
)
def test_what_was_approved_under_an_older_list_of_fields_stays_what_it_was(
    version: int, status: CapStatus, digest: str
) -> None:
    """Written down once: the digests of versions 1 to 3 for these words."""
    now = content(cap_status=status, channels=OLD_CHANNELS, urgency=Urgency.IMMEDIATE)
    old = replace(now, digest_version=version)
    known = UUID("11111111-1111-4111-8111-111111111111")
    assert digest == old.digest(known).hex()
    assert old.digest(known) != now.digest(known)


def test_an_area_that_was_approved_as_one_circle_keeps_its_digest() -> None:
    """Written down once: the digest of version 4 for these words and this circle."""
    said = content(channels=OLD_CHANNELS, area=EVERYTHING["area"], urgency=Urgency.IMMEDIATE)
    known = UUID("11111111-1111-4111-8111-111111111111")
    assert FOURTH_LIST == replace(said, digest_version=4).digest(known).hex()
    assert FOURTH_LIST != said.digest(known).hex()


def test_a_good_alert_has_nothing_wrong() -> None:
    assert [] == content().violations(NOON)
    assert [] == content(urgency=Urgency.FUTURE, action_line="").violations(NOON)


@given(st.sampled_from(["headline", "description", "instruction", "action_line"]), st.text())
def test_the_digest_changes_with_every_word(field: str, text: str) -> None:
    alert_id = drafted().alert_id
    one = content()
    other = content(**{field: text})
    assert (one == other) == (one.digest(alert_id) == other.digest(alert_id))


def test_an_exercise_and_an_actual_alert_have_no_digest_in_common() -> None:
    """An approval of the one is never one of the other; the words being the same."""
    alert_id = uuid4()
    assert content(cap_status=CapStatus.EXERCISE).digest(alert_id) != content().digest(alert_id)
