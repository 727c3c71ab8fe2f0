"""The desk of words that mean the same: editors keep them, a group on each line."""

from collections.abc import Iterator
from http import HTTPStatus
from typing import Final

from apiflask import APIBlueprint
from flask import Response, abort, flash, redirect
from flask_babel import gettext, lazy_gettext
from werkzeug.wrappers import Response as AnyResponse

from isp.content.v1 import synonyms_pb2 as pb
from services.gateway.clients import clients
from services.gateway.pages import labels
from services.gateway.pages.answers import ask, page
from services.gateway.pages.forms import Form, Refused, lines, version_read
from services.gateway.pages.language import address
from services.gateway.pages.refusals import said_on
from services.gateway.pages.visitors import signed_in

synonyms_desk = APIBlueprint(
    "synonyms_desk", __name__, url_prefix="/desk/synonyms", enable_openapi=False
)

LONGEST: Final = 100_000
SAID_BY_THE_SERVICE: Final = (
    lazy_gettext("must have 2 to 20 terms"),
    lazy_gettext("must be words, at most 60 characters a term, with no other signs"),
    lazy_gettext("has a term that says nothing which could be looked for"),
    lazy_gettext("has a term twice, or one that stands in a group above"),
    lazy_gettext("must be at most 500"),
)
"""What content says of groups, so that it has its Welsh."""

_REFUSED: Final = {
    "STALE_VERSION": lazy_gettext("Below it stands as you typed it; the list was read again."),
    "INVALID": "",
}


class SynonymsForm(Form):
    """The groups of a language."""

    groups = lines(
        lazy_gettext("Words that mean the same"),
        most=LONGEST,
        required=False,
        hint=lazy_gettext(
            "A group on each line, with commas between its terms. Who looks for one term finds"
            " what says any other of its group."
        ),
        render_kw={"spellcheck": "false"},
    )

    def refuse(self, violations: Iterator[tuple[str, str]]) -> list[str]:
        """Show what is wrong with a group by the line that it stands on."""
        places = _places(str(self.groups.data or ""))
        left = []
        for path, what in violations:
            name, _, place = path.rstrip("]").partition("[")
            if name != "groups":
                left.append((path, what))
            elif place.isdecimal():
                number = places[int(place)] + 1
                said = gettext("line %(number)d: %(what)s", number=number, what=gettext(what))
                self.groups.errors = [*self.groups.errors, said]
            else:
                self.groups.errors = [*self.groups.errors, gettext(what)]
        return super().refuse(iter(left))


@synonyms_desk.get("")
@signed_in
def synonyms() -> Response:
    """Show of each language how many groups there are."""
    return page("desk_synonyms.html", synonyms=_every(), languages=labels.DOCUMENT_LANGUAGES)


@synonyms_desk.get("/<language>")
@signed_in
def of_language(language: str) -> Response:
    """Show the groups of a language as they can be changed."""
    found = _found(language)
    return _shown(found, SynonymsForm(data={"groups": _text(found)}))


@synonyms_desk.post("/<language>")
@signed_in
def change(language: str) -> AnyResponse:
    """Put what was typed in the groups' place."""
    form, status = SynonymsForm(), int(HTTPStatus.BAD_REQUEST)
    if form.validate():
        message = pb.ChangeSynonymsRequest(
            language=language,
            expected_version=version_read(),
            groups=_groups(str(form.groups.data or "")),
        )
        try:
            with said_on(form, _REFUSED):
                ask(clients().synonyms.ChangeSynonyms, message)
            flash(gettext("It is changed. Search goes by it within about a minute."), "success")
            return redirect(address("synonyms_desk.synonyms"))
        except Refused as refused:
            status = refused.status
    return _shown(_found(language), form, status)


def _shown(found: pb.Synonyms, form: SynonymsForm, status: int = HTTPStatus.OK) -> Response:
    named = labels.DOCUMENT_LANGUAGES[found.language]
    return page("desk_synonyms_of.html", status, found=found, form=form, named=named)


def _every() -> list[pb.Synonyms]:
    return list(ask(clients().synonyms.ListSynonyms, pb.ListSynonymsRequest()).synonyms)


def _found(language: str) -> pb.Synonyms:
    found = next((each for each in _every() if each.language == language), None)
    return found if found is not None else abort(HTTPStatus.NOT_FOUND)


def _text(found: pb.Synonyms) -> str:
    return "\n".join(", ".join(group.terms) for group in found.groups)


def _places(text: str) -> list[int]:
    """Return on which lines, from 0, groups stand: empty lines are none."""
    return [place for place, said in enumerate(text.split("\n")) if said.strip()]


def _groups(text: str) -> list[pb.SynonymGroup]:
    said = text.split("\n")
    return [
        pb.SynonymGroup(terms=[term for each in said[place].split(",") if (term := each.strip())])
        for place in _places(text)
    ]
