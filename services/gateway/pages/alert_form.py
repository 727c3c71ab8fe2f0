"""The form in which an alert is written, and what it says as the contract has it."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, Final, Self
from uuid import uuid4

from flask_babel import lazy_gettext
from wtforms import HiddenField
from wtforms.validators import Length

from isp.alerts.v1 import alert_pb2, templates_pb2
from isp.kernel.v1 import kernel_pb2
from services.gateway.pages import labels
from services.gateway.pages.area_rows import AreaRows, at_fields, fields_of
from services.gateway.pages.forms import line, lines, list_of, many_of, one_of
from services.gateway.pages.language import language, of_document
from services.gateway.pages.told_areas import are_told

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

_MARK: Final = "EXERCISE EXERCISE EXERCISE"
_WELSH: Final = "content.translations[0]."
WORDS: Final = ("headline", "action_line", "description", "instruction")
_EVERYONE: Final = (kernel_pb2.AUDIENCE_MODE_INCLUDE, kernel_pb2.AUDIENCE_KIND_EVERYONE)
_REGION: Final = (kernel_pb2.AUDIENCE_MODE_INCLUDE, kernel_pb2.AUDIENCE_KIND_REGION)
_SECTOR: Final = (kernel_pb2.AUDIENCE_MODE_MUST_BE, kernel_pb2.AUDIENCE_KIND_SECTOR)
_ONLY_REGION: Final = (kernel_pb2.AUDIENCE_MODE_MUST_BE, kernel_pb2.AUDIENCE_KIND_REGION)


_ALONG: Final = lazy_gettext(
    "Members are sent it when their region and sector lead pass it on; never what is Immediate"
)
_ASKS: Final = lazy_gettext("Everyone who gets it is asked: safe, need help, or not affected")


class AlertForm(AreaRows):
    """What an alert says, and to whom."""

    headline = line(lazy_gettext("Headline"), most=160)
    action_line = line(
        lazy_gettext("What to do, in one line"),
        most=160,
        required=False,
        hint=lazy_gettext(
            "For example: Stay inside. Lock doors. Await instructions. Of what is Immediate"
            " everyone whom it is for is sent it, whatever its marking: let it say where."
        ),
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
    cap_status = list_of(
        lazy_gettext("Is it meant?"),
        list(labels.CAP_STATUSES.items()),
        hint=lazy_gettext("An exercise says so first and last. A test is seen by staff only."),
        default="ACTUAL",
    )
    channels = many_of(
        lazy_gettext("Sent by"),
        list(labels.CHANNELS.items()),
        hint=lazy_gettext("Beside the open stream and these pages. None means all of them."),
    )
    authority_reference = line(
        lazy_gettext("Reference of the decision"),
        most=200,
        required=False,
        hint=lazy_gettext("Of the authority on whose word it rests. Recipients never read it."),
    )
    cy_headline = line(lazy_gettext("Headline in Welsh"), most=160, required=False)
    cy_action_line = line(
        lazy_gettext("What to do, in one line, in Welsh"), most=160, required=False
    )
    cy_description = lines(
        lazy_gettext("What is happening, in Welsh"),
        most=1400,
        required=False,
        render_kw={"rows": 4},
    )
    cy_instruction = lines(
        lazy_gettext("What people should do, in Welsh"),
        most=1400,
        required=False,
        render_kw={"rows": 4},
    )
    categories = many_of(
        lazy_gettext("What it is about"),
        list(labels.CAP_CATEGORIES.items()),
        hint=lazy_gettext("None means security."),
    )
    response_types = many_of(
        lazy_gettext("What people are to do, in CAP's words"),
        list(labels.CAP_RESPONSE_TYPES.items()),
        most=4,
        hint=lazy_gettext(
            "For other systems that pass the alert on. None means that your words alone say it."
        ),
    )
    asks_answer = many_of(lazy_gettext("Does it ask for an answer?"), lambda: [("yes", _ASKS)])
    cascaded = many_of(lazy_gettext("Does it go along seats?"), lambda: [("yes", _ALONG)])
    key = HiddenField(default=lambda: str(uuid4()), validators=[Length(max=36)])

    addressed: Sequence[kernel_pb2.AudienceRow] = ()
    """What the rows say, once they were looked at."""

    origin: str = ""
    """The region whose own message it is: no other can be chosen then."""

    def of_region(self, code: str) -> Self:
        """Return this form for a region's own message; of none, as it is."""
        if code:
            self.origin = code
            del self.regions
        return self

    def validate(self, extra_validators: Mapping[str, Any] | None = None) -> bool:
        """Tell whether everything is as it must be, and look the places of the rows up."""
        fit = bool(super().validate(extra_validators))
        self.addressed = self.audience_rows()
        return fit and not self.errors

    def refuse(self, violations: Iterator[tuple[str, str]]) -> list[str]:
        """Show what is wrong at the field that said it: of a translation, of a row."""
        named = (name for name, _ in _audience(self))
        return super().refuse(of_translation(at_fields(violations, list(named))))


