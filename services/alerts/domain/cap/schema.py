"""What OASIS' schema of CAP 1.2 says of elements: their order, and how often each may be."""

from typing import Final

Children = tuple[tuple[str, int, int], ...]
"""Names in their order, each with how often at least and at most."""

MANY: Final = 1_000_000_000
_ONE: Final = (1, 1)
_MAYBE: Final = (0, 1)
_ANY: Final = (0, MANY)
_SOME: Final = (1, MANY)

_PAIR: Final[Children] = (("valueName", *_ONE), ("value", *_ONE))

SCHEMA: Final[dict[str, Children]] = {
    "alert": (
        ("identifier", *_ONE),
        ("sender", *_ONE),
        ("sent", *_ONE),
        ("status", *_ONE),
        ("msgType", *_ONE),
        ("source", *_MAYBE),
        ("scope", *_ONE),
        ("restriction", *_MAYBE),
        ("addresses", *_MAYBE),
        ("code", *_ANY),
        ("note", *_MAYBE),
        ("references", *_MAYBE),
        ("incidents", *_MAYBE),
        ("info", *_ANY),
    ),
    "info": (
        ("language", *_MAYBE),
        ("category", *_SOME),
        ("event", *_ONE),
        ("responseType", *_ANY),
        ("urgency", *_ONE),
        ("severity", *_ONE),
        ("certainty", *_ONE),
        ("audience", *_MAYBE),
        ("eventCode", *_ANY),
        ("effective", *_MAYBE),
        ("onset", *_MAYBE),
        ("expires", *_MAYBE),
        ("senderName", *_MAYBE),
        ("headline", *_MAYBE),
        ("description", *_MAYBE),
        ("instruction", *_MAYBE),
        ("web", *_MAYBE),
        ("contact", *_MAYBE),
        ("parameter", *_ANY),
        ("resource", *_ANY),
        ("area", *_ANY),
    ),
    "eventCode": _PAIR,
    "parameter": _PAIR,
    "geocode": _PAIR,
    "resource": (
        ("resourceDesc", *_ONE),
        ("mimeType", *_ONE),
        ("size", *_MAYBE),
        ("uri", *_MAYBE),
        ("derefUri", *_MAYBE),
        ("digest", *_MAYBE),
    ),
    "area": (
        ("areaDesc", *_ONE),
        ("polygon", *_ANY),
        ("circle", *_ANY),
        ("geocode", *_ANY),
        ("altitude", *_MAYBE),
        ("ceiling", *_MAYBE),
    ),
}
"""Every element that has children; all others hold text. XML signatures may follow `info`."""

SIGNATURES: Final = "http://www.w3.org/2000/09/xmldsig#"
"""The one namespace beside CAP's own from which the schema lets elements stand in `alert`."""
