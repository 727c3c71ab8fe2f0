"""The log's tree, against an independent one that is as simple as RFC 9162's own words."""

from hashlib import sha256
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.alerts.domain.merkle import (
    EMPTY,
    NoSuchTree,
    consistency_ranges,
    cover,
    grown,
    hash_of,
    inclusion_ranges,
    is_consistent,
    is_included,
    leaf_hash,
    nodes_for,
)


def simple_root(leaves: list[bytes]) -> bytes:
    """MTH of RFC 9162, section 2.1.1, word for word."""
    if not leaves:
        return sha256(b"").digest()
    if len(leaves) == 1:
        return sha256(b"\x00" + leaves[0]).digest()
    k = split(len(leaves))
    return sha256(b"\x01" + simple_root(leaves[:k]) + simple_root(leaves[k:])).digest()


def split(size: int) -> int:
    k = 1
    while k * 2 < size:
        k *= 2
    return k


def simple_path(m: int, leaves: list[bytes]) -> list[bytes]:
    """PATH of section 2.1.3.1."""
    if len(leaves) == 1:
        return []
    k = split(len(leaves))
    if m < k:
        return [*simple_path(m, leaves[:k]), simple_root(leaves[k:])]
    return [*simple_path(m - k, leaves[k:]), simple_root(leaves[:k])]


def simple_proof(m: int, leaves: list[bytes], *, whole: bool = True) -> list[bytes]:
    """SUBPROOF of section 2.1.4.1."""
    if m == len(leaves):
        return [] if whole else [simple_root(leaves)]
    k = split(len(leaves))
    if m <= k:
        return [*simple_proof(m, leaves[:k], whole=whole), simple_root(leaves[k:])]
    return [*simple_proof(m - k, leaves[k:], whole=False), simple_root(leaves[:k])]


def tree(leaves: list[bytes]) -> dict[tuple[int, int], bytes]:
    kept: dict[tuple[int, int], bytes] = {}
    for size, leaf in enumerate(leaves):
        kept |= grown(size, leaf_hash(leaf), kept.__getitem__)
    return kept


def documents(size: int) -> list[bytes]:
    return [f"message {number}".encode() for number in range(size)]


@pytest.mark.parametrize("size", range(34))
def test_the_root_is_that_of_the_simple_tree_at_every_size(size: int) -> None:
    assert simple_root(documents(size)) == hash_of((0, size), tree(documents(size)))


def test_a_tree_of_nothing_has_the_root_that_the_rfc_names() -> None:
    assert EMPTY == hash_of((0, 0), {}) == simple_root([])


@pytest.mark.parametrize("size", [*range(1, 18), 31, 32, 33])
def test_every_leaf_is_proved_at_every_size_as_the_simple_tree_does(size: int) -> None:
    leaves, kept = documents(size), tree(documents(size))
    root = hash_of((0, size), kept)
    for index, leaf in enumerate(leaves):
        path = [hash_of(each, kept) for each in inclusion_ranges(index, size)]
        assert simple_path(index, leaves) == path
        assert is_included(leaf_hash(leaf), index, size, path, root)


@pytest.mark.parametrize("second", [*range(1, 18), 31, 32, 33])
def test_every_growth_is_proved_as_the_simple_tree_does(second: int) -> None:
    leaves, kept = documents(second), tree(documents(second))
    root = hash_of((0, second), kept)
    for first in range(1, second + 1):
        path = [hash_of(each, kept) for each in consistency_ranges(first, second)]
        assert simple_proof(first, leaves) == path
        assert is_consistent(first, second, path, simple_root(leaves[:first]), root)


def test_a_proof_needs_few_nodes_however_long_the_log_is() -> None:
    size = 1_000_003
    assert len(nodes_for(inclusion_ranges(777_777, size))) <= 40
    assert len(nodes_for(consistency_ranges(500_001, size))) <= 40
    assert len(cover((0, size))) <= 20


@settings(max_examples=150)
@given(st.data())
def test_no_proof_of_another_leaf_place_size_path_or_root_holds(data: st.DataObject) -> None:
    """Each kind of tampering is found; the untampered proof is the control."""
    size = data.draw(st.integers(1, 40))
    index = data.draw(st.integers(0, size - 1))
    leaves = documents(size)
    path, root, leaf = simple_path(index, leaves), simple_root(leaves), leaf_hash(leaves[index])
    assert is_included(leaf, index, size, path, root)
    assert not is_included(leaf_hash(b"forged"), index, size, path, root)
    assert not is_included(leaf, index, size, path, leaf_hash(b"forged"))
    assert not is_included(leaf, index, size, [*path, leaf], root)
    other = data.draw(st.integers(-1, size).filter(lambda n: n != index))
    assert not is_included(leaf, other, size, path, root)
    if path:
        place = data.draw(st.integers(0, len(path) - 1))
        changed = [*path[:place], leaf_hash(b"forged"), *path[place + 1 :]]
        assert not is_included(leaf, index, size, changed, root)
        assert not is_included(leaf, index, size, path[:place] + path[place + 1 :], root)


@settings(max_examples=150)
@given(st.integers(2, 40), st.data())
def test_a_log_that_was_changed_is_not_consistent_with_what_it_was(
    second: int, data: st.DataObject
) -> None:
    first = data.draw(st.integers(1, second - 1))
    place = data.draw(st.integers(0, first - 1))
    leaves = documents(second)
    changed = [*leaves[:place], b"forged", *leaves[place + 1 :]]
    shorter = leaves[:place] + leaves[place + 1 :] + [b"one more"]
    old = simple_root(leaves[:first])
    assert is_consistent(first, second, simple_proof(first, leaves), old, simple_root(leaves))
    for other in (changed, shorter):
        forged = simple_proof(first, other)
        assert not is_consistent(first, second, forged, old, simple_root(other))
    assert not is_consistent(first, second, [], old, simple_root(leaves))
    assert not is_consistent(second, first, simple_proof(first, leaves), old, simple_root(leaves))


def test_the_same_size_is_consistent_with_itself_alone() -> None:
    root = simple_root(documents(3))
    assert is_consistent(3, 3, [], root, root)
    assert not is_consistent(3, 3, [], root, leaf_hash(b"other"))
    assert not is_consistent(3, 3, [root], root, root)
    assert not is_consistent(0, 3, [], EMPTY, root)


@pytest.mark.parametrize(("index", "size"), [(0, 0), (3, 3), (-1, 3)])
def test_of_a_leaf_that_is_not_there_nothing_is_proved(index: int, size: int) -> None:
    with pytest.raises(NoSuchTree):
        inclusion_ranges(index, size)


@pytest.mark.parametrize(("first", "second"), [(0, 3), (4, 3), (-1, 3)])
def test_of_a_tree_that_never_was_nothing_is_proved(first: int, second: int) -> None:
    with pytest.raises(NoSuchTree):
        consistency_ranges(first, second)


def test_a_leaf_is_never_taken_for_a_node() -> None:
    """A byte before each keeps them apart (RFC 9162, section 2.1.1)."""
    one, other = (leaf_hash(each) for each in documents(2))
    assert leaf_hash(one + other) != simple_root(documents(2))
    assert all(one != other for one, other in pairwise(map(leaf_hash, documents(5))))
