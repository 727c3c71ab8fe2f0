"""English and Welsh: the same pages, under / and under /cy/. The address alone says which.

Never a cookie, so that caches may keep public pages.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

from apiflask import APIFlask
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations
from flask import g, request, url_for
from flask_babel import Babel, Domain, format_date, format_datetime
from google.protobuf.timestamp_pb2 import Timestamp

CATALOGUE: Final = Path(__file__).resolve().parents[1] / "translations" / "cy.po"
LANGUAGES: Final = {"en": "English", "cy": "Cymraeg"}


def of_path(path: str) -> str:
    """Return the language of a path of ours."""
    return "cy" if path == "/cy" or path.startswith("/cy/") else "en"


def language() -> str:
    """Return the present page's language, en or cy; on the way to Keycloak, that of where from."""
    said: str | None = g.get("isp_speaking")
    if said is not None:
        return said
    path = request.path
    return of_path(request.args.get("next", "/") if path.startswith("/auth/") else path)


@contextmanager
def speaking(code: str) -> Iterator[None]:
    """Speak a language, en or cy, where no path says one: a feed's address has it in its query."""
    g.isp_speaking = code
    try:
        yield
    finally:
        del g.isp_speaking


def address(endpoint: str, code: str | None = None, **values: Any) -> str:
    """Return the address of a page, such as `advice.document`; `code` names another language."""
    return url_for(f"{code or language()}.{endpoint}", **values)


def same_page_in(other: str) -> str:
    """Return the address of the present page in the other language."""
    if (request.endpoint or "").partition(".")[0] not in LANGUAGES:
        return url_for(f"{other}.home.home_page")
    path = request.path.removeprefix("/cy") or "/"
    path = path if other == "en" else f"/cy{path}"
    query = request.query_string.decode("ascii", "replace")
    return f"{quote(path)}?{query}" if query and request.method == "GET" else quote(path)


def of_document(code: str) -> str:
    """Return a page's language as documents and alerts name it: en-GB or cy."""
    return "cy" if code == "cy" else "en-GB"


def moment(at: Timestamp) -> str:
    """Return a time as a person here reads it, in London's time."""
    return str(format_datetime(at.ToDatetime(tzinfo=UTC), "d MMMM y, HH:mm"))


def clock(at: datetime) -> str:
    """Return the time of the day as a clock here shows it."""
    return str(format_datetime(at, "HH:mm"))


def day(at: Timestamp) -> str:
    """Return a time's day as a person here reads it."""
    return str(format_datetime(at.ToDatetime(tzinfo=UTC), "d MMMM y"))


def written_day(said: str) -> str:
    """Return a day that is written YYYY-MM-DD as a person here reads it."""
    return str(format_date(date.fromisoformat(said), "d MMMM y"))


class Catalogue(Domain):  # type: ignore[misc] # untyped library
    """The pages' words, read at boot from what people edit: there is no compiled file to forget."""

    def __init__(self) -> None:
        super().__init__()
        compiled = BytesIO()
        with CATALOGUE.open("rb") as written:
            write_mo(compiled, read_po(written, locale="cy"))
        compiled.seek(0)
        self._words = {"cy": Translations(compiled), "en": NullTranslations()}

    def get_translations(self) -> NullTranslations:
        """Return the words of the present page's language."""
        return self._words[language()]


class Spoken(Babel):  # type: ignore[misc] # untyped library
    """Flask-Babel with that catalogue."""

    domain_instance = Catalogue()


def install(app: APIFlask) -> None:
    """Let pages speak both languages; everything else speaks English."""
    app.config["BABEL_DEFAULT_TIMEZONE"] = "Europe/London"
    Spoken(app, locale_selector=lambda: "cy" if language() == "cy" else "en_GB")
    app.jinja_env.globals.update(
        address=address, language=language, languages=LANGUAGES, same_page_in=same_page_in
    )
    app.jinja_env.filters["moment"] = moment
    app.jinja_env.filters["day"] = day
    app.jinja_env.filters["written_day"] = written_day
    app.jinja_env.filters["clock"] = clock
