"""The units of a package: how far the learner is in each, and opening one."""

from collections.abc import Mapping
from typing import Final
from uuid import UUID

from apiflask import APIBlueprint
from flask import Response, redirect, request
from werkzeug.wrappers import Response as AnyResponse

from isp.training.v1 import enrolment_pb2
from isp.training.v1 import launches_pb2 as pb
from services.gateway.clients import clients
from services.gateway.pages.answers import ask, page
from services.gateway.pages.language import address, language
from services.gateway.pages.learning import course_of, newest_of
from services.gateway.pages.refusals import told
from services.gateway.pages.visitors import signed_in

units = APIBlueprint("units", __name__, url_prefix="/<uuid:course_id>/units", enable_openapi=False)

PAGE_SIZE: Final = 50
_PREFERRED: Final = {"en": ("en-GB", "en", "en-US", ""), "cy": ("cy", "en-GB", "en", "")}


@units.get("")
@signed_in
def listed(course_id: UUID) -> AnyResponse:
    """Show the units of a course that the visitor is enrolled in."""
    mine = newest_of(course_id)
    if mine is None:
        return redirect(address("learning.course", course_id=course_id))
    message = pb.ListUnitsRequest(
        enrolment_id=mine.enrolment_id, page_size=PAGE_SIZE, after=_after()
    )
    found = ask(clients().launches.ListUnits, message)
    return page("units.html", course=course_of(course_id), mine=mine, found=found, words=words_in)


@units.post("/<int:number>")
@signed_in
def opened(course_id: UUID, number: int) -> AnyResponse:
    """Open a unit: the page that follows has the link, since the package is on another origin."""
    mine = newest_of(course_id)
    if mine is None:
        return redirect(address("learning.course", course_id=course_id))
    with told("COURSE_WITHDRAWN"):
        return _opened(course_id, mine, number)
    return redirect(address("learning.units.listed", course_id=course_id))


def _opened(course_id: UUID, mine: enrolment_pb2.Enrolment, number: int) -> Response:
    message = pb.LaunchUnitRequest(enrolment_id=mine.enrolment_id, number=number)
    opening = ask(clients().launches.LaunchUnit, message)
    return page("unit_opened.html", course=course_of(course_id), opening=opening)


def words_in(words: Mapping[str, str]) -> tuple[str, str]:
    """Return words in the page's language if there are any, else in whichever, with its tag."""
    for tag in (*_PREFERRED[language()], *sorted(words)):
        if words.get(tag):
            return tag, words[tag]
    return "", ""


def _after() -> int:
    said = request.args.get("after", "0")
    return int(said) if said.isascii() and said.isdigit() and len(said) < 7 else 0
