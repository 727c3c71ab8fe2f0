"""A Merkle tree over what is only ever added to (RFC 9162, section 2), and proofs about it.

A node is named by its level and its place there: a leaf is at level 0. Only nodes that are complete
are kept; they never change, and any other is made of few of them.
"""

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Final

Node = tuple[int, int]
"""Level and place."""

Range = tuple[int, int]
"""The leaves from the first up to, and without, the second."""

EMPTY: Final = hashlib.sha256(b"").digest()
"""The root of a tree of nothing."""


class NoSuchTree(ValueError):
    """A proof was asked for of a leaf or a size that the tree does not have."""


def leaf_hash(document: bytes) -> bytes:
    """Return the hash of what is logged."""
    return hashlib.sha256(b"\x00" + document).digest()


def joined(left: bytes, right: bytes) -> bytes:
    """Return the hash of two nodes beside each other."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def grown(size: int, leaf: bytes, node: Callable[[Node], bytes]) -> dict[Node, bytes]:
    """Return the nodes that a tree of so many leaves gains by one more; `node` gives the others."""
    level, place, value = 0, size, leaf
    gained = {(level, place): value}
    while place & 1:
        value = joined(node((level, place - 1)), value)
        level, place = level + 1, place >> 1
        gained[level, place] = value
    return gained


def cover(leaves: Range) -> list[Node]:
    """Return the complete nodes that make up a range, from left to right.

    The range must begin where RFC 9162's division of a tree begins one.
    """
    begin, end = leaves
    nodes = list[Node]()
    while begin < end:
        level = (end - begin).bit_length() - 1
        nodes.append((level, begin >> level))
        begin += 1 << level
    return nodes


def hash_of(leaves: Range, kept: Mapping[Node, bytes]) -> bytes:
    """Return the hash of a range, of the nodes that `cover` names."""
    hashes = [kept[node] for node in cover(leaves)]
    if not hashes:
        return EMPTY
    value = hashes.pop()
    while hashes:
        value = joined(hashes.pop(), value)
    return value


def inclusion_ranges(index: int, size: int) -> list[Range]:
    """Return the ranges whose hashes prove that a leaf is in a tree of a size, in their order.

    Raises:
        NoSuchTree: the tree has no such leaf.
    """
    if not 0 <= index < size:
        raise NoSuchTree(f"a tree of {size} has no leaf {index}")
    begin, end, path = 0, size, list[Range]()
    while end - begin > 1:
        middle = begin + _split(end - begin)
        if index < middle:
            path.append((middle, end))
            end = middle
        else:
            path.append((begin, middle))
            begin = middle
    return path[::-1]


def consistency_ranges(first: int, second: int) -> list[Range]:
    """Return the ranges whose hashes prove that one tree begins with another, in their order.

    Raises:
        NoSuchTree: the first is empty or larger than the second.
    """
    if not 0 < first <= second:
        raise NoSuchTree(f"no tree of {second} begins with one of {first}")
    begin, end, path = 0, second, list[Range]()
    while first != end:
        middle = begin + _split(end - begin)
        if first <= middle:
            path.append((middle, end))
            end = middle
        else:
            path.append((begin, middle))
            begin = middle
    if begin:
        path.append((begin, end))
    return path[::-1]


def nodes_for(ranges: Iterable[Range]) -> set[Node]:
    """Return every kept node that the hashes of ranges need."""
    return {node for leaves in ranges for node in cover(leaves)}


def is_included(leaf: bytes, index: int, size: int, path: Sequence[bytes], root: bytes) -> bool:
    """Tell whether a path proves that a leaf is in the tree of a root (RFC 9162, 2.1.3.2)."""
    if not 0 <= index < size:
        return False
    place, last, value = index, size - 1, leaf
    for other in path:
        if last == 0:
            return False
        if place & 1 or place == last:
            value = joined(other, value)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            value = joined(value, other)
        place, last = place >> 1, last >> 1
    return last == 0 and value == root


def is_consistent(
    first: int, second: int, path: Sequence[bytes], first_root: bytes, second_root: bytes
) -> bool:
    """Tell whether a path proves that one tree begins with another (RFC 9162, 2.1.4.2)."""
    if not 0 < first <= second:
        return False
    if first == second:
        return not path and first_root == second_root
    hashes = list(path)
    if first & (first - 1) == 0:
        hashes.insert(0, first_root)
    if not hashes:
        return False
    place, last = first - 1, second - 1
    while place & 1:
        place, last = place >> 1, last >> 1
    old = new = hashes[0]
    for other in hashes[1:]:
        if last == 0:
            return False
        if place & 1 or place == last:
            old, new = joined(other, old), joined(other, new)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            new = joined(new, other)
        place, last = place >> 1, last >> 1
    return last == 0 and old == first_root and new == second_root


def _split(size: int) -> int:
    """Return the largest power of two that is less than a size."""
    return 1 << ((size - 1).bit_length() - 1)
