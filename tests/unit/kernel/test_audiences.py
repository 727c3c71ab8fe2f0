"""What a row of an audience may say."""

import pytest

from kernel.audiences import AudienceRow, Kind, Mode, UnknownAudience


@pytest.mark.parametrize(
    "kind", [Kind.REGION, Kind.SECTOR, Kind.TIER, Kind.ROLE, Kind.PREMISES_TYPE]
)
def test_a_row_that_names_nothing_known_cannot_be_built(kind: Kind) -> None:
    with pytest.raises(UnknownAudience, match="'nowhere' is no"):
        AudienceRow(Mode.INCLUDE, kind, "nowhere")


@pytest.mark.parametrize("kind", [Kind.ORGANISATION, Kind.POLYGON, Kind.CIRCLE])
def test_a_row_that_names_nothing_at_all_cannot_be_built(kind: Kind) -> None:
    with pytest.raises(UnknownAudience):
        AudienceRow(Mode.INCLUDE, kind, "")
