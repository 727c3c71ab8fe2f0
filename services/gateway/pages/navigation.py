"""The tables from which every page's ways on are made: an area of pages adds its lines here."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from flask_babel import lazy_gettext


@dataclass(frozen=True, slots=True, kw_only=True)
class Verb:
    """One of the four things that the platform is for. Without an endpoint it is not open yet."""

    name: Any
    sentence: Any
    endpoint: str | None = None
    also: tuple[str, Any] | None = None
    """(endpoint, name) of another way into it, for the card."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """A place of work, offered to those who have one of its roles; its service decides again."""

    roles: frozenset[str]
    endpoint: str
    name: Any


VERBS: Final = (
    Verb(
        name=lazy_gettext("Read"),
        sentence=lazy_gettext("Advice in plain words: what to plan, what to look for, what to do."),
        endpoint="advice.search",
    ),
    Verb(
        name=lazy_gettext("Be warned"),
        sentence=lazy_gettext("Messages in the event of an attack, for your area and your trade."),
        endpoint="alerts.all_alerts",
        also=("subscribing.start_form", lazy_gettext("Get alerts without an account")),
    ),
    Verb(
        name=lazy_gettext("Learn"),
        sentence=lazy_gettext("Short courses for you and your staff, with a certificate."),
        endpoint="learning.catalogue",
    ),
    Verb(
        name=lazy_gettext("Ask"),
        sentence=lazy_gettext("A question to a security expert of the police."),
        endpoint="asking.ask_page",
    ),
)
"""What the platform is for: the pages' first level, and the cards of the home page."""

