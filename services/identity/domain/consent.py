"""The words that a person has before them when they subscribe, by version."""

import json
from dataclasses import dataclass
from importlib.resources import files
from typing import Final

from chassis.errors import Invalid, Violation


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """Words in one language. Each version stays as it is."""

    version: str
    language: str
    text: str


_DATA: Final = json.loads(
    files("services.identity.domain").joinpath("data/consent_wordings.json").read_text("utf-8")
)
_WORDINGS: Final = {
    (said["version"], language): Wording(
        version=said["version"], language=language, text=said[language]
    )
    for said in _DATA["wordings"]
    for language in ("en", "cy")
}
NEWEST: Final[str] = _DATA["wordings"][-1]["version"]


def wording(language: str, version: str = NEWEST) -> Wording:
    """Return the words of a version in a language.

    Raises:
        Invalid: there is no such version.
    """
    found = _WORDINGS.get((version, language))
    if found is None:
        raise Invalid(Violation("wording_version", "must be the version of words that we gave"))
    return found
