"""The public log grows by what everyone was told, and each growth is signed."""

from services.alerts.domain.merkle import EMPTY
from tests.fakes.alerts import issued
from tests.ports.record_stores import AMBER
from tests.unit.alerts.logged import SIGNER, grow
from tests.unit.alerts.test_merkle import simple_root


def test_what_everyone_was_told_is_logged_and_nothing_else(unit_of_work, stores, clock) -> None:
    public = [stores.messages.record(issued()) for _ in range(3)]
    stores.messages.record(issued(marking=AMBER))
    assert 3 == grow(unit_of_work, clock)
    assert [each.identifier for each in public] == stores.log.order
    head = stores.log.newest_head()
    assert (3, simple_root([each.document for each in public])) == (head.head.size, head.head.root)


def test_a_head_is_signed_and_its_signature_is_over_what_it_says(
    unit_of_work, stores, clock
) -> None:
    stores.messages.record(issued())
    stores.log.chain = b"c" * 32
    grow(unit_of_work, clock)
    head = stores.log.newest_head()
    SIGNER.key.public_key().verify(head.signature, head.head.signed_bytes())
    assert SIGNER.key.public_key().public_bytes_raw() == head.public_key
    assert b"c" * 32 == head.head.audit_hash
    assert clock.now() == head.head.signed_at


def test_the_same_tree_is_signed_again_when_its_head_is_an_hour_old(
    unit_of_work, stores, clock
) -> None:
    assert 0 == grow(unit_of_work, clock)
    assert EMPTY == stores.log.newest_head().head.root
    grow(unit_of_work, clock)
    assert 1 == len(stores.log.heads)
    clock.pass_(hours=1)
    grow(unit_of_work, clock)
    assert 2 == len(stores.log.heads)


def test_while_another_adds_nothing_is_done(unit_of_work, stores, clock) -> None:
    stores.messages.record(issued())
    stores.log.held = True
    assert 0 == grow(unit_of_work, clock)
    assert [] == stores.log.order == stores.log.heads
