"""Which look belongs to which kind of file."""

from pathlib import Path

from services.content.domain.attachment import Refusal
from services.content.domain.attachment_kind import FileKind
from services.content.outbound.inspection import office, pdf, plain
from services.content.outbound.inspection.found import Refused


def check(path: Path, kind: FileKind) -> None:
    """See that a file is what it was declared as, and that nothing in it acts.

    Raises:
        Refused: it is not.
    """
    try:
        match kind:
            case FileKind.PDF:
                pdf.check(path)
            case FileKind.DOCX | FileKind.XLSX | FileKind.PPTX:
                office.check_open_xml(path, kind)
            case FileKind.ODT | FileKind.ODS | FileKind.ODP:
                office.check_open_document(path, kind)
            case FileKind.TEXT | FileKind.CSV | FileKind.VTT:
                plain.check_text(path, kind)
            case FileKind.PNG | FileKind.JPEG | FileKind.WEBP | FileKind.MP4 | FileKind.WEBM:
                plain.check_media(path, kind)
    except (MemoryError, RecursionError) as error:
        raise Refused(Refusal.TOO_COMPLEX) from error
