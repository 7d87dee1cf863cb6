"""A brief as a Word document: headings, tables, numbered references that lead to the list of sources."""

import io
import re
import zipfile
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any

import docx
from docx.enum.style import WD_STYLE_TYPE
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt, RGBColor

from bellwire.brief.form import Brief, Contested, Part, Ref, Section, Source
from bellwire.brief.render import address

NO_TIME = datetime(2000, 1, 1, tzinfo=UTC)
"""What the file is dated where the brief has no time: the same brief gives the same bytes."""
IN_ZIP = (2000, 1, 1, 0, 0, 0)
COLUMNS = ("Says", "Figure or words", "When", "In")
_NO_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_LINK = RGBColor(0x1A, 0x5A, 0x8A)


def docx_of(brief: Brief) -> bytes:
    """The brief as a DOCX file. The same brief gives the same bytes."""
    document = docx.Document()
    _prepare(document, brief)
    document.add_heading(_clean(brief.title), level=0)
    for part in brief.parts:
        _part(document, part)
    document.add_heading("Sources", level=1)
    for number, source in enumerate(brief.sources):
        _add_source(document, source, number)
    file = io.BytesIO()
    document.save(file)
    return _undated(file.getvalue())


def _clean(text: str) -> str:
    """Text without the characters that XML cannot hold."""
    return _NO_XML.sub("\ufffd", text)


def _prepare(document: Any, brief: Brief) -> None:
    """Styles, language and properties."""
    styles = document.styles
    styles["Normal"].font.name, styles["Normal"].font.size = "Calibri", Pt(11)
    language = styles["Normal"].element.get_or_add_rPr().makeelement(qn("w:lang"), {qn("w:val"): "en-GB"})
    styles["Normal"].element.get_or_add_rPr().append(language)
    note = styles.add_style("Analyst note", WD_STYLE_TYPE.PARAGRAPH)
    note.base_style, note.font.italic = styles["Normal"], True
    kept, written = document.core_properties, _time(brief.made_at)
    kept.title, kept.author, kept.last_modified_by = _clean(brief.title)[:255], _clean(brief.by or "Bellwire")[:255], ""
    kept.created = kept.modified = kept.last_printed = written
    kept.subject, kept.language, kept.category = "Situation report", "en-GB", "Situation report"
    kept.comments, kept.keywords, kept.revision = "Written from the record by Bellwire.", "", 1


def _time(value: str | None) -> datetime:
    try:
        return datetime.strptime(value or "", "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
    except ValueError:
        return NO_TIME


def _part(document: Any, part: Part) -> None:
    level = 2 if part.title else 1
    if part.title:
        document.add_heading(_clean(part.title), level=1)
    for section in part.sections:
        document.add_heading(_clean(section.head), level=level)
        for point in section.contested:
            _table(document, point)
        _sentences(document, section)
    paragraph = document.add_paragraph()
    paragraph.add_run("How this was made. ").bold = True
    paragraph.add_run(_clean(part.method))


def _sentences(document: Any, section: Section) -> None:
    if section.remark:
        document.add_paragraph(_clean(section.remark))
    for sentence in section.sentences:
        paragraph = document.add_paragraph(_clean(sentence.text), style="List Bullet")
        if sentence.unfounded:
            missing = _clean(", ".join(sentence.unfounded))
            paragraph.add_run(f" (not in its evidence: {missing})").bold = True
        paragraph.add_run(" ")
        _add_refs(paragraph, sentence.refs)
    for note in section.notes:
        paragraph = document.add_paragraph(style="Analyst note")
        paragraph.add_run(f"Note by {_clean(note.by)}, not from the reports: ").bold = True
        paragraph.add_run(_clean(note.text))


def _table(document: Any, point: Contested) -> None:
    caption = document.add_paragraph()
    caption.add_run(_clean(point.what)).bold = True
    caption.paragraph_format.keep_with_next = True
    table = document.add_table(rows=1, cols=len(COLUMNS))
    table.style = "Table Grid"
    _repeat_head(table)
    for cell, head in zip(table.rows[0].cells, COLUMNS, strict=True):
        cell.paragraphs[0].add_run(head).bold = True
    for account in point.accounts:
        cells = table.add_row().cells
        for cell, text in zip(cells, (account.holder, account.words, account.when), strict=False):
            cell.text = _clean(text)
        _add_refs(cells[-1].paragraphs[0], account.refs)
    document.add_paragraph()


def _repeat_head(table: Any) -> None:
    """Marks the first row as one that is repeated on each page, and read out as the table's head."""
    properties = table.rows[0]._tr.get_or_add_trPr()
    mark = OxmlElement("w:tblHeader")
    mark.set(qn("w:val"), "true")
    properties.append(mark)


def _add_refs(paragraph: Any, refs: Sequence[Ref]) -> None:
    for number in dict.fromkeys(ref.source for ref in refs):
        _add_link(paragraph, f"[{number}]", anchor=_bookmark(number))


def _bookmark(number: int) -> str:
    return f"source_{number}"


def _add_link(paragraph: Any, text: str, *, anchor: str | None = None, url: str | None = None) -> None:
    """Adds words that lead to a bookmark of the document, or to the web."""
    link = OxmlElement("w:hyperlink")
    if anchor:
        link.set(qn("w:anchor"), anchor)
    else:
        link.set(qn("r:id"), paragraph.part.relate_to(url, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
    run = paragraph.add_run(_clean(text))
    run.font.color.rgb, run.font.underline = _LINK, url is not None
    link.append(run._r)
    paragraph._p.append(link)


def _add_source(document: Any, source: Source, id: int) -> None:
    paragraph = document.add_paragraph()
    start, end = OxmlElement("w:bookmarkStart"), OxmlElement("w:bookmarkEnd")
    for mark in (start, end):
        mark.set(qn("w:id"), str(id))
    start.set(qn("w:name"), _bookmark(source.number))
    paragraph._p.append(start)
    paragraph.add_run(f"[{source.number}] ")
    paragraph._p.append(end)
    paragraph.add_run(_clean(f"{source.outlet}: {source.title}. {source.when}. "))
    web = address(source.url)
    if web:
        _add_link(paragraph, web, url=web)
        paragraph.add_run(" ")
    if source.copy_of:
        paragraph.add_run("A copy of ")
        _add_link(paragraph, f"[{source.copy_of}]", anchor=_bookmark(source.copy_of))
        paragraph.add_run(", not counted as a source of its own. ")
    paragraph.add_run(_clean(f"({source.report})"))


def _undated(file: bytes) -> bytes:
    """The same ZIP file with its entries in one order and dated alike."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(file)) as given, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for entry in _in_order(given.infolist()):
            made.writestr(zipfile.ZipInfo(entry.filename, IN_ZIP), given.read(entry), zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _in_order(entries: Iterable[zipfile.ZipInfo]) -> list[zipfile.ZipInfo]:
    """The table of contents first, as readers of the format expect it."""
    return sorted(entries, key=lambda e: (e.filename != "[Content_Types].xml", e.filename))
