"""What would complete a profile: never more than is needed, and enough when it is there."""

from dataclasses import replace
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.identity.domain.gpg45 import PROFILES, Evidence, Level, Profile, Scores
from services.identity.domain.gpg45_nearest import DocumentNeed, nearest, shortfall

SCORE = st.integers(0, 4)
READING = st.builds(Evidence, SCORE, SCORE)
DOCUMENTS = st.dictionaries(
    st.sampled_from("abcd"), st.frozensets(READING, min_size=1, max_size=2), max_size=4
)
SCORES = st.builds(Scores, documents=DOCUMENTS, activity=SCORE, fraud=SCORE, verification=SCORE)
PROFILE = st.sampled_from(PROFILES)


def completed(scores: Scores, profile: Profile) -> Scores:
    """Return the scores after all that was said to be missing is there."""
    short = shortfall(profile, scores)
    documents = dict(scores.documents)
    for number, need in enumerate(short.documents):
        documents[need.instead_of or f"new-{number}"] = frozenset({need.needed})
    return Scores(
        documents=documents,
        activity=max(scores.activity, short.activity),
        fraud=max(scores.fraud, short.fraud),
        verification=max(scores.verification, short.verification),
    )


@given(SCORES, PROFILE)
def test_what_is_said_to_be_missing_completes_the_profile(scores: Scores, profile: Profile) -> None:
    assert profile.met_by(completed(scores, profile))


@given(SCORES, PROFILE)
def test_nothing_is_missing_exactly_of_a_profile_that_is_met(
    scores: Scores, profile: Profile
) -> None:
    short = shortfall(profile, scores)
    assert (
        profile.met_by(scores)
        == (short.points == 0)
        == (not (short.documents or short.activity or short.fraud or short.verification))
    )


def tried(profile: Profile, scores: Scores) -> int:
    """Return the fewest points missing of the evidence, by trying every way to assign it."""
    readings = [*scores.documents.values(), *([frozenset({Evidence(0, 0)})] * 3)]

    def lacking(slot: Evidence, doc: frozenset[Evidence]) -> int:
        strong = [max(0, slot.validity - r.validity) for r in doc if r.strength >= slot.strength]
        return min([*strong, slot.strength + slot.validity])

    return min(
        sum(lacking(slot, doc) for slot, doc in zip(profile.evidence, chosen, strict=True))
        for chosen in permutations(readings, len(profile.evidence))
    )


@given(SCORES, PROFILE)
def test_no_assignment_would_miss_less(scores: Scores, profile: Profile) -> None:
    short = shortfall(profile, scores)
    others = sum(
        max(0, getattr(profile, part) - getattr(scores, part))
        for part in ("activity", "fraud", "verification")
    )
    assert tried(profile, scores) + others == short.points


@given(SCORES)
def test_the_nearest_come_first_and_none_when_one_is_met(scores: Scores) -> None:
    found = nearest(scores, Level.MEDIUM)
    wanted = [profile for profile in PROFILES if profile.level >= Level.MEDIUM]
    assert bool(found) != any(profile.met_by(scores) for profile in wanted)
    points = [each.points for each in found]
    assert sorted(points) == points
    if found:
        assert min(shortfall(profile, scores).points for profile in wanted) == points[0]


def test_one_of_these_would_complete_m1b() -> None:
    """A passport that was read badly: a better look, or what officers still do."""
    scores = Scores(documents={"uk-passport": frozenset({Evidence(3, 1)})}, fraud=2, verification=2)
    (first, *_) = nearest(scores, Level.MEDIUM)
    by_name = {each.profile: each for each in nearest(scores, Level.MEDIUM, most=32)}
    assert (DocumentNeed(needed=Evidence(3, 2), instead_of="uk-passport"),) == by_name[
        "M1B"
    ].documents
    assert (1, 0, 0) == (
        by_name["M1B"].activity,
        by_name["M1B"].fraud,
        by_name["M1B"].verification,
    )
    assert first.points == 2


def test_no_look_makes_a_document_stronger() -> None:
    """A driving licence is no passport, however well it is looked at."""
    scores = Scores(
        documents={"uk-driving-licence": frozenset({Evidence(3, 1)})}, fraud=2, verification=2
    )
    by_name = {each.profile: each for each in nearest(scores, Level.MEDIUM, most=32)}
    assert (DocumentNeed(needed=Evidence(4, 2)),) == by_name["M1A"].documents


def test_a_document_that_is_there_is_not_asked_for_again() -> None:
    scores = Scores(documents={"bank-statement": frozenset({Evidence(2, 2)})})
    by_name = {each.profile: each for each in nearest(scores, Level.MEDIUM, most=32)}
    assert (DocumentNeed(needed=Evidence(2, 2)),) == by_name["M2A"].documents


@pytest.mark.parametrize("level", list(Level))
def test_only_profiles_of_the_level_or_above_are_named(level: Level) -> None:
    named = nearest(Scores(documents={}), level, most=32)
    assert {each.level for each in named} == {each for each in Level if each >= level}
    assert replace(named[0], points=0) != named[0]
