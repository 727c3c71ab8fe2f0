"""What another marking does to who may read: whether more may, or share it more freely."""

from dataclasses import replace
from typing import Final

from kernel.markings import Marking, Tlp
from kernel.tiers import Tier
from services.content.domain.document import DocumentContent
from services.content.domain.draft_errors import SecondPersonNeeded

_STRICTNESS: Final = {tlp: place for place, tlp in enumerate(Tlp)}
"""The labels of TLP 2.0 stand in the order of their strictness."""


def above_public(marking: Marking) -> bool:
    """Tell whether there is anybody who may not read what bears this marking."""
    limited = marking.closed_group or marking.named_subjects
    return marking.minimum_tier > Tier.PUBLIC or bool(limited)


def widens(before: Marking, after: Marking) -> bool:
    """Tell whether a marking is a downgrade: somebody may read who might not, or share more freely.

    What is not certainly narrower counts as wider: another closed group is.
    """
    groups = before.closed_group in {None, after.closed_group}
    named = not before.named_subjects or (
        bool(after.named_subjects) and after.named_subjects <= before.named_subjects
    )
    label = _STRICTNESS[before.tlp] <= _STRICTNESS[after.tlp]
    return not (before.minimum_tier <= after.minimum_tier and groups and named and label)


def must_be_for_one(before: DocumentContent | None, after: DocumentContent) -> None:
    """See that one person may say alone that `after` stands in the place of `before`.

    They may where anyone may read both. A marking that is narrower takes effect at once on one
    person's word too, as long as nothing else changes with it.

    Raises:
        SecondPersonNeeded: somebody else must read it before it stands.
    """
    marked = [each.marking for each in (before, after) if each is not None]
    if not any(map(above_public, marked)):
        return
    if before is not None and replace(after, marking=before.marking) == before:
        if not widens(before.marking, after.marking):
            return
        raise SecondPersonNeeded(
            "A wider marking needs two people: write a draft, submit it, and let somebody else"
            " approve it."
        )
    if before is None:
        raise SecondPersonNeeded(
            "What not everybody may read needs two people: write a draft, submit it, and let"
            " somebody else approve it."
        )
    raise SecondPersonNeeded(
        "What not everybody may read needs two people: write a draft, submit it, and let somebody"
        " else approve it. A narrower marking alone takes effect at once: change nothing else."
    )
