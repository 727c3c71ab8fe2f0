"""The words of identity's mails."""

from collections.abc import Mapping
from typing import Final

_CONFIRM: Final = {
    "en": (
        "Confirm your address",
        (
            "Hello {given_name},\n\n"
            "somebody, we hope you, asked for an account on the Information Sharing Platform with"
            " this address.\n\nTo confirm the address, open this link within 24 hours:\n\n"
            "{link}\n\n"
            "If it was not you, do nothing: no account is made.\n"
        ),
    ),
    "cy": (
        "Cadarnhau eich cyfeiriad",
        (
            "Helo {given_name},\n\n"
            "gofynnodd rhywun, chi gobeithio, am gyfrif ar y Platfform Rhannu Gwybodaeth gyda'r"
            " cyfeiriad hwn.\n\nI gadarnhau'r cyfeiriad, agorwch y ddolen hon o fewn 24 awr:\n\n"
            "{link}\n\n"
            "Os nad chi oedd, peidiwch â gwneud dim: ni wneir cyfrif.\n\n"
            "(Cyfieithiad heb ei adolygu.)\n"
        ),
    ),
}
_KNOWN: Final = {
    "en": (
        "You already have an account",
        (
            "Hello,\n\n"
            "somebody, perhaps you, asked for an account on the Information Sharing Platform with"
            " this address. It has one already.\n\nTo sign in, or to set a new password, go to:\n\n"
            "{home}\n\n"
            "If it was not you, do nothing: nothing was changed.\n"
        ),
    ),
    "cy": (
        "Mae gennych gyfrif eisoes",
        (
            "Helo,\n\n"
            "gofynnodd rhywun, chi efallai, am gyfrif ar y Platfform Rhannu Gwybodaeth gyda'r"
            " cyfeiriad hwn. Mae ganddo un eisoes.\n\nI fewngofnodi, neu i osod cyfrinair newydd,"
            " ewch i:\n\n{home}\n\n"
            "Os nad chi oedd, peidiwch â gwneud dim: ni newidiwyd dim.\n\n"
            "(Cyfieithiad heb ei adolygu.)\n"
        ),
    ),
}


def registration_mail(
    language: str, public_url: str, variables: Mapping[str, str], *, known: bool
) -> tuple[str, str]:
    """Return subject and text of what an applicant gets: a link, or that there is an account."""
    subject, text = (_KNOWN if known else _CONFIRM)[language]
    link = f"{public_url}/register/confirm?token={variables.get('token', '')}"
    name = variables.get("given_name", "")
    return subject, text.format(given_name=name, link=link, home=public_url)
