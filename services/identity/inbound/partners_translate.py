"""Partner sites as domain words, and back; each field that is wrong is named."""

from collections.abc import Mapping
from typing import Final, TypedDict

from chassis.errors import Invalid, Violation
from chassis.requests import Wrong, key_from
from isp.identity.v1 import partners_pb2 as pb
from kernel.idempotency import RequestKey
from kernel.principals import Principal
from services.identity.domain.partner_site import (
    LONGEST_NAME,
    MOST_REDIRECTS,
    PartnerScope,
    PartnerSite,
    PartnerStatus,
    host_of,
    wrong_with_address,
)
from services.identity.domain.partner_usage import LONGEST, USUAL, PartnerDay
from services.identity.domain.subscriber import Subscriber
from services.identity.inbound.translate import is_printed, moment_to_pb, tidy

LONGEST_EMAIL: Final = 254
NOBODY: Final[Mapping[str, Subscriber]] = {}


class Proposal(TypedDict):
    """What a proposal says."""

    name: str
    redirect_uris: list[str]
    backchannel_logout_uri: str
    scopes: frozenset[PartnerScope]
    steward_email: str
    key: RequestKey


def proposal_from(request: pb.ProposePartnerSiteRequest, *, local_too: bool) -> Proposal:
    """Return what is proposed.

    Raises:
        Invalid: each field that is wrong is named.
    """
    wrong = Wrong()
    name, email = tidy(request.name), tidy(request.steward_email)
    wrong.unless(
        is_printed(name, LONGEST_NAME), "name", f"must have 1 to {LONGEST_NAME} characters"
    )
    addresses = list(request.redirect_uris)
    _check_addresses(wrong, addresses, local_too=local_too)
    logout = request.backchannel_logout_uri
    if logout:
        fault = wrong_with_address(logout, local_too=local_too)
        if fault is None and addresses and host_of(logout) != _host(addresses[0]):
            fault = "must be of the same host as the others"
        wrong.unless(fault is None, "backchannel_logout_uri", fault or "")
    scopes = [_scope(each) for each in request.scopes]
    known = frozenset(each for each in scopes if each is not None)
    wrong.unless(
        None not in scopes and len(known) == len(scopes),
        "scopes",
        "must be values that we know, each once",
    )
    good = is_printed(email, LONGEST_EMAIL) and "@" in email
    wrong.unless(good, "steward_email", "must be an address")
    key = wrong.built("idempotency_key", lambda: key_from("ProposePartnerSite", request))
    wrong.check()
    assert key is not None
    return Proposal(
        name=name,
        redirect_uris=addresses,
        backchannel_logout_uri=logout,
        scopes=known,
        steward_email=email,
        key=key,
    )


def days_from(value: int) -> int:
    """Return over how many days.

    Raises:
        Invalid: it is negative or too many.
    """
    if not 0 <= value <= LONGEST:
        raise Invalid(Violation("days", f"must be 1 to {LONGEST}"))
    return value or USUAL


def site_to_pb(
    site: PartnerSite, caller: Principal, people: Mapping[str, Subscriber] = NOBODY
) -> pb.PartnerSite:
    """Return a site as its reader may see it, with its steward's address if they are given."""
    message = pb.PartnerSite(
        site_id=str(site.site_id),
        version=site.version,
        status=pb.PartnerStatus.Value(f"PARTNER_STATUS_{site.status.name}"),
        name=site.name,
        client_id=site.client_id,
        redirect_uris=site.redirect_uris,
        backchannel_logout_uri=site.backchannel_logout_uri,
        scopes=[
            pb.PartnerScope.Value(f"PARTNER_SCOPE_{each.name}")
            for each in PartnerScope
            if each in site.scopes
        ],
        steward=site.steward,
        disabled_because=site.disabled_because,
        carrying=site.carrying,
        proposed_at=moment_to_pb(site.proposed_at),
        proposed_by_you=(
            site.status is PartnerStatus.PROPOSED and site.proposed_by == caller.subject
        ),
    )
    for name in ("confirmed_at", "disabled_at", "secret_issued_at"):
        at = getattr(site, name)
        if at is not None:
            getattr(message, name).CopyFrom(moment_to_pb(at))
    if site.steward in people:
        message.steward_email = people[site.steward].profile.email
    return message


def day_to_pb(day: PartnerDay) -> pb.PartnerDay:
    """Return what may be told of a day."""
    return pb.PartnerDay(
        day=day.day.isoformat(),
        withheld=day.withheld,
        sign_ins=day.sign_ins,
        people=day.people,
    )


def _check_addresses(wrong: Wrong, addresses: list[str], *, local_too: bool) -> None:
    unique = len(set(addresses)) == len(addresses)
    good = unique and 1 <= len(addresses) <= MOST_REDIRECTS
    wrong.unless(good, "redirect_uris", f"must be 1 to {MOST_REDIRECTS}, each once")
    faults = [wrong_with_address(each, local_too=local_too) for each in addresses]
    for number, fault in enumerate(faults):
        wrong.unless(fault is None, f"redirect_uris[{number}]", fault or "")
    hosts = {_host(each) for each in addresses}
    wrong.unless(len(hosts) <= 1, "redirect_uris", "must all be of one host")


def _host(address: str) -> str:
    try:
        return host_of(address)
    except ValueError:
        return ""


def _scope(value: int) -> PartnerScope | None:
    known = pb.PartnerScope.DESCRIPTOR.values_by_number.get(value)
    name = known.name.removeprefix("PARTNER_SCOPE_") if known else ""
    return PartnerScope[name] if name in PartnerScope.__members__ else None
