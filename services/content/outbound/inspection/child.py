"""`python -P -m services.content.outbound.inspection.child check|text KIND FILE`, and its bounds.

It says what it found as JSON on its standard output, which is a file of ours with a bound.
"""

import json
import sys
from pathlib import Path

from chassis.bounds import bound


def main(deed: str, kind_name: str, file: str) -> None:
    """Look, and say what was found."""
    # Only now: what these libraries do when they load is bounded as well.
    from services.content.domain.attachment_kind import FileKind  # noqa: PLC0415
    from services.content.outbound.inspection.found import Refused  # noqa: PLC0415

    kind, path = FileKind[kind_name], Path(file)
    try:
        if deed == "check":
            from services.content.outbound.inspection.checks import check  # noqa: PLC0415

            check(path, kind)
            said: dict[str, object] = {"good": True}
        else:
            from services.content.outbound.inspection.texts import text_of  # noqa: PLC0415

            said = {"text": text_of(path, kind)}
    except Refused as refused:
        said = {"refused": refused.why.value}
    json.dump(said, sys.stdout)


if __name__ == "__main__":
    bound()
    main(*sys.argv[1:])
