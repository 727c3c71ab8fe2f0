"""What those may be told of a document who may not read the rest: its owner alone says it."""

from kernel.grants import GRANTABLE
from kernel.principals import Principal
from services.content.domain.document import Document, Status
from services.content.domain.errors import TeaserNotConfirmed, TeaserOfOwner


def check_teaser(before: str, after: str, *, owner: str | None, by: str, confirmed: bool) -> None:
    """See that another teaser is the owner's, who says that anyone may read it.

    No program can tell whether some words give a thing away. Anybody may take a teaser away.

    Raises:
        TeaserOfOwner: it is somebody else's.
        TeaserNotConfirmed: the owner did not say so.
    """
    if after in {"", before}:
        return
    if by != owner:
        raise TeaserOfOwner(
            "Only the document's owner gives it another teaser: take it over first."
        )
    if not confirmed:
        raise TeaserNotConfirmed(
            "Say that anyone may read the teaser, also who may not read the rest."
        )


def shows_teaser(document: Document, reader: Principal) -> bool:
    """Tell whether somebody may know by its teaser of a document that they may not read.

    Only where a grant may ever be given: what is RED, AMBER+STRICT or for named people, and what is
    for a closed group that they are not in, stays unknown whatever was written.
    """
    marking = document.content.marking
    return (
        bool(document.content.teaser)
        and document.status is Status.PUBLISHED
        and document.partner is None
        and marking.tlp in GRANTABLE
        and not marking.named_subjects
        and (not marking.closed_group or marking.closed_group in reader.groups)
    )
