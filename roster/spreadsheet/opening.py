"""What kind of file an upload is, and whether it is safe to read. Pure.

Nothing is trusted that the file says about itself: a zip's parts are unzipped once, counted while
they come out, before anything reads them as XML. A part that declares a DOCTYPE is refused, so no
entity is ever expanded; one in another encoding than UTF-8 too, where a DOCTYPE could hide. What
reads the workbook is given the checked parts and no others: a sheet cannot point elsewhere.
"""

import io
import re
import zipfile
import zlib

from roster.spreadsheet.table import FILE_BYTES, PART_BYTES, PARTS, UNZIPPED_BYTES, Unreadable

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
CHUNK = 1024**2
TAGS = 500_000  # in one part that is no sheet
ENCODING = re.compile(rb"encoding\s*=\s*[\"']([^\"']*)", re.IGNORECASE)
DECLARED = re.compile(rb"<!(DOCTYPE|ENTITY)", re.IGNORECASE)
MEGABYTE = 1024**2


def kind_of(data: bytes) -> str:
    """xlsx or csv. Raises Unreadable for what is neither, with what to do instead."""
    if len(data) > FILE_BYTES:
        raise Unreadable(f"The file is larger than {FILE_BYTES // MEGABYTE} MB.")
    if not data.strip():
        raise Unreadable("The file is empty.")
    if data.startswith(OLE):
        raise Unreadable(_old_format(data))
    if data.startswith(b"PK"):
        return "xlsx"
    if data.startswith((b"%PDF", b"\x89PNG", b"\xff\xd8\xff")):
        raise Unreadable("This is a picture or a PDF. Upload the workbook it was made from.")
    return "csv"


def _old_format(data):
    if "EncryptedPackage".encode("utf-16-le") in data:
        return (
            "The workbook is protected by a password. Open it, remove the password "
            "(File, Info, Protect Workbook), save it and upload it again."
        )
    return "This is a workbook of the old kind (.xls). Open it and save it as .xlsx."


def checked_parts(data: bytes) -> dict[str, bytes]:
    """{name: bytes} of a workbook's XML parts, all within bounds. Raises Unreadable."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _refuse_directory(archive)
            return _unzipped(archive)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError) as fault:
        raise Unreadable(
            "The workbook is damaged. Open it in Excel, save it and try again."
        ) from fault


def _refuse_directory(archive):
    entries = archive.infolist()
    names = {entry.filename for entry in entries}
    if len(entries) > PARTS or len(names) < len(entries):
        raise Unreadable("The workbook is made of too many parts, or holds one twice.")
    if sum(entry.file_size for entry in entries) > UNZIPPED_BYTES:
        raise Unreadable(_too_large())
    if any(entry.flag_bits & 1 for entry in entries):
        raise Unreadable("The file is protected by a password. Save it without one.")
    if any(e.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for e in entries):
        raise Unreadable("The workbook is compressed in a way that Excel does not use.")
    if "xl/workbook.bin" in names:
        raise Unreadable("This is a binary workbook (.xlsb). Save it as .xlsx.")
    if "content.xml" in names:
        raise Unreadable("This is an OpenDocument sheet. Save it as .xlsx or CSV.")
    if "xl/workbook.xml" not in names:
        raise Unreadable("This zip file is no workbook. Upload the .xlsx itself.")


def _unzipped(archive):
    parts, left = {}, UNZIPPED_BYTES
    for entry in archive.infolist():
        if not entry.filename.endswith((".xml", ".rels")):
            continue
        sheet = entry.filename.startswith("xl/worksheets/")
        part = _part(archive, entry, left if sheet else min(left, PART_BYTES))
        if not sheet and part.count(b"<") > TAGS:
            raise Unreadable(_too_large())
        parts[entry.filename] = part
        left -= len(part)
    return parts


def _part(archive, entry, most):
    data = bytearray()
    with archive.open(entry) as stream:
        while chunk := stream.read(CHUNK):
            data += chunk
            if len(data) > most:
                raise Unreadable(_too_large())
    if not _is_plain_xml(bytes(data)):
        raise Unreadable(
            "The workbook holds XML that Excel does not write (a DOCTYPE or another encoding). "
            "Open it in Excel and save it again."
        )
    return bytes(data)


def _is_plain_xml(data):
    declaration = data[: data.find(b"?>")] if b"<?xml" in data[:8] else b""
    encoding = ENCODING.search(declaration)
    known = encoding is None or encoding[1].lower() in (b"utf-8", b"us-ascii", b"ascii")
    return known and b"\x00" not in data and not DECLARED.search(data)


def rebuilt(parts: dict[str, bytes]) -> bytes:
    """A workbook of these parts alone."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return out.getvalue()


def _too_large():
    return (
        f"Unzipped, the workbook is larger than {UNZIPPED_BYTES // MEGABYTE} MB. Copy the rota "
        f"alone into a new workbook, without the blank rows below it."
    )
