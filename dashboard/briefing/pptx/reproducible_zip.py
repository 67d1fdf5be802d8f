"""Office files whose bytes say nothing of when and where they were made, and what they carry for us."""

import io
import lzma
import re
import struct
import zipfile
import zlib
from base64 import b64decode, b64encode
from datetime import datetime
from typing import Any

from pptx.opc.package import Part
from pptx.opc.packuri import PackURI

ITEM, PROPERTIES = "/customXml/item1.xml", "/customXml/itemProps1.xml"
RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/customXml"
NAMESPACE = "urn:servanda:briefing"
ITEM_ID = "{5E21A9DA-0000-4000-8000-536572766E64}"
# All parts together that are looked into: a small archive unpacks to whatever its maker wants.
MOST_PAYLOAD = 50_000_000
PAYLOAD = re.compile(rb'<(?:\w{1,20}:)?briefing[^>]{0,500}"' + NAMESPACE.encode() + rb'"[^>]{0,500}>([A-Za-z0-9+/=\s]*)<')
BROKEN = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error, NotImplementedError, RuntimeError, EOFError, OSError, ValueError)
FIRST_DAY = (1980, 1, 1, 0, 0, 0)


def attach(deck: Any, payload: bytes) -> None:
    """Keep the payload as a custom XML part, which office programs carry along unseen."""
    package = deck.part.package
    item = Part(
        PackURI(ITEM), "application/xml", package, f'<briefing xmlns="{NAMESPACE}">{b64encode(payload).decode()}</briefing>'.encode()
    )
    properties = (
        f'<ds:datastoreItem ds:itemID="{ITEM_ID}" xmlns:ds="http://schemas.openxmlformats.org/officeDocument/2006/customXml">'
        f'<ds:schemaRefs><ds:schemaRef ds:uri="{NAMESPACE}"/></ds:schemaRefs></ds:datastoreItem>'
    )
    kind = "application/vnd.openxmlformats-officedocument.customXmlProperties+xml"
    item.relate_to(Part(PackURI(PROPERTIES), kind, package, properties.encode()), RELATION + "Props")
    deck.part.relate_to(item, RELATION)


def attached(data: bytes) -> bytes:
    """The payload of a file of ours; ValueError where it is none. Office programs number custom parts anew."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            room = MOST_PAYLOAD
            for entry in archive.infolist():
                if re.fullmatch(r"customXml/item\d+\.xml", entry.filename):
                    room -= entry.file_size
                    found = PAYLOAD.search(archive.read(entry)) if room >= 0 else None
                    if found:
                        return b64decode(found[1])
    except BROKEN as error:
        raise ValueError("This is no presentation that can be read: the file is damaged or of another kind.") from error
    raise ValueError("This presentation is no briefing of Servanda, or another program has rewritten it: it carries no data.")


def timeless(data: bytes, made_at: datetime) -> bytes:
    """The same archive with fixed days: `made_at` (UTC) in the properties of it and of the workbooks in it, the first of all in entries."""
    made = io.BytesIO()
    stamp = made_at.strftime("%Y-%m-%dT%H:%M:%SZ").encode()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as written:
        for entry in source.infolist():
            content = source.read(entry)
            if entry.filename.endswith(".xlsx"):
                content = timeless(content, made_at)
            elif entry.filename == "docProps/core.xml":
                content = re.sub(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*", rb"\g<1>" + stamp, content)
            fixed = zipfile.ZipInfo(entry.filename, FIRST_DAY)
            fixed.compress_type, fixed.create_system = zipfile.ZIP_DEFLATED, 0
            written.writestr(fixed, content)
    return made.getvalue()
