"""Everything that alerts holds about a person."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from kernel.ports import HeldRow
from services.alerts.domain.alert import Alert
from services.alerts.domain.answer import Answered
from services.alerts.domain.area import MICRO
from services.alerts.domain.cordon import Cordon
from services.alerts.domain.device import Device
from services.alerts.domain.freeze import Freeze
from services.alerts.domain.help import HelpRequest, Staffing
from services.alerts.domain.quiet_hours import QuietAccount
from services.alerts.domain.recipient import Recipient
from services.alerts.domain.rumour import Rumour
from services.alerts.domain.site_response import SiteOverride
from services.alerts.domain.situation import Reporter
from services.alerts.domain.template import Template
from services.alerts.domain.threat_change import ThreatLevelChange
from services.alerts.domain.webhook import Webhook
from services.alerts.domain.whereabouts import Premises
from services.alerts.usecases.page_ports import Officer
from services.alerts.usecases.ports import Stores, UnitOfWork

REACHED: Final = "sending alerts"
LEAVING: Final = "leaving a person alone at night"
ANSWERING: Final = "knowing who is safe and who needs help"
PAGING: Final = "paging those who can act"
STANDING: Final = "knowing who stands for whom"
PASSING: Final = "accountability of who passed on what"
REPORTING: Final = "knowing what happens where"
STAFFING: Final = "accountability of who answered a call for help"
KEEPING: Final = "accountability of who moved which cordon and who keeps it"
PUBLISHING: Final = "accountability of who published which entry of the rumour board"
SET_BY: Final = "accountability of who set which threat level"
GAVE_ADDRESS: Final = "telling who looks after an endpoint"
ANSWERABLE: Final = "knowing whose rights decide what an endpoint gets"
WARNED: Final = "warning the people of an organisation about its premises"
PURPOSE: Final = "accountability of who warned whom, and whom a TLP:RED alert names"
DECIDING: Final = "knowing who decided what is done at which premises"
PREPARING: Final = "accountability of who prepared warnings that one person may issue"
STOPPING: Final = "accountability of who stopped all issuing"


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportSubject:
    """Collect everything about a person (UK GDPR article 15)."""

    unit_of_work: UnitOfWork

    def __call__(self, *, subject: str) -> Sequence[HeldRow]:
        """Return it, alerts oldest first; nothing for a person who is not known here."""
        with self.unit_of_work() as tx:
            mine = tx.alerts.handled_by(subject)
            reached = tx.recipients.of(subject)
            freezes = tx.freezes.said_by(subject)
            templates = tx.templates.said_by(subject)
            changes = tx.threat_levels.handled_by(subject)
            kept = tx.plumbing.export(subject)
            whose = {row.get("organisation_id") for table, _, row in kept if table == "principals"}
            looked_after = tx.whereabouts.premises_of({each for each in whose if each})
            return [
                *(_part(alert, subject) for alert in mine),
                *(_words(freeze, subject) for freeze in freezes),
                *(_of_template(template, subject) for template in templates),
                *(_threat_level(change, subject) for change in changes),
                *(_cordon(each, subject) for each in tx.cordons.handled_by(subject)),
                *(_rumour(each, subject) for each in tx.rumours.handled_by(subject)),
                *(_site(each, subject) for each in tx.site_overrides.handled_by(subject)),
                *map(_reached, reached),
                *_quiet(tx.quiet_accounts.of(subject)),
                *map(_device, tx.devices.of(subject)),
                *_stood(tx, subject),
                *map(_answered, tx.answers.history(subject)),
                *map(_called, tx.help.of(subject)),
                *map(_staffed, tx.help.shifts_of(subject)),
                *_officer(tx.paging.officer(subject)),
                *map(_reported, tx.situations.of(subject)),
                *(_answered_for(each, subject) for each in tx.webhooks.owned_by(subject)),
                *map(_gave_address, tx.webhooks.told_by(subject)),
                *(_premises(each) for each in looked_after if each.active),
                *tx.sent_to.of(subject),
                *kept,
            ]


def _reached(recipient: Recipient) -> HeldRow:
    """Return where alerts go."""
    return (
        "recipients",
        REACHED,
        {
            "language": recipient.language,
            "points": [[degrees / MICRO for degrees in point] for point in recipient.points],
            "addresses": [
                {
                    "channel": each.channel.value,
                    "address": each.address,
                    "suspended": each.suspended,
                }
                for each in recipient.addresses
            ],
        },
    )


def _quiet(account: QuietAccount | None) -> list[HeldRow]:
    """Return from which minute of the day until which somebody is left alone."""
    if account is None:
        return []
    starts, ends = account.quiet or (None, None)
    return [("quiet_accounts", LEAVING, {"from_minute": starts, "until_minute": ends})]


def _words(freeze: Freeze, subject: str) -> HeldRow:
    """Return what a person said about stopping all issuing; nothing of what others did."""
    words = {
        "proposed": freeze.proposed,
        "confirmed": freeze.confirmed,
        "proposed_to_lift": freeze.lift_proposed,
        "lifted": freeze.lifted,
    }
    mine = {
        name: {"at": word.at.isoformat(), "why": word.why}
        for name, word in words.items()
        if word is not None and word.by == subject
    }
    return "freezes", STOPPING, {"freeze_id": freeze.freeze_id, **mine}


def _threat_level(change: ThreatLevelChange, subject: str) -> HeldRow:
    """Return which hand a person had in a change of a threat level."""
    approved, withdrawn = change.approved, change.withdrawn
    return (
        "threat_level_changes",
        SET_BY,
        {
            "change_id": change.change_id,
            "series": change.proposal.series.value,
            "level": change.proposal.level.value,
            "proposed_at": change.proposed.at.isoformat(),
            "proposed": change.proposed.by == subject,
            "approved": bool(approved and approved.by == subject),
            "withdrew": bool(withdrawn and withdrawn.by == subject),
        },
    )


def _cordon(cordon: Cordon, subject: str) -> HeldRow:
    """Return which part a person has in a cordon; nothing of what others did."""
    change, holding = cordon.change, cordon.holding
    mine = holding if holding is not None and holding.by == subject else None
    return (
        "cordons",
        KEEPING,
        {
            "cordon_id": cordon.cordon_id,
            "proposed_what_waits": bool(change and change.by == subject),
            "holds_since": mine.since.isoformat() if mine else None,
            "handover_note": mine.note if mine else None,
        },
    )


def _rumour(rumour: Rumour, subject: str) -> HeldRow:
    """Return which hand a person had in an entry of the rumour board."""
    hands = {
        "proposed": rumour.proposed,
        "published": rumour.published,
        "gave_up": rumour.dropped,
        "withdrew": rumour.withdrawn,
    }
    mine = {name: bool(hand and hand.by == subject) for name, hand in hands.items()}
    return "rumours", PUBLISHING, {"rumour_id": rumour.rumour_id, **mine}


def _site(own: SiteOverride, subject: str) -> HeldRow:
    """Return which hand a person had in a premises' own response level."""
    ended = own.ended is not None and own.ended.by == subject
    return (
        "site_overrides",
        DECIDING,
        {
            "premises_id": own.premises_id,
            "response": own.response.value,
            "set_at": own.decided.at.isoformat(),
            "set": own.decided.by == subject,
            "reason": own.reason if own.decided.by == subject else None,
            "ended": ended,
            "why_ended": own.ended.why if own.ended and ended else None,
        },
    )