DESKS: Final = (
    Desk(
        roles=frozenset(
            {
                *("alert-author", "alert-approver", "duty-officer"),
                *("hub-officer", "regional-coordinator"),
                "welsh-approver",
            }
        ),
        endpoint="desk.drafts",
        name=lazy_gettext("Alert desk"),
    ),
    Desk(
        roles=frozenset({"sector-lead", "regional-coordinator"}),
        endpoint="cascading.waiting",
        name=lazy_gettext("Pass alerts on"),
    ),
    Desk(
        roles=frozenset({"duty-officer"}),
        endpoint="help_desk.calls",
        name=lazy_gettext("Help desk"),
    ),
    Desk(
        roles=frozenset({"hub-officer", "alert-approver", "duty-officer"}),
        endpoint="threat_desk.changes",
        name=lazy_gettext("Threat level desk"),
    ),
    Desk(
        roles=frozenset(
            {
                *("alert-author", "alert-approver", "duty-officer"),
                *("hub-officer", "regional-coordinator"),
            }
        ),
        endpoint="rumour_desk.entries",
        name=lazy_gettext("Rumour desk"),
    ),
    Desk(
        roles=frozenset({"hub-officer", "regional-coordinator"}),
        endpoint="seats_desk.seats",
        name=lazy_gettext("Seats"),
    ),
    Desk(
        roles=frozenset({"hub-officer", "platform-admin"}),
        endpoint="roles_desk.grants",
        name=lazy_gettext("Staff roles"),
    ),
    Desk(
        roles=frozenset({"hub-officer", "platform-admin", "regional-coordinator"}),
        endpoint="groups.everyone",
        name=lazy_gettext("Closed groups"),
    ),
    Desk(
        roles=frozenset({"verification-officer"}),
        endpoint="verification_desk.queue",
        name=lazy_gettext("Verification desk"),
    ),
    Desk(
        roles=frozenset({"verification-officer", "platform-admin"}),
        endpoint="factors_desk.queue",
        name=lazy_gettext("Lost second factors"),
    ),
    Desk(
        roles=frozenset({"platform-admin", "privacy-officer"}),
        endpoint="partners_desk.sites",
        name=lazy_gettext("Partner sites"),
    ),
    Desk(
        roles=frozenset({"platform-admin", "privacy-officer"}),
        endpoint="providers_desk.providers",
        name=lazy_gettext("Partners' own sign-in"),
    ),
    Desk(
        roles=frozenset({"editor"}),
        endpoint="attachments_desk.documents",
        name=lazy_gettext("Files of documents"),
    ),
    Desk(
        roles=frozenset({"editor"}),
        endpoint="papers_desk.papers",
        name=lazy_gettext("Advice desk"),
    ),
    Desk(
        roles=frozenset({"editor"}),
        endpoint="access_desk.queue",
        name=lazy_gettext("Requests to read"),
    ),
    Desk(
        roles=frozenset({"editor"}),
        endpoint="links_desk.links",
        name=lazy_gettext("Links to partners"),
    ),
    Desk(
        roles=frozenset({"editor"}),
        endpoint="formats_desk.queue",
        name=lazy_gettext("Accessible formats"),
    ),
    Desk(
        roles=frozenset({"editor"}),
        endpoint="gaps_desk.gaps",
        name=lazy_gettext("Looked for in vain"),
    ),
    Desk(
        roles=frozenset({"editor"}),
        endpoint="remarks_desk.remarks",
        name=lazy_gettext("What readers say"),
    ),
    Desk(
        roles=frozenset({"editor"}),
        endpoint="synonyms_desk.synonyms",
        name=lazy_gettext("Words that mean the same"),
    ),
    Desk(
        roles=frozenset({"editor", "platform-admin"}),
        endpoint="catalogues_desk.catalogues",
        name=lazy_gettext("Partners' catalogues"),
    ),
    Desk(
        roles=frozenset({"verification-officer"}),
        endpoint="providers_desk.suggestions",
        name=lazy_gettext("Organisations that partners named"),
    ),
    Desk(
        roles=frozenset({"verification-officer"}),
        endpoint="unled_desk.queue",
        name=lazy_gettext("Organisations that nobody runs"),
    ),
    Desk(
        roles=frozenset({"privacy-officer"}),
        endpoint="privacy_desk.queue",
        name=lazy_gettext("Privacy desk"),
    ),
    Desk(
        roles=frozenset({"expert"}),
        endpoint="questions_desk.queue",
        name=lazy_gettext("Question desk"),
    ),
    Desk(
        roles=frozenset({"trainer"}),
        endpoint="certificates_desk.find",
        name=lazy_gettext("Certificate desk"),
    ),
    Desk(
        roles=frozenset({"trainer"}),
        endpoint="packages_desk.packages",
        name=lazy_gettext("Course packages"),
    ),
    Desk(
        roles=frozenset({"trainer"}),
        endpoint="course_packages_desk.courses",
        name=lazy_gettext("Courses for other platforms"),
    ),
    Desk(
        roles=frozenset({"trainer"}),
        endpoint="versions_desk.versions",
        name=lazy_gettext("Versions of courses"),
    ),
    Desk(
        roles=frozenset({"trainer"}),
        endpoint="sessions_desk.sessions",
        name=lazy_gettext("Session desk"),
    ),
    Desk(
        roles=frozenset({"integrator"}),
        endpoint="webhooks.own",
        name=lazy_gettext("Alerts for your systems"),
    ),
    Desk(
        roles=frozenset({"duty-officer", "platform-admin"}),
        endpoint="dead_letters.given_up",
        name=lazy_gettext("Messages given up"),
    ),
    Desk(
        roles=frozenset({"privacy-officer"}),
        endpoint="reaching.freezes",
        name=lazy_gettext("Who read too many records"),
    ),
)

KEYS: Final = (
    Desk(
        roles=frozenset({"alert-approver", "duty-officer"}),
        endpoint="passkeys.own",
        name=lazy_gettext("Your passkeys"),
    ),
)
"""What one comes in by without Keycloak."""

FOOTER: Final = (
    ("home.what_to_do_now", lazy_gettext("What to do now")),
    ("checking.check", lazy_gettext("Is this message ours?")),
    ("rumour_board.board", lazy_gettext("Rumour board")),
    ("threat.levels", lazy_gettext("Threat level")),
    ("leaving.links", lazy_gettext("Partners and other help")),
    ("verifying.verify", lazy_gettext("Check a certificate")),
    ("passkey_sign_in.ask", lazy_gettext("Officers: sign in by passkey")),
    ("home.about", lazy_gettext("About, privacy and cookies")),
)
"""(endpoint, name) of what stands at the end of every page."""


def desks_for(roles: Iterable[str], among: Iterable[Desk] = DESKS) -> list[Desk]:
    """Return the desks that someone with these roles is offered."""
    held = frozenset(roles)
    return [desk for desk in among if desk.roles & held]
