"""The forms of the editors' desk: what a document would say, and what is said of a draft."""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import Any, Final
from uuid import uuid4
from zoneinfo import ZoneInfo

from flask_babel import gettext, lazy_gettext
from govuk_frontend_wtf.wtforms_widgets import GovCheckboxInput
from wtforms import HiddenField
from wtforms.validators import Length, ValidationError

from isp.content.v1 import attachments_pb2, document_pb2
from isp.content.v1 import drafts_pb2 as pb
from isp.kernel.v1 import kernel_pb2
from services.gateway.pages import labels
from services.gateway.pages.films import TYPES, choices_of
from services.gateway.pages.forms import BooleanField, Form, line, lines, list_of, many_of, one_of
from services.gateway.pages.naming_people import MOST, each_line, named_by, wrong_line
from services.gateway.pages.papers_labels import MARKINGS, RECEIPTS
from services.gateway.resources.content import receipt_asked
from services.gateway.resources.drafts import time_to_pb

_LONDON: Final = ZoneInfo("Europe/London")
_REVIEW_HINT: Final = lazy_gettext(
    "Such as 2027-11-24. Guidance is looked at within a year if this is empty."
)
NAMED: Final = "RED"
FILM_FIELDS: Final = ("film", "captions", "transcript", "signed_film", "poster")
_AS_IT_IS: Final = ("KEEP", lazy_gettext("As it is now"))


def a_moment(field: Any) -> None:
    """Refuse what is no moment."""
    if (field.data or "").strip() and moment_from(field.data) is None:
        raise ValidationError(gettext("must be a date and a time, such as 2026-11-24T14:30"))


def moment_from(said: str | None) -> datetime | None:
    """Return a time of London's, as a browser's field for one says it."""
    try:
        return datetime.fromisoformat((said or "").strip()).replace(tzinfo=_LONDON).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _ticked(label: Any, hint: Any = "") -> Any:
    return BooleanField(label, widget=GovCheckboxInput(), description=hint)