def _premises(premises: Premises) -> HeldRow:
    """Return where an organisation's people are warned about."""
    point = premises.place.point
    return (
        "premises",
        WARNED,
        {
            "organisation_id": premises.organisation_id,
            "regions": sorted(premises.place.regions),
            "type": premises.place.premises_type,
            "latitude": None if point is None else point[0] / MICRO,
            "longitude": None if point is None else point[1] / MICRO,
        },
    )


def _answered(answered: Answered) -> HeldRow:
    """Return one answer."""
    return (
        "answer_history",
        ANSWERING,
        {
            "alert_id": answered.alert_id,
            "answer": answered.answer.value,
            "answered_at": answered.at.isoformat(),
        },
    )


def _answered_for(webhook: Webhook, subject: str) -> HeldRow:
    """Return an endpoint that somebody answers for; no secret of it."""
    return (
        "webhooks",
        ANSWERABLE,
        {
            "webhook_id": webhook.webhook_id,
            "url": webhook.url,
            "description": webhook.description,
            "contact_email": webhook.contact_of(subject),
            "created_at": webhook.created_at.isoformat(),
        },
    )


def _gave_address(webhook: Webhook) -> HeldRow:
    """Return the address that somebody gave for an endpoint, whoever answers for that now."""
    said = {"webhook_id": webhook.webhook_id, "contact_email": webhook.contact_email}
    return "webhooks", GAVE_ADDRESS, said


