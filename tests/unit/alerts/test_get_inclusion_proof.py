"""Proving that the public log has a message."""

import pytest

from services.alerts.domain.errors import NotLogged
from services.alerts.domain.merkle import is_included, leaf_hash
from services.alerts.usecases.get_inclusion_proof import GetInclusionProof
from tests.fakes.alerts import issued
from tests.unit.alerts.logged import logged


def test_every_message_is_proved_for_the_newest_head(unit_of_work, clock) -> None:
    prove = GetInclusionProof(unit_of_work=unit_of_work)
    for message in logged(unit_of_work, clock, 6):
        found = prove(identifier=message.identifier)
        leaf, head = leaf_hash(message.document), found.head.head
        assert is_included(leaf, found.index, head.size, found.path, head.root)


def test_what_is_not_in_the_log_is_not_proved(unit_of_work, stores, clock) -> None:
    prove = GetInclusionProof(unit_of_work=unit_of_work)
    waiting = stores.messages.record(issued())
    with pytest.raises(NotLogged):
        prove(identifier=waiting.identifier)
    logged(unit_of_work, clock, 1)
    with pytest.raises(NotLogged):
        prove(identifier="other")
