"""The form in which an alert is written, and what it says as the contract has it."""

from datetime import UTC, datetime, timedelta
from typing import Any, Final
from uuid import uuid4

from flask_babel import lazy_gettext
from wtforms import HiddenField
from wtforms.validators import Length

from isp.alerts.v1 import alert_pb2
from isp.kernel.v1 import kernel_pb2
from services.gateway.pages import labels
from services.gateway.pages.forms import Form, line, lines, many_of, one_of
from services.gateway.pages.language import language, of_document

EXPIRIES: Final = (
    ("60", lazy_gettext("1 hour")),
    ("180", lazy_gettext("3 hours")),
    ("720", lazy_gettext("12 hours")),
    ("1440", lazy_gettext("24 hours")),
)
SHARING: Final = (
    ("CLEAR/PUBLIC", lazy_gettext("TLP:CLEAR: everyone may read and pass it on")),
    ("GREEN/REGISTERED", lazy_gettext("TLP:GREEN: registered subscribers")),
    ("AMBER/VERIFIED", lazy_gettext("TLP:AMBER: verified subscribers")),
)
EXERCISE: Final = lazy_gettext("This is an exercise: every message says so first and last")


class AlertForm(Form):
    """What an alert says, and to whom."""

    headline = line(lazy_gettext("Headline"), most=160)
    action_line = line(
        lazy_gettext("What to do, in one line"),
        most=160,
        required=False,
        hint=lazy_gettext("For example: Stay inside. Lock doors. Await instructions."),
    )
    description = lines(lazy_gettext("What is happening"), most=1400, render_kw={"rows": 4})
    instruction = lines(lazy_gettext("What people should do"), most=1400, render_kw={"rows": 4})
    severity = one_of(lazy_gettext("Severity"), list(labels.SEVERITIES.items()))
    urgency = one_of(lazy_gettext("Urgency"), list(labels.URGENCIES.items()))
    certainty = one_of(lazy_gettext("Certainty"), list(labels.CERTAINTIES.items()))
    sharing = one_of(lazy_gettext("Who may read it"), list(SHARING))
    regions = many_of(
        lazy_gettext("Regions"), labels.regions, hint=lazy_gettext("None means everywhere.")
    )
    sectors = many_of(
        lazy_gettext("Sectors"), labels.sectors, hint=lazy_gettext("None means all of them.")
    )
    minutes = one_of(lazy_gettext("It ends by itself after"), list(EXPIRIES))
    exercise = many_of(lazy_gettext("Is it an exercise?"), lambda: [("yes", EXERCISE)])
    key = HiddenField(default=lambda: str(uuid4()), validators=[Length(max=36)])


def content_of(form: AlertForm) -> alert_pb2.AlertContent:
    """Return what the form says."""
    tlp, _, tier = form.sharing.data.partition("/")
    content = alert_pb2.AlertContent(
        headline=form.headline.data,
        action_line=form.action_line.data or "",
        description=form.description.data,
        instruction=form.instruction.data,
        language=of_document(language()),
        severity=alert_pb2.Severity.Value(f"SEVERITY_{form.severity.data}"),
        urgency=alert_pb2.Urgency.Value(f"URGENCY_{form.urgency.data}"),
        certainty=alert_pb2.Certainty.Value(f"CERTAINTY_{form.certainty.data}"),
        marking=kernel_pb2.Marking(
            tlp=kernel_pb2.Tlp.Value(f"TLP_{tlp}"),
            minimum_tier=kernel_pb2.Tier.Value(f"TIER_{tier}"),
        ),
        exercise=bool(form.exercise.data),
    )
    for row in _audience(form.regions.data, form.sectors.data):
        content.audience.add(mode=row[0], kind=row[1], value=row[2])
    content.expires_at.FromDatetime(datetime.now(UTC) + timedelta(minutes=int(form.minutes.data)))
    return content


def _audience(regions: list[str], sectors: list[str]) -> list[tuple[Any, Any, str]]:
    """Return rows: any of the regions, and of the sectors any too; everyone where none is said."""
    include, must = kernel_pb2.AUDIENCE_MODE_INCLUDE, kernel_pb2.AUDIENCE_MODE_MUST_BE
    rows: list[tuple[Any, Any, str]] = [
        (include, kernel_pb2.AUDIENCE_KIND_REGION, code) for code in regions
    ] or [(include, kernel_pb2.AUDIENCE_KIND_EVERYONE, "")]
    return rows + [(must, kernel_pb2.AUDIENCE_KIND_SECTOR, code) for code in sectors]