class PaperForm(Form):
    """What a document would say, to whom, and when."""

    kind = list_of(lazy_gettext("Kind"), list(labels.DOCUMENT_KINDS.items()))
    title = line(lazy_gettext("Title"), most=160)
    in_short = lines(
        lazy_gettext("Summary"),
        most=400,
        hint=lazy_gettext("What it is about, as lists and search show it."),
        render_kw={"rows": 3},
    )
    body = lines(
        lazy_gettext("Text"),
        most=100_000,
        hint=lazy_gettext("In Markdown: # before a heading, - before a point, **around** weight."),
    )
    language = one_of(
        lazy_gettext("Language"), list(labels.DOCUMENT_LANGUAGES.items()), default="en-GB"
    )
    sharing = one_of(lazy_gettext("Who may read it"), list(MARKINGS.items()))
    closed_group = line(
        lazy_gettext("Closed group"),
        most=100,
        required=False,
        hint=lazy_gettext("Its code. Only its members read it then."),
    )
    named_people = lines(
        lazy_gettext("Named people"),
        most=13_000,
        required=False,
        hint=lazy_gettext(
            "For TLP:RED: the e-mail address of each one's account, or their id, one a line, at"
            " most 50. You are always one of them. An address without an account names nobody,"
            " and nothing here tells whether it has one."
        ),
        render_kw={"rows": 4},
    )
    teaser = lines(
        lazy_gettext("Teaser"),
        most=400,
        required=False,
        hint=lazy_gettext("What anyone may be told of it who may not read the rest."),
        render_kw={"rows": 2},
    )
    teaser_confirmed = _ticked(
        lazy_gettext("I own this document, and anyone may read the teaser"),
    )
    receipt = list_of(
        lazy_gettext("Readers confirm that they read it"),
        list(RECEIPTS.items()),
        hint=lazy_gettext("Only of a bulletin or a briefing; by name only in a closed group."),
        default="",
    )
    tags = line(
        lazy_gettext("Tags"),
        most=900,
        required=False,
        hint=lazy_gettext("Words by which it is found, in lower case, with commas between."),
    )
    sources = lines(
        lazy_gettext("Sources"),
        most=6200,
        required=False,
        hint=lazy_gettext("What it rests on, one a line."),
        render_kw={"rows": 4},
    )
    sectors = many_of(lazy_gettext("Sectors it is for; none means all"), labels.sectors)
    regions = many_of(lazy_gettext("Regions it is for; none means all"), labels.regions)
    film = list_of(lazy_gettext("Film"), (), default="", hint=lazy_gettext("MP4 or WebM."))
    captions = list_of(
        lazy_gettext("Captions"),
        (),
        default="",
        hint=lazy_gettext("WebVTT, in the language of the document. No film stands without them."),
    )
    transcript = lines(
        lazy_gettext("Transcript"),
        most=50_000,
        required=False,
        hint=lazy_gettext("All that is said in it, and all that one must see."),
    )
    signed_film = list_of(lazy_gettext("Film with a signer"), (), default="")
    poster = list_of(
        lazy_gettext("Picture that stands for the film"),
        (),
        default="",
        hint=lazy_gettext("PNG, JPEG or WebP."),
    )
    review_on = line(
        lazy_gettext("Look at it again by"),
        most=10,
        required=False,
        hint=_REVIEW_HINT,
    )
    publish_at = line(
        lazy_gettext("Publish it at"),
        most=30,
        required=False,
        hint=lazy_gettext("By the clock in London. Leave it empty for as soon as it is approved."),
    )
    withdraw_at = line(
        lazy_gettext("Take it back at"),
        most=30,
        required=False,
        hint=lazy_gettext("By the clock in London. Leave it empty for never."),
    )
    note = line(
        lazy_gettext("What changed"),
        most=300,
        required=False,
        hint=lazy_gettext("Readers see it if the change matters."),
    )
    material = _ticked(lazy_gettext("The change matters to people who have read it before"))
    take_over = _ticked(lazy_gettext("I look after this document from now on"))
    key = HiddenField(default=lambda: str(uuid4()), validators=[Length(max=36)])

    def refuse(self, violations: Iterator[tuple[str, str]]) -> list[str]:
        """Show each violation at its field; WTForms has another use for a summary."""
        summary = "content.summary"
        return super().refuse(
            ("in_short" if path == summary else path, what) for path, what in violations
        )

    def validate_named_people(self, field: Any) -> None:
        """Refuse what is neither an address nor an id, and too many of them."""
        said = each_line(field.data)
        if len(said) > MOST:
            raise ValidationError(gettext("must be at most %(most)d", most=MOST))
        if any(map(wrong_line, said)):
            raise ValidationError(gettext("must be an e-mail address or an id on each line"))
        if said and not str(self.sharing.data).startswith(NAMED):
            raise ValidationError(gettext("are for what is shared with named people alone"))

    def validate_publish_at(self, field: Any) -> None:
        """Refuse what is no moment."""
        a_moment(field)

    def validate_withdraw_at(self, field: Any) -> None:
        """Refuse what is no moment."""
        a_moment(field)


class ChangeForm(PaperForm):
    """The next version; a marking that the list does not have may stay."""

    sharing = one_of(
        lazy_gettext("Who may read it"), [_AS_IT_IS, *MARKINGS.items()], default=_AS_IT_IS[0]
    )


class WhoForm(Form):
    """Whether somebody is among those whom a draft names."""

    who = line(
        lazy_gettext("An e-mail address, or an id"),
        most=254,
        hint=lazy_gettext("Nothing here tells whether an address has an account."),
    )

    def validate_who(self, field: Any) -> None:
        """Refuse what is neither an address nor an id."""
        if wrong_line((field.data or "").strip()):
            raise ValidationError(gettext("must be an e-mail address or an id"))


class ReasonForm(Form):
    """Why a draft is sent back, or a document taken back."""

    reason = lines(lazy_gettext("In words"), most=1000, render_kw={"rows": 3})


class ReviewForm(Form):
    """By when a document is looked at again."""

    review_on = line(
        lazy_gettext("Look at it again by"),
        most=10,
        required=False,
        hint=_REVIEW_HINT,
    )
    take_over = _ticked(lazy_gettext("I look after this document from now on"))


class EndForm(Form):
    """When a document goes by itself."""

    withdraw_at = line(
        lazy_gettext("Take it back at"),
        most=30,
        required=False,
        hint=lazy_gettext("By the clock in London. Leave it empty for never."),
    )
    reason = line(lazy_gettext("Why, for the record only"), most=1000)

    def validate_withdraw_at(self, field: Any) -> None:
        """Refuse what is no moment."""
        a_moment(field)


