"""The words of mails about who belongs to an organisation."""

import json
import re
from collections.abc import Mapping
from importlib.resources import files
from typing import Final

_DATA: Final = json.loads(
    files("services.identity.domain").joinpath("data/organisation_mails.json").read_text("utf-8")
)
INVITATION: Final = "invitation"
"""The template of an invitation; what it says is decided when it is sent."""

ORGANISATION_MAILS: Final[dict[str, dict[str, tuple[str, str]]]] = {
    template: {
        language: (said["subject"], "\n\n".join(said["paragraphs"]) + "\n")
        for language, said in languages.items()
    }
    for template, languages in _DATA["mails"].items()
}
"""Subject and text of each mail, by template and language."""

_PAGES: Final = {"colleague-joined": "/account/organisation", "organisation-removed": "/account"}
_ADDRESS: Final = re.compile(r"[/\\:@]|\.\w|www")
_LONGEST: Final = 80


def organisation_mail(
    template: str, language: str, public_url: str, variables: Mapping[str, str]
) -> tuple[str, str]:
    """Return subject and text of a mail.

    Names that people chose go out under our sender's name to whom they choose: one that could
    carry an address, or is very long, is left out.
    """
    subject, text = ORGANISATION_MAILS[template][language]
    start = f"{public_url}{'/cy' if language == 'cy' else ''}"
    return subject, text.format(
        who=_plain(variables.get("who", "")) or _DATA["somebody"][language],
        organisation=_plain(variables.get("organisation", ""))
        or _DATA["an_organisation"][language],
        link=f"{start}/invitation?token={variables.get('token', '')}",
        page=f"{start}{_PAGES.get(template, '')}",
        text=variables.get("text", ""),
        what=variables.get("what", "") or _DATA["what"][language],
        answer=_answer(language, variables.get("address", "")),
    )


def _answer(language: str, address: str) -> str:
    none, there = _DATA["answer"][language]
    return str(there.format(address=address) if address else none)


def _plain(name: str) -> str:
    return "" if _ADDRESS.search(name.casefold()) or len(name) > _LONGEST else name
