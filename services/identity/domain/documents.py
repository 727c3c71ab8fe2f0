"""Which readings are of one document: such count once, the better."""

from collections.abc import Iterable, Mapping
from typing import Final

from services.identity.domain.check import Check, CheckKind
from services.identity.domain.gpg45 import Evidence

_TYPE: Final = "type"
_NUMBER: Final = "number"


def documents_of(checks: Iterable[Check]) -> Mapping[str, frozenset[Evidence]]:
    """Return the readings by document, each under the first name of its types.

    Two readings are of one document if they are of one type or bear one number: a document that
    was called by two names, or read twice, is one piece of evidence. Who is in doubt counts less.
    """
    groups: list[tuple[set[tuple[str, str]], set[Evidence]]] = []
    for check in checks:
        if check.kind is not CheckKind.EVIDENCE:
            continue
        names = {(_TYPE, check.document_type)}
        if check.number_digest:
            names.add((_NUMBER, check.number_digest))
        readings = {Evidence(check.strength, check.validity)}
        apart = []
        for known, read in groups:
            if known & names:
                names |= known
                readings |= read
            else:
                apart.append((known, read))
        groups = [*apart, (names, readings)]
    return {
        min(name for kind, name in names if kind == _TYPE): frozenset(readings)
        for names, readings in groups
    }
