"""How Welsh words are read: by every word that they may be a changed form of.

A Welsh word changes its first consonant by what stands before it (`cath`, `gath`, `chath`,
`nghath`), and no stock filter knows that. Each word is kept as it is written, and beside it as the
radical that it may stand for, so that two forms meet in the radical that they share, and two words
that only rhyme do not. The tables are those of any grammar: the soft, the nasal and the aspirate
mutation, and the h before a vowel (docs/adr/0114).
"""

from typing import Any, Final

_FIRST: Final = (
    *(("b", "p"), ("d(?!d)", "t"), ("g", "c")),
    *(("f(?!f)", "b"), ("dd", "d"), ("l(?!l)", "ll"), ("r(?!h)", "rh")),
    *(("m(?!h)", "b"), ("n(?![gh])", "d"), ("ng(?!h)", "g")),
    *(("mh", "p"), ("nh", "t"), ("ngh", "c")),
    *(("ph", "p"), ("th", "t"), ("ch", "c")),
    ("h(?=[aeiouwy])", ""),
)
"""How a changed word begins, and how its radical does. None begins another's result: no two of
them change one word, in this order."""

_SECOND: Final = (("f(?!f)", "m"), ("(?=[aeiouwy]|l(?!l)|r(?!h))", "g"))
"""Where a beginning has two radicals: `f` of `m`, and the soft `g`, which is not there."""

_ENDING: Final = "(?<=...)(?:iadau|iaid|iau|ion|oedd|wyr|au|wr)$"
"""The endings of most plurals, and of who does something: what is left must be three letters."""


def _changes(name: str, table: tuple[tuple[str, str], ...]) -> dict[str, Any]:
    return {
        f"{name}_{place}": {
            "type": "pattern_replace",
            "pattern": f"^{begins}(?=...)",
            "replacement": radical,
        }
        for place, (begins, radical) in enumerate(table)
    }


_FIRST_FILTERS: Final = _changes("cy_first", _FIRST)
_SECOND_FILTERS: Final = _changes("cy_second", _SECOND)

FILTERS: Final[dict[str, Any]] = {
    **_FIRST_FILTERS,
    **_SECOND_FILTERS,
    "cy_radicals": {
        "type": "multiplexer",
        "filters": [",".join(_FIRST_FILTERS), ",".join(_SECOND_FILTERS)],
    },
    "cy_ending": {"type": "pattern_replace", "pattern": _ENDING, "replacement": ""},
}
"""Filters of an index by their names; `cy_radicals`, then `cy_ending`, are what analysers use."""
