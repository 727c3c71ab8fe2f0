"""What those may be told of a document who may not read the rest: its owner alone says it."""

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
