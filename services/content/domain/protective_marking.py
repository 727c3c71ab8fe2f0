"""Protective markings above OFFICIAL-SENSITIVE: what bears one does not belong on this platform.

Source: Government Security Classifications Policy (Cabinet Office), whose tiers are OFFICIAL,
SECRET and TOP SECRET; a marking stands in capitals at the top of a page, in a title, or at a
paragraph. The word in a sentence ("keep the code secret", "trade secrets") is no marking.
"""

import re
import unicodedata
from typing import Final

from chassis.errors import Violation

WHERE_INSTEAD: Final = (
    "is marked SECRET or above: keep it off this platform; use your accredited system and tell your"
    " security officer"
)
"""What somebody reads whose text bears one: why not, and where it goes."""

_WORD: Final = r"(?:TOP[ _-]?SECRET|SECRET|CYFRINACHOL IAWN|TRA CHYFRINACHOL)"
_WHOSE: Final = r"(?:(?:UK|NATO|COSMIC|EU|UE|HMG|OFFICIAL) +)?"
_CAVEAT: Final = (
    r"(?:[ /:,|-]*(?:(?:UK|US|FVEY|EU|NATO)(?: EYES)?(?: ONLY)?|STRAP ?\d?|ATOMIC|NOFORN"
    r"|EYES ONLY|PERSONAL DATA|LIMDIS|RECIPIENTS? ONLY|DISCREET|LOCSEN|CODE ?WORD|UMBRA))*"
)
_MARK: Final = rf"{_WHOSE}{_WORD}{_CAVEAT}"
_LABEL: Final = (
    r"(?:protective +marking|security +classification|government +classification|classification"
    r"|classified|marking|marked|dosbarthiad|marc +diogelu)"
)

_ALONE: Final = re.compile(rf"[\W_]*{_MARK}[\W_]*")
"""A line that is a marking and nothing else."""

_BEFORE: Final = re.compile(rf"[\W_]*{_MARK} *(?:[:|]|//| - ).*")
"""A line that begins with one: "SECRET: movements of …"."""

_BEHIND: Final = re.compile(rf".*(?://|[|]| - ) *{_MARK}[\W_]*")
"""A line that ends with one: "Movements of … - TOP SECRET"."""

_IN_BRACKETS: Final = re.compile(rf"[(\[{{<] *{_MARK} *[)\]}}>]")
_LABELLED: Final = re.compile(
    rf"(?:^|[\n*_>#(\[]) *{_LABEL} *[*_]*(?: +(?:is|as|yw))?[ *_]*[:= -]+[*_ ]*{_MARK}\b",
    re.IGNORECASE,
)
_SAYS_OF_ITSELF: Final = re.compile(
    r"\bthis +(?:document|paper|report|page|briefing|note|advice|assessment|pack|film|video) +is +"
    rf"(?:marked|classified|protectively +marked)(?: +as)?[ \"'*_]+{_WHOSE}{_WORD}\b",
    re.IGNORECASE,
)
_PLAINER: Final = {
    **dict.fromkeys((0x2012, 0x2013, 0x2014, 0x2015, 0x2212), " - "),
    **dict.fromkeys((0x2018, 0x2019, 0x201C, 0x201D), '"'),
}
"""Dashes and quotation marks as a keyboard has them."""


def wrong_marking(field: str, text: str) -> list[Violation]:
    """Say that a text bears a marking above OFFICIAL-SENSITIVE, and where it goes instead."""
    return [Violation(field, WHERE_INSTEAD)] if bears_marking(text) else []


def bears_marking(text: str) -> bool:
    """Tell whether a text bears a protective marking above OFFICIAL-SENSITIVE."""
    plain = _plain(text)
    if "SECRET" not in plain.upper() and "CYFRINACHOL" not in plain and "CHYFRI" not in plain:
        return False
    whole = any(pattern.search(plain) for pattern in (_IN_BRACKETS, _LABELLED, _SAYS_OF_ITSELF))
    return whole or any(
        pattern.fullmatch(line)
        for line in plain.splitlines()
        for pattern in (_ALONE, _BEFORE, _BEHIND)
    )


def _plain(text: str) -> str:
    """Return a text without the letters that only look other, or that nobody sees."""
    known = unicodedata.normalize("NFKC", text)
    seen = "".join(each for each in known if unicodedata.category(each) != "Cf")
    return re.sub(r"[^\S\n\r]+", " ", seen.translate(_PLAINER))
