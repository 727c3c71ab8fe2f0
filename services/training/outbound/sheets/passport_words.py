"""The words around what a training passport says."""

from collections.abc import Mapping
from typing import Final

PASSPORT_WORDS: Final[Mapping[str, Mapping[str, str]]] = {
    "en-GB": {
        "document": "Training passport",
        "signed-word": "Signed",
        "until-word": "Good until",
        "check-word": "Check this passport",
        "check": (
            "Scan the code. It opens the page below, which shows who signed it and needs no "
            "network once it is open. Believe what it shows, and not what is printed here."
        ),
        "revoked": (
            "Without a network nobody can know whether a certificate was revoked since. That is "
            "why a passport is good for 30 days only. Its holder can print a new one at any time."
        ),
        "items-word": "What the code says",
        "beyond-word": "What the code has no room for",
        "beyond-check": "The code proves none of these. Check each by its number here:",
        "course-word": "Course",
        "number-word": "Number of the certificate",
        "page-word": "Page",
        "of-word": "of",
        "code-words": "QR code that leads to the page on which this passport is checked",
    },
    "cy": {
        "document": "Pasbort hyfforddiant",
        "signed-word": "Llofnodwyd",
        "until-word": "Yn ddilys tan",
        "check-word": "Gwirio'r pasbort hwn",
        "check": (
            "Sganiwch y cod. Mae'n agor y dudalen isod, sy'n dangos pwy a'i llofnododd ac nad oes "
            "angen rhwydwaith arni ar ôl ei hagor. Credwch yr hyn y mae'n ei ddangos, ac nid yr "
            "hyn sydd wedi'i argraffu yma."
        ),
        "revoked": (
            "Heb rwydwaith ni all neb wybod a gafodd tystysgrif ei dirymu ers hynny. Dyna pam mai "
            "am 30 diwrnod yn unig y mae pasbort yn ddilys. Gall ei ddeiliad argraffu un newydd "
            "unrhyw bryd."
        ),
        "items-word": "Yr hyn y mae'r cod yn ei ddweud",
        "beyond-word": "Yr hyn nad oes lle iddo yn y cod",
        "beyond-check": ("Nid yw'r cod yn profi'r un o'r rhain. Gwiriwch bob un yn ôl ei rif yma:"),
        "course-word": "Cwrs",
        "number-word": "Rhif y dystysgrif",
        "page-word": "Tudalen",
        "of-word": "o",
        "code-words": "Cod QR sy'n arwain at y dudalen lle gwirir y pasbort hwn",
    },
}
"""By language. The Welsh was not reviewed by a translator."""
