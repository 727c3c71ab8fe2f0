"""People's names, as they come from elsewhere and as Keycloak takes them."""

import re
import unicodedata
from typing import Final

LONGEST_NAME: Final = 100
_UNPRINTED: Final = frozenset({"Cc", "Cf", "Co", "Cs", "Cn", "Zl", "Zp"})

_REFUSED: Final = re.compile(r"""[<>&"\v$%!#?§;*~/\\|^=\[\]{}()\x00-\x1f\x7f]""")
"""What Keycloak's validator `person-name-prohibited-characters` takes in no name."""


def tidy_name(said: str) -> str:
    """Return a name that somebody else said as we keep it: printed, in NFC, not too long."""
    printed = "".join(
        " " if letter.isspace() else letter
        for letter in unicodedata.normalize("NFC", said)
        if letter.isspace() or unicodedata.category(letter) not in _UNPRINTED
    )
    return " ".join(printed.split())[:LONGEST_NAME].rstrip()


def plain_name(name: str) -> str:
    """Return a name as Keycloak takes it: without the characters that it refuses in one.

    The record keeps it whole. Without this an account could be neither made nor shut.
    """
    plain = " ".join(_REFUSED.sub(" ", name).split())
    return plain or ("-" if name else "")