def offer_files(
    form: PaperForm,
    attachments: Iterable[attachments_pb2.Attachment],
    present: document_pb2.Video,
) -> None:
    """Let a form's film be one of a document's files that stand, or what it is now."""
    for name in TYPES:
        form[name].choices = choices_of(name, getattr(present, name), attachments)


def proposal_of(form: PaperForm, before: document_pb2.DocumentContent | None) -> pb.Proposal:
    """Return what a form says; `before` is what it began from, for what a form cannot say."""
    return pb.Proposal(
        content=_content(form, before),
        review_on=form.review_on.data or "",
        note=form.note.data or "",
        material=form.material.data,
        publish_at=time_to_pb(moment_from(form.publish_at.data)),
        withdraw_at=time_to_pb(moment_from(form.withdraw_at.data)),
        teaser_confirmed=form.teaser_confirmed.data,
    )


def _content(
    form: PaperForm, before: document_pb2.DocumentContent | None
) -> document_pb2.DocumentContent:
    video = {name: form[name].data or "" for name in FILM_FIELDS}
    return document_pb2.DocumentContent(
        kind=document_pb2.DocumentKind.Value(f"DOCUMENT_KIND_{form.kind.data}"),
        marking=_marking(form, before),
        translation_of=before.translation_of if before else "",
        tags=[tag for each in (form.tags.data or "").split(",") if (tag := each.strip())],
        sources=[each for each in (form.sources.data or "").splitlines() if each.strip()],
        teaser=form.teaser.data or "",
        summary=form.in_short.data,
        video=document_pb2.Video(**video) if any(video.values()) else None,
        receipt=document_pb2.ReceiptAsked.Value(
            f"RECEIPT_ASKED_{form.receipt.data or 'UNSPECIFIED'}"
        ),
        **{name: form[name].data for name in ("title", "body", "language", "sectors", "regions")},
    )


def _marking(form: PaperForm, before: document_pb2.DocumentContent | None) -> kernel_pb2.Marking:
    if before is not None and form.sharing.data == _AS_IT_IS[0]:
        return before.marking
    tlp, _, tier = str(form.sharing.data).partition("/")
    return kernel_pb2.Marking(
        tlp=kernel_pb2.Tlp.Value(f"TLP_{tlp}"),
        minimum_tier=kernel_pb2.Tier.Value(f"TIER_{tier}"),
        closed_group=(form.closed_group.data or "").strip(),
        named_subjects=named_by(form) if tlp == NAMED else (),
    )


def data_of(proposal: pb.Proposal) -> dict[str, Any]:
    """Return what a form shows of a proposal."""
    said, video = proposal.content, proposal.content.video
    times = {
        name: local_time(getattr(proposal, name)) if getattr(proposal, name).seconds else ""
        for name in ("publish_at", "withdraw_at")
    }
    return times | {
        "kind": document_pb2.DocumentKind.Name(said.kind).removeprefix("DOCUMENT_KIND_"),
        **{name: getattr(said, name) for name in ("title", "body", "language")},
        "in_short": said.summary,
        "teaser": said.teaser,
        "receipt": receipt_asked(said.receipt) or "",
        "closed_group": said.marking.closed_group,
        **_named_data(said.marking),
        "tags": ", ".join(said.tags),
        "sources": "\n".join(said.sources),
        "sectors": list(said.sectors),
        "regions": list(said.regions),
        **{name: getattr(video, name) for name in FILM_FIELDS},
        **{name: getattr(proposal, name) for name in ("review_on", "note", "material")},
        "teaser_confirmed": proposal.teaser_confirmed,
    }


def _named_data(marking: kernel_pb2.Marking) -> dict[str, str]:
    """Return what a form shows of named people: their ids, to take some away or add others."""
    if marking.tlp != kernel_pb2.TLP_RED or marking.minimum_tier != kernel_pb2.TIER_VERIFIED:
        return {}
    return {"named_people": "\n".join(marking.named_subjects), "sharing": f"{NAMED}/VERIFIED"}


def local_time(at: Any) -> str:
    """Return a time as a browser's field for one says it, by the clock in London."""
    moment: datetime = at.ToDatetime(tzinfo=UTC)
    return moment.astimezone(_LONDON).strftime("%Y-%m-%dT%H:%M")
