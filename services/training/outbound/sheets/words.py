"""The words around what a certificate says, in the languages of courses."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final

WORDS: Final[Mapping[str, Mapping[str, str]]] = {
    "en-GB": {
        "document": "Certificate of completion",
        "given-to": "This certificate was given to",
        "for": "for the course",
        "issued-word": "Issued",
        "until-word": "Good until",
        "number-word": "Number",
        "check-word": "Check this certificate",
        "check": (
            "Scan the code, or open the address, to see whether the certificate is good today. "
            "Without a network the code still shows who signed it."
        ),
        "code-words": "QR code that leads to the page on which this certificate is checked",
    },
    "cy": {
        "document": "Tystysgrif cwblhau",
        "given-to": "Rhoddwyd y dystysgrif hon i",
        "for": "am y cwrs",
        "issued-word": "Cyhoeddwyd",
        "until-word": "Yn ddilys tan",
        "number-word": "Rhif",
        "check-word": "Gwirio'r dystysgrif hon",
        "check": (
            "Sganiwch y cod, neu agorwch y cyfeiriad, i weld a yw'r dystysgrif yn ddilys heddiw. "
            "Heb rwydwaith mae'r cod yn dal i ddangos pwy a'i llofnododd."
        ),
        "code-words": "Cod QR sy'n arwain at y dudalen lle gwirir y dystysgrif hon",
    },
}
"""By language of a course. The Welsh was not reviewed by a translator."""

_MONTHS: Final = {
    "en-GB": (
        *("January", "February", "March", "April", "May", "June", "July"),
        *("August", "September", "October", "November", "December"),
    ),
    "cy": (
        *("Ionawr", "Chwefror", "Mawrth", "Ebrill", "Mai", "Mehefin", "Gorffennaf"),
        *("Awst", "Medi", "Hydref", "Tachwedd", "Rhagfyr"),
    ),
}


def day(at: datetime, language: str) -> str:
    """Return a day in words: 1 March 2026."""
    return f"{at.day} {_MONTHS[language][at.month - 1]} {at.year}"
