"""Exercises and tests: unmistakable, counted apart, and never what is meant."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kernel.principals import ANONYMOUS
from services.alerts.domain.acts import EXPIRED_TEXT, WITHDRAWN_TEXT
from services.alerts.domain.errors import CapStatusFixed
from services.alerts.domain.exercise import MARK, bare, enclosed
from services.alerts.domain.wording import CapStatus
from services.alerts.usecases.counting import counted
from tests.fakes.alerts import (
    APPROVER,
    EVERYTHING,
    NOON,
    READER,
    content,
    drafted,
    issued,
    updated,
)
from tests.fakes.analytics import TODAY, usage

DRILL = {"cap_status": CapStatus.EXERCISE}
WORDS = st.text(st.characters(codec="utf-8", exclude_characters="\x00\n"), min_size=1, max_size=160)


def test_an_exercise_says_so_first_and_last_in_every_text_and_language() -> None:
    said = drafted(**EVERYTHING).content
    for words in (said, *said.translations):
        for text in (words.headline, words.description, words.instruction, words.action_line):
            assert text.startswith(MARK)
            assert text.endswith(MARK)
    assert [] == said.violations(NOON)


@given(WORDS, WORDS)
def test_marking_again_changes_nothing_and_never_makes_a_good_text_too_long(
    headline: str, line: str
) -> None:
    good = content(headline=headline, action_line=line, **DRILL)
    plain = content(headline=headline, action_line=line)
    assert good.marked() == good.marked().marked()
    assert plain.violations(NOON) == good.marked().violations(NOON)


@given(st.text(min_size=1, max_size=50))
def test_a_message_that_is_marked_as_a_whole_says_the_words_themselves(text: str) -> None:
    words = " ".join(text.split()).strip(":") or "Words"
    for said in (words, f"{words}\n\n{words}"):
        assert said.strip() == bare(enclosed(said))
        assert enclosed(said) != said


def test_what_is_meant_is_not_touched() -> None:
    assert content() == drafted().content


@pytest.mark.parametrize("there", CapStatus)
@pytest.mark.parametrize("here", CapStatus)
def test_an_exercise_cannot_become_actual_nor_the_other_way(
    here: CapStatus, there: CapStatus
) -> None:
    draft, out = drafted(cap_status=here), issued(cap_status=here)
    other = content(cap_status=there, headline="Another")
    if here is there:
        assert draft.edit(other, by="a", at=NOON)
        assert out.update(draft.alert_id, other, by="a", at=NOON)
        return
    with pytest.raises(CapStatusFixed):
        draft.edit(other, by="a", at=NOON)
    with pytest.raises(CapStatusFixed):
        out.update(draft.alert_id, other, by="a", at=NOON)


def test_an_update_of_an_exercise_is_one_that_says_so() -> None:
    _, after = updated(issued(**DRILL), headline="Another", **DRILL)
    assert after.content.headline == f"{MARK}: Another {MARK}"


def test_the_ends_of_an_exercise_say_so_first_and_last_around_the_fixed_words() -> None:
    out = issued(**DRILL)
    proposed = out.propose_all_clear(by="a", text="It is over.", authority_reference="R")
    ends = {
        WITHDRAWN_TEXT: out.withdraw(by="x", why="w", at=NOON),
        EXPIRED_TEXT: out.expire(at=out.content.expires_at),
        "It is over.": proposed.give_all_clear(by="b", read=proposed.proposal_digest, at=NOON),
    }
    for words, ended in ends.items():
        assert ended.ending.text.startswith(MARK)
        assert ended.ending.text.endswith(MARK)
        assert words in ended.ending.text


def test_a_test_is_for_staff_alone() -> None:
    out = issued(cap_status=CapStatus.TEST)
    assert [False, False, True] == [out.readable_by(who) for who in (ANONYMOUS, READER, APPROVER)]


@pytest.mark.parametrize(
    ("status", "metric"),
    [
        (CapStatus.ACTUAL, "alerts.issued"),
        (CapStatus.EXERCISE, "alerts.exercise-issued"),
        (CapStatus.TEST, "alerts.test-issued"),
    ],
)
def test_each_is_counted_apart(status: CapStatus, metric: str) -> None:
    told = counted(APPROVER, "alerts.issued", issued(cap_status=status), NOON)
    assert metric == told.metric
    usage(service="alerts", metric=metric).check(kept_from=TODAY, today=TODAY)