def _device(device: Device) -> HeldRow:
    """Return one device; its token stands among the addresses."""
    return (
        "devices",
        REACHED,
        {
            "device_id": device.device_id,
            "platform": device.platform.value,
            "name": device.name,
            "registered_at": device.registered_at.isoformat(),
        },
    )


def _called(request: HelpRequest) -> HeldRow:
    """Return one call for help, and not which officers answered it."""
    return (
        "help_requests",
        ANSWERING,
        {
            "alert_id": request.alert_id,
            "queue": request.queue,
            "call_back": request.call_back,
            "asked_at": request.asked_at.isoformat(),
            "state": request.state.value,
        },
    )


def _staffed(shift: Staffing) -> HeldRow:
    """Return one shift at a queue."""
    return (
        "help_shifts",
        STAFFING,
        {
            "queue": shift.queue,
            "since": shift.since.isoformat(),
            "until": (shift.left_at or shift.until).isoformat(),
        },
    )


def _officer(officer: Officer | None) -> list[HeldRow]:
    """Return where pages go."""
    if officer is None:
        return []
    return [("officers", PAGING, {"email": officer.email, "language": officer.language})]


def _reported(reporter: Reporter) -> HeldRow:
    """Return what somebody reported about one alert and its updates."""
    seen = {kind: at.isoformat() for kind, at in reporter.seen.items()}
    return ("sightings", REPORTING, {"alert_id": reporter.thread_id, "seen": seen})


def _part(alert: Alert, subject: str) -> HeldRow:
    """Return which hand a person had in an alert; nothing of what others did."""
    return (
        "alerts",
        PURPOSE,
        {
            "alert_id": alert.alert_id,
            "headline": alert.content.headline,
            "created_at": alert.created_at.isoformat(),
            "wrote_or_submitted": subject in alert.hands,
            "parts": [hand.part.value for hand in alert.worked if hand.by == subject],
            "reviewed": bool(alert.review and alert.review.by == subject),
            "sent_back": bool(alert.returned and alert.returned.by == subject),
            "confirmed_welsh": bool(
                alert.welsh.confirmation and alert.welsh.confirmation.by == subject
            ),
            "approved": subject == alert.issued_by,
            "proposed_all_clear": bool(alert.proposal and alert.proposal.by == subject),
            "ended": bool(alert.ending and alert.ending.by == subject),
            "named_as_recipient": subject in alert.content.marking.named_subjects,
        },
    )


def _of_template(template: Template, subject: str) -> HeldRow:
    """Return which part a person had in a template; nothing of what others did."""
    words = {
        "proposed": template.proposed,
        "approved": template.approved,
        "retired": template.retired,
    }
    mine = {
        name: {"at": word.at.isoformat(), "why": word.why}
        for name, word in words.items()
        if word is not None and word.by == subject
    }
    part = {"template_id": template.template_id, "name": template.content.name, **mine}
    return "templates", PREPARING, part


def _stood(tx: Stores, subject: str) -> list[HeldRow]:
    """Return where somebody sits, what they passed on, and what they told upward."""
    seats = [
        ("seats", STANDING, {"role": each.role, "region": each.region, "sector": each.sector})
        for each in tx.seats.of(subject)
    ]
    steps, told = tx.cascades.of(subject)
    passed = [
        (
            "cascade_steps",
            PASSING,
            {
                "alert_id": each.alert_id,
                "region": each.region,
                "sector": each.sector,
                "passed_on_at": each.done_at.isoformat() if each.done_at else "",
                "context": each.context.text if each.context else "",
            },
        )
        for each in steps
    ]
    reports = [("branch_reports", PASSING, {"alert_id": e.alert_id, "text": e.text}) for e in told]
    return [*seats, *passed, *reports]