def of_translation(violations: Iterator[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Return what is wrong by the names of a form's fields, those of the Welsh apart."""
    for path, what in violations:
        yield (path.replace(_WELSH, "cy_") if path.startswith(_WELSH) else path), what


def content_of(form: AlertForm) -> alert_pb2.AlertContent:
    """Return what the form says."""
    content = alert_pb2.AlertContent(
        headline=form.headline.data,
        action_line=form.action_line.data or "",
        description=form.description.data,
        instruction=form.instruction.data,
        language=of_document(language()),
        severity=alert_pb2.Severity.Value(f"SEVERITY_{form.severity.data}"),
        urgency=alert_pb2.Urgency.Value(f"URGENCY_{form.urgency.data}"),
        certainty=alert_pb2.Certainty.Value(f"CERTAINTY_{form.certainty.data}"),
        marking=_marking(form.sharing.data),
    )
    _address(content, form)
    content.expires_at.FromDatetime(_in_minutes(form.minutes.data))
    content.cap_status = cap_status_of(form, None)
    content.asks_answer = bool(form.asks_answer.data)
    content.cascaded = bool(form.cascaded.data)
    say_kinds(content, form)
    _send_by(content, form)
    _translate(content, form)
    return content


def say_kinds(content: alert_pb2.AlertContent | templates_pb2.TemplateContent, form: Any) -> None:
    """Put what a form says that something is about, and what people are to do, into a content."""
    del content.categories[:]
    content.categories.extend(
        alert_pb2.CapCategory.Value(f"CAP_CATEGORY_{each}") for each in form.categories.data
    )
    del content.response_types[:]
    content.response_types.extend(
        alert_pb2.CapResponseType.Value(f"CAP_RESPONSE_TYPE_{each}")
        for each in form.response_types.data
    )


def _audience(form: AlertForm) -> list[tuple[str, kernel_pb2.AudienceRow]]:
    """Return rows, each with its field: any of the regions, of the sectors any too, and the others.

    Where nobody is included everyone is; of a region's own message, everyone there. Whom else its
    rows include must be there too.
    """
    rows = [] if form.origin else [("regions", _row(*_REGION, c)) for c in form.regions.data or ()]
    rows += [("sectors", _row(*_SECTOR, code)) for code in form.sectors.data or ()]
    rows += zip(form.sources, form.addressed, strict=True) if form.addressed else ()
    included = any(row.mode == kernel_pb2.AUDIENCE_MODE_INCLUDE for _, row in rows)
    if form.origin:
        rows.insert(0, ("", _row(*(_ONLY_REGION if included else _REGION), form.origin)))
    elif not included:
        rows.insert(0, ("regions", _row(*_EVERYONE, "")))
    return rows


def _row(mode: Any, kind: Any, value: str) -> kernel_pb2.AudienceRow:
    return kernel_pb2.AudienceRow(mode=mode, kind=kind, value=value)


def audience_of(form: AlertForm) -> list[kernel_pb2.AudienceRow]:
    """Return whom the form addresses."""
    return [row for _, row in _audience(form)]


def channels_of(form: AlertForm) -> list[alert_pb2.Channel.ValueType]:
    """Return by which ways it is sent; none is all of them."""
    return [alert_pb2.Channel.Value(f"CHANNEL_{each}") for each in form.channels.data or ()]


def cap_status_of(
    form: AlertForm, before: alert_pb2.AlertContent | None
) -> alert_pb2.CapStatus.ValueType:
    """Return whether it is meant; what is changed stays what it was."""
    if before is not None:
        return before.cap_status
    return alert_pb2.CapStatus.Value(f"CAP_STATUS_{form.cap_status.data}")


def marking_of(form: AlertForm, before: alert_pb2.AlertContent | None) -> kernel_pb2.Marking:
    """Return who may read it; as it was before where the form leaves that."""
    if before is not None and form.sharing.data == _AS_IT_IS[0]:
        return before.marking
    return _marking(form.sharing.data)


_AS_IT_IS: Final = ("KEEP", lazy_gettext("As it is now"))


class EditForm(AlertForm):
    """What an alert says from now on; what its form cannot say stays as it is."""

    cap_status = None  # an exercise stays one

    sharing = one_of(lazy_gettext("Who may read it"), [_AS_IT_IS, *SHARING], default=_AS_IT_IS[0])
    minutes = one_of(
        lazy_gettext("It ends by itself after"), [_AS_IT_IS, *EXPIRIES], default=_AS_IT_IS[0]
    )


def updating(alert: alert_pb2.Alert) -> dict[str, Any]:
    """Return the fields of an update: the Welsh that was written takes the place of a stand-in."""
    fields = filled_from(alert.content, alert.origin_region)
    if not alert.welsh.stand_in_template_id and not alert.welsh.HasField("set_aside"):
        return fields
    return fields | {f"cy_{name}": getattr(alert.welsh.set_aside, name) for name in WORDS}


def filled_from(content: alert_pb2.AlertContent, origin: str = "") -> dict[str, Any]:
    """Return the fields of the form that begins from what an alert says, of a region's its own."""
    drill = content.cap_status == alert_pb2.CAP_STATUS_EXERCISE
    own = _unmarked if drill else str
    return {
        **{name: own(getattr(content, name)) for name in WORDS},
        "severity": alert_pb2.Severity.Name(content.severity).removeprefix("SEVERITY_"),
        "urgency": alert_pb2.Urgency.Name(content.urgency).removeprefix("URGENCY_"),
        "certainty": alert_pb2.Certainty.Name(content.certainty).removeprefix("CERTAINTY_"),
        "regions": _named(content, *_REGION),
        "sectors": _named(content, *_SECTOR),
        **(_others(content, origin) or {}),
        "authority_reference": content.authority_reference,
        "asks_answer": ["yes"] if content.asks_answer else [],
        "cascaded": ["yes"] if content.cascaded else [],
        "categories": [
            alert_pb2.CapCategory.Name(each).removeprefix("CAP_CATEGORY_")
            for each in content.categories
        ],
        "response_types": [
            alert_pb2.CapResponseType.Name(each).removeprefix("CAP_RESPONSE_TYPE_")
            for each in content.response_types
        ],
        "channels": [
            alert_pb2.Channel.Name(each).removeprefix("CHANNEL_") for each in content.channels
        ],
        **{
            f"cy_{name}": own(getattr(each, name))
            for each in content.translations
            for name in WORDS
        },
    }


def _unmarked(text: str) -> str:
    """Return an exercise's text without the marks, which alerts puts back: the limits are of it."""
    return text.removeprefix(_MARK).removeprefix(":").removesuffix(_MARK).strip()


def says_its_audience(content: alert_pb2.AlertContent, origin: str = "") -> bool:
    """Tell whether the form can say for whom an alert is."""
    return _others(content, origin) is not None


def _others(content: alert_pb2.AlertContent, origin: str) -> dict[str, Any] | None:
    """Return the fields of the rows beside regions and sectors; None where no field says one."""
    including = [row for row in content.audience if row.mode == kernel_pb2.AUDIENCE_MODE_INCLUDE]
    alone = len(including) == 1

    def has_its_own(row: kernel_pb2.AudienceRow) -> bool:
        what = (row.mode, row.kind)
        if origin and what != _SECTOR:
            told = what == _ONLY_REGION or (what == _REGION and alone)
            return told and row.value == origin
        return what in {_REGION, _SECTOR} or (what == _EVERYONE and alone)

    others = [row for row in content.audience if not has_its_own(row)]
    fields = fields_of(others, content.area if content.HasField("area") else None)
    return None if fields is None else fields | {"rows": str(len(others))}


def edited(before: alert_pb2.AlertContent, form: EditForm) -> alert_pb2.AlertContent:
    """Return what an alert says when the form's fields take the place of what it said."""
    content = alert_pb2.AlertContent()
    content.CopyFrom(before)
    content.headline = form.headline.data
    content.action_line = form.action_line.data or ""
    content.description = form.description.data
    content.instruction = form.instruction.data
    content.severity = alert_pb2.Severity.Value(f"SEVERITY_{form.severity.data}")
    content.urgency = alert_pb2.Urgency.Value(f"URGENCY_{form.urgency.data}")
    content.certainty = alert_pb2.Certainty.Value(f"CERTAINTY_{form.certainty.data}")
    if form.sharing.data != _AS_IT_IS[0]:
        content.marking.CopyFrom(_marking(form.sharing.data))
    if form.minutes.data != _AS_IT_IS[0]:
        content.expires_at.FromDatetime(_in_minutes(form.minutes.data))
    if says_its_audience(before, form.origin):
        del content.audience[:]
        if content.HasField("area") and are_told(before.audience, before.area):
            content.ClearField("area")
        _address(content, form)
    content.asks_answer = bool(form.asks_answer.data)
    content.cascaded = bool(form.cascaded.data)
    say_kinds(content, form)
    _send_by(content, form)
    _translate(content, form)
    return content


def _send_by(content: alert_pb2.AlertContent, form: AlertForm) -> None:
    content.authority_reference = form.authority_reference.data or ""
    del content.channels[:]
    content.channels.extend(channels_of(form))


def _translate(content: alert_pb2.AlertContent, form: AlertForm) -> None:
    """Put the form's Welsh in place of what was there; nothing at all is no translation."""
    said = {name: form[f"cy_{name}"].data or "" for name in WORDS}
    del content.translations[:]
    if any(said.values()):
        content.translations.add(language="cy-GB", **said)


def _named(content: alert_pb2.AlertContent, mode: Any, kind: Any) -> list[str]:
    return [row.value for row in content.audience if (row.mode, row.kind) == (mode, kind)]


def _marking(said: str) -> kernel_pb2.Marking:
    tlp, _, tier = said.partition("/")
    return kernel_pb2.Marking(
        tlp=kernel_pb2.Tlp.Value(f"TLP_{tlp}"),
        minimum_tier=kernel_pb2.Tier.Value(f"TIER_{tier}"),
    )


def _address(content: alert_pb2.AlertContent, form: AlertForm) -> None:
    content.audience.extend(audience_of(form))
    if form.told is not None:
        content.area.CopyFrom(form.told)


def _in_minutes(said: str) -> datetime:
    return datetime.now(UTC) + timedelta(minutes=int(said))
