"""How an attempt is marked, for whatever was drawn and answered."""

from dataclasses import replace
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from services.training.domain.attempt import draw
from tests.fakes.training import NOON, attempt, enrolment, module

CHOICES = st.frozensets(st.sampled_from(["bad", "good", "also"]))


@given(
    seed=st.integers(0, 10_000),
    drawn=st.integers(1, 12),
    pass_mark=st.integers(1, 100),
    answered=st.lists(CHOICES, min_size=12, max_size=12),
    left_out=st.integers(0, 12),
)
def test_the_score_is_the_share_of_questions_whose_right_choices_were_taken_exactly(
    seed, drawn, pass_mark, answered, left_out
) -> None:
    bank = module(1, bank=12, drawn=drawn)
    tried = replace(attempt(enrolment()), drawn=draw(bank, Random(seed)))
    said = {each.question_id: taken for each, taken in zip(tried.drawn, answered, strict=False)}
    answers = dict(list(said.items())[left_out:])
    marked = tried.submit(answers, module=bank, pass_mark=pass_mark, at=NOON)
    right = {
        name
        for name, taken in answers.items()
        if taken == ({"good", "also"} if int(name[1:]) % 3 == 0 else {"good"})
    }
    assert right == marked.right
    assert 100 * len(right) // drawn == marked.score
    assert (len(right) / drawn >= pass_mark / 100) == marked.passed
    assert drawn == len({each.question_id for each in tried.drawn})


@given(st.integers(0, 10_000), CHOICES)
def test_one_right_answer_more_never_lowers_a_score(seed: int, other: frozenset[str]) -> None:
    bank = module(1)
    tried = replace(attempt(enrolment()), drawn=draw(bank, Random(seed)))
    name = tried.drawn[0].question_id
    before = tried.submit({name: other}, module=bank, pass_mark=75, at=NOON)
    after = tried.submit({name: bank.question(name).right}, module=bank, pass_mark=75, at=NOON)
    assert before.score <= after.score
