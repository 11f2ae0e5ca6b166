"""A document as GitHub's Markdown: sections, tables with intervals, answers. Charts are for the page."""

from collections.abc import Iterator

from interviewbuddy.report.document import Asked, Cell, Document, Section, Table

_ESCAPED = str.maketrans({"|": "\\|", "<": "&lt;", ">": "&gt;", "*": "\\*", "_": "\\_", "`": "\\`", "~": "\\~"})


def markdown(document: Document) -> str:
    """The whole report."""
    return "\n".join(_lines(document)) + "\n"


def cell_text(cell: Cell) -> str:
    """A figure as a reader sees it: `41.2 [38.0, 44.1] ±0.6`."""
    if cell.value is None:
        return cell.text
    parts = [f"{cell.value:.{cell.digits}f}"]
    if cell.low is not None and cell.high is not None:
        parts.append(f"[{cell.low:.{cell.digits}f}, {cell.high:.{cell.digits}f}]")
    if cell.spread is not None:
        parts.append(f"±{cell.spread:.{cell.digits}f}")
    return " ".join([*parts, cell.text]).strip()


def escaped(text: str) -> str:
    """Text that stands in a table or a paragraph as it is."""
    return " ".join(text.split()).translate(_ESCAPED)


def _lines(document: Document) -> Iterator[str]:
    yield f"# {escaped(document.title)}\n"
    if document.lead:
        yield f"> {escaped(document.lead)}\n"
    yield "\n".join(f"- {escaped(name)}: {escaped(value)}" for name, value in document.made.items()) + "\n"
    for section in document.sections:
        yield from _section(section)


def _section(section: Section) -> Iterator[str]:
    yield f"## {escaped(section.title)}\n"
    for paragraph in section.text:
        yield f"{escaped(paragraph)}\n"
    for table in section.tables:
        yield from _table(table)
    for asked in section.asked:
        yield from _asked(asked)


def _table(table: Table) -> Iterator[str]:
    yield f"### {escaped(table.caption)}\n"
    heads = [f"{escaped(one.title)}{f' ({escaped(one.unit)})' if one.unit else ''}" for one in table.columns]
    yield f"| {' | '.join(heads)} |"
    yield "|" + "|".join([" :-- ", *[" --: "] * (len(heads) - 1)]) + "|"
    for row in table.rows:
        texts = (f"**{escaped(cell_text(cell))}**" if cell.best else escaped(cell_text(cell)) for cell in row)
        yield f"| {' | '.join(texts)} |"
    signed = [f"`{one.title}` {one.signature}" for one in table.columns if one.signature]
    yield "\n" + "  \n".join([f"데이터: {escaped(table.data)}", *filter(None, [escaped(table.note)]), *signed]) + "\n"


def _asked(asked: Asked) -> Iterator[str]:
    yield f"### {escaped(asked.question)}\n\n{escaped(asked.about)}\n"
    if asked.reference:
        yield f"- 지원자의 답변: {escaped(asked.reference)}"
    for one in asked.answers:
        yield f"- **{escaped(one.model)}** ({escaped(one.note)}): {escaped(one.answer)}"
    yield ""
