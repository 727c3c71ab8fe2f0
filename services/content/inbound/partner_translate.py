"""Links to partners and partners' catalogues as protobuf, and requests as domain words."""

from datetime import datetime
from typing import Any

from google.protobuf.timestamp_pb2 import Timestamp

from chassis.requests import NUL, Wrong, key_from
from isp.content.v1 import partner_catalogues_pb2 as catalogues_pb
from isp.content.v1 import partner_links_pb2 as pb
from kernel.idempotency import RequestKey
from kernel.principals import Principal
from services.content.domain.catalogue import Catalogue
from services.content.domain.document import Document
from services.content.domain.partner_link import LinkContent, LinkWords, PartnerLink
from services.content.inbound import public_keys


def addition_from(request: pb.AddPartnerLinkRequest) -> tuple[LinkContent, RequestKey]:
    """Return what to list, and the key under which it is done once.

    Raises:
        Invalid: the key is none.
    """
    return link_content_from(request.content), key_from("AddPartnerLink", request)


def link_content_from(message: pb.PartnerLinkContent) -> LinkContent:
    """Return what a link says; the use case judges it."""
    return LinkContent(
        url=message.url.strip(),
        english=_words(message.english),
        welsh=_words(message.welsh) if message.HasField("welsh") else None,
        languages=frozenset(message.languages),
        sectors=frozenset(message.sectors),
        regions=frozenset(message.regions),
        demonstration=message.demonstration,
    )


def _words(message: pb.LinkWords) -> LinkWords:
    return LinkWords(
        name=message.name.strip(),
        finds=message.finds.strip(),
        for_whom=message.for_whom.strip(),
        account=message.account.strip(),
    )


def link_to_pb(link: PartnerLink, *, whole: bool) -> pb.PartnerLink:
    """Return a link; `whole` with what only editors are told."""
    content, health = link.content, link.health
    message = pb.PartnerLink(
        link_id=str(link.link_id),
        version=link.version,
        content=pb.PartnerLinkContent(
            url=content.url,
            english=_words_to_pb(content.english),
            welsh=_words_to_pb(content.welsh) if content.welsh else None,
            languages=sorted(content.languages, reverse=True),
            sectors=sorted(content.sectors),
            regions=sorted(content.regions),
            demonstration=content.demonstration,
        ),
        state=pb.LinkState.Value(f"LINK_STATE_{health.state.name}"),
        looked_at=_moment(health.looked_at),
        broken_since=_moment(health.broken_since),
        changed_at=_moment(link.changed_at),
    )
    if whole:
        message.why, message.moved_to = health.why, health.moved_to
    return message


def _words_to_pb(words: LinkWords) -> pb.LinkWords:
    return pb.LinkWords(
        name=words.name, finds=words.finds, for_whom=words.for_whom, account=words.account
    )


def partner_document_to_pb(document: Document) -> pb.PartnerDocument:
    """Return what a partner says of something of its own."""
    said, partner = document.content, document.partner
    return pb.PartnerDocument(
        partner=partner.name if partner else "",
        account=partner.account if partner else "",
        title=said.title,
        summary=said.summary,
        language=said.language,
    )


def proposal_from(request: catalogues_pb.ProposeCatalogueRequest) -> dict[str, Any]:
    """Return what to propose, as the use case takes it.

    Raises:
        Invalid: the key of the partner or of the request is none.
    """
    wrong = Wrong()
    found = wrong.built("public_key", lambda: public_keys.key_from(request.public_key))
    key = wrong.built("idempotency_key", lambda: key_from("ProposeCatalogue", request))
    for name in ("name", "account"):
        wrong.unless(NUL not in getattr(request, name), name, "must have no NUL")
    wrong.check()
    assert found is not None
    return {
        "name": request.name.strip(),
        "url": request.url.strip(),
        "account": request.account.strip(),
        "public_key": found[0],
        "thumbprint": found[1],
        "key": key,
    }


def catalogue_to_pb(
    catalogue: Catalogue, to: Principal, *, faults: bool = True
) -> catalogues_pb.Catalogue:
    """Return a source; without its faults for lists."""
    taken = catalogue.taken
    message = catalogues_pb.Catalogue(
        catalogue_id=str(catalogue.catalogue_id),
        version=catalogue.version,
        status=catalogues_pb.CatalogueStatus.Value(f"CATALOGUE_STATUS_{catalogue.status.name}"),
        name=catalogue.name,
        url=catalogue.url,
        account=catalogue.account,
        thumbprint=catalogue.thumbprint,
        proposed_at=_moment(catalogue.proposed_at),
        proposed_by_you=catalogue.proposed_by == to.subject,
        confirmed_at=_moment(catalogue.confirmed_at),
        ended_at=_moment(catalogue.ended_at),
        ended_because=catalogue.ended_because,
        looked_at=_moment(catalogue.looked_at),
        refused_because=catalogue.refused_because,
    )
    if taken is not None:
        message.serial, message.items = taken.serial, taken.items
        message.issued_at.FromDatetime(taken.issued_at)
        message.expires_at.FromDatetime(taken.expires_at)
        message.faults.extend(
            catalogues_pb.CatalogueFault(
                position=each.position, item_id=each.item_id, field=each.field, what=each.what
            )
            for each in (taken.faults if faults else ())
        )
    return message


def _moment(at: datetime | None) -> Timestamp | None:
    if at is None:
        return None
    moment = Timestamp()
    moment.FromDatetime(at)
    return moment
