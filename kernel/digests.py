"""Digests that name exactly what a person read."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any, NewType

Digest = NewType("Digest", bytes)
"""SHA-256, 32 bytes."""


def canonical_json(fields: Mapping[str, Any]) -> bytes:
    """Return one spelling of a mapping: keys sorted, no space, UTF-8, no number that is not whole.

    Raises:
        TypeError: a value is neither text, whole number, bool, None, list nor mapping.
    """
    return json.dumps(
        _plain(fields), sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False
    ).encode()


def digest_of(fields: Mapping[str, Any]) -> Digest:
    """Return SHA-256 over the canonical JSON of a documented list of fields.

    Raises:
        ValueError: the fields do not say their `digest_version`.
    """
    if "digest_version" not in fields:
        raise ValueError("a digest's fields must say their digest_version")
    return Digest(hashlib.sha256(canonical_json(fields)).digest())


def _plain(value: object) -> object:
    if value is None or isinstance(value, str | bool | int):
        return value
    if isinstance(value, Mapping):
        return {str(key): _plain(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(part) for part in value]
    raise TypeError(f"{type(value).__name__} has no canonical spelling")
