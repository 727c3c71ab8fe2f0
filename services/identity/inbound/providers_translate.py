"""Partners' providers as domain words, and back; each field that is wrong is named."""

from collections.abc import Mapping
from typing import Final, TypedDict

from chassis.requests import Wrong, key_from
from isp.identity.v1 import providers_pb2 as pb
from kernel.idempotency import RequestKey
from kernel.principals import Principal
from services.identity.domain.partner_provider import (
    LONGEST_CLIENT_ID,
    LONGEST_SECRET,
    BrokeredPerson,
    PartnerProvider,
    ProviderEnds,
    ProviderProtocol,
    ProviderStatus,
    certificate_of,
)
from services.identity.domain.partner_site import (
    LONGEST_ADDRESS,
    LONGEST_NAME,
    wrong_with_address,
)
from services.identity.domain.subscriber import Subscriber
from services.identity.inbound.translate import is_printed, moment_to_pb, tidy

_NOT_THIS: Final = "must be empty for this protocol"
_NEEDED: Final[Mapping[ProviderProtocol, tuple[str, ...]]] = {
    ProviderProtocol.OIDC: ("token_url", "keys_url", "client_id", "client_secret"),
    ProviderProtocol.SAML: ("certificate",),
}
_EITHER: Final = frozenset(name for names in _NEEDED.values() for name in names)
_ADDRESSES: Final = ("sign_in_url", "token_url", "keys_url")


class Proposal(TypedDict):
    """What a proposal says."""

    name: str
    protocol: ProviderProtocol
    ends: ProviderEnds
    secret: str
    key: RequestKey


def proposal_from(request: pb.ProposeProviderRequest, *, local_too: bool) -> Proposal:
    """Return what is proposed.

    Raises:
        Invalid: each field that is wrong is named.
    """
    wrong, ends = Wrong(), request.ends
    name, issuer = tidy(request.name), tidy(ends.issuer)
    known = pb.ProviderProtocol.DESCRIPTOR.values_by_number.get(request.protocol)
    word = known.name.removeprefix("PROVIDER_PROTOCOL_") if known else ""
    protocol = wrong.word(ProviderProtocol, word, "protocol")
    wrong.unless(
        is_printed(name, LONGEST_NAME), "name", f"must have 1 to {LONGEST_NAME} characters"
    )
    wrong.unless(
        is_printed(issuer, LONGEST_ADDRESS),
        "issuer",
        f"must have 1 to {LONGEST_ADDRESS} characters",
    )
    said = {each: getattr(ends, each) for each in (*_ADDRESSES, "client_id", "certificate")}
    said["client_secret"] = request.client_secret
    needed = _NEEDED[protocol] if protocol else ()
    for each in _EITHER if protocol else ():
        if each in needed:
            wrong.unless(bool(said[each].strip()), each, "this is needed")
        else:
            wrong.unless(not said[each], each, _NOT_THIS)
    must_be_address = issuer if protocol is ProviderProtocol.OIDC else ""
    _check_addresses(wrong, said, needed, must_be_address, local_too=local_too)
    certificate = _certificate(wrong, said["certificate"])
    for each, most in (("client_id", LONGEST_CLIENT_ID), ("client_secret", LONGEST_SECRET)):
        good = not said[each] or is_printed(said[each], most)
        wrong.unless(good, each, f"must have at most {most} characters")
    key = wrong.built("idempotency_key", lambda: key_from("ProposeProvider", request))
    wrong.check()
    assert key is not None
    assert protocol is not None
    return Proposal(
        name=name,
        protocol=protocol,
        ends=ProviderEnds(
            issuer=issuer,
            sign_in_url=said["sign_in_url"],
            token_url=said["token_url"],
            keys_url=said["keys_url"],
            client_id=said["client_id"],
            certificate=certificate,
        ),
        secret=said["client_secret"],
        key=key,
    )


def provider_to_pb(provider: PartnerProvider, caller: Principal, issuer: str) -> pb.Provider:
    """Return a provider as its reader may see it; `issuer` is ours."""
    ends = provider.ends
    message = pb.Provider(
        provider_id=str(provider.provider_id),
        version=provider.version,
        status=pb.ProviderStatus.Value(f"PROVIDER_STATUS_{provider.status.name}"),
        name=provider.name,
        protocol=pb.ProviderProtocol.Value(f"PROVIDER_PROTOCOL_{provider.protocol.name}"),
        ends=pb.ProviderEnds(
            issuer=ends.issuer,
            sign_in_url=ends.sign_in_url,
            token_url=ends.token_url,
            keys_url=ends.keys_url,
            client_id=ends.client_id,
            certificate=ends.certificate,
        ),
        callback_url=f"{issuer}/broker/{provider.alias}/endpoint",
        our_entity_id=issuer if provider.protocol is ProviderProtocol.SAML else "",
        disabled_because=provider.disabled_because,
        carrying=provider.carrying,
        proposed_at=moment_to_pb(provider.proposed_at),
        proposed_by_you=(
            provider.status is ProviderStatus.PROPOSED and provider.proposed_by == caller.subject
        ),
    )
    for name in ("confirmed_at", "disabled_at"):
        at = getattr(provider, name)
        if at is not None:
            getattr(message, name).CopyFrom(moment_to_pb(at))
    return message


def suggestion_to_pb(
    person: BrokeredPerson, subscriber: Subscriber, provider: str
) -> pb.OrganisationSuggestion:
    """Return what a provider said of somebody's organisation."""
    profile = subscriber.profile
    return pb.OrganisationSuggestion(
        subject=person.subject,
        name=f"{profile.given_name} {profile.family_name}".strip(),
        email=profile.email,
        provider_name=provider,
        organisation_name=person.suggested_organisation,
        came_at=moment_to_pb(person.came_at),
    )


def _check_addresses(
    wrong: Wrong, said: Mapping[str, str], needed: tuple[str, ...], issuer: str, *, local_too: bool
) -> None:
    checked: dict[str, str] = {
        each: said[each] for each in _ADDRESSES if each == "sign_in_url" or each in needed
    }
    if issuer:
        checked["issuer"] = issuer
    for each, address in checked.items():
        fault = wrong_with_address(address, local_too=local_too) if address else None
        wrong.unless(fault is None, each, fault or "")
    wrong.unless(bool(said["sign_in_url"]), "sign_in_url", "this is needed")


def _certificate(wrong: Wrong, text: str) -> str:
    if not text:
        return ""
    found = certificate_of(text)
    wrong.unless(found is not None, "certificate", "must be a certificate, in PEM or its Base64")
    return found or ""
