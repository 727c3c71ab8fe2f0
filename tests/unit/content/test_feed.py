"""How much a feed says of a document."""

import pytest

from kernel.markings import Marking, Tlp
from kernel.tiers import Tier
from services.content.domain.feed import Told, token_digest, told_of

NAMED = frozenset({"reader"})


@pytest.mark.parametrize(
    ("marking", "told"),
    [
        (Marking.clear(), Told.WHOLE),
        (Marking(tlp=Tlp.CLEAR, minimum_tier=Tier.REGISTERED), Told.TITLE),
        (Marking(tlp=Tlp.GREEN, minimum_tier=Tier.REGISTERED), Told.TITLE),
        (Marking(tlp=Tlp.GREEN, minimum_tier=Tier.VERIFIED), Told.TITLE),
        (Marking(tlp=Tlp.AMBER, minimum_tier=Tier.VERIFIED), Told.KIND),
        (Marking(tlp=Tlp.GREEN, minimum_tier=Tier.TRUSTED), None),
        (Marking(tlp=Tlp.AMBER, minimum_tier=Tier.TRUSTED), None),
        (Marking(tlp=Tlp.GREEN, minimum_tier=Tier.VERIFIED, closed_group="cell"), None),
        (Marking(tlp=Tlp.CLEAR, minimum_tier=Tier.PUBLIC, named_subjects=NAMED), None),
        (Marking(tlp=Tlp.AMBER_STRICT, minimum_tier=Tier.VERIFIED, closed_group="cell"), None),
        (Marking(tlp=Tlp.RED, minimum_tier=Tier.VERIFIED, named_subjects=NAMED), None),
    ],
)
def test_a_feed_says_no_more_than_a_feed_reader_may_keep(
    marking: Marking, told: Told | None
) -> None:
    assert told is told_of(marking)


def test_what_is_kept_of_a_token_is_its_digest() -> None:
    assert 32 == len(token_digest("a"))
    assert token_digest("a") != token_digest("b")
    assert token_digest("\ud800")  # what a request may hold of half a character
