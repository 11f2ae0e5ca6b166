"""A document as HTML: a body that the web shows in its own frame, and a page that needs nothing beside it."""

from collections.abc import Iterator
from html import escape
from importlib.resources import files

from interviewbuddy.report.charts import svg
from interviewbuddy.report.document import Asked, Cell, Document, Section, Table
from interviewbuddy.report.markdown import cell_text


def page(document: Document) -> str:
    """One self-contained page: style and drawings within, no script."""
    css = (files("interviewbuddy.report") / "report.css").read_text("utf-8")
    return (
        '<!doctype html>\n<html lang="ko"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<meta name="color-scheme" content="light dark"><title>{escape(document.title)}</title>'
        f'<style>{css}</style></head><body><main class="report">{body(document)}</main></body></html>\n'
    )


def body(document: Document) -> str:
    """Everything between the page's frame; classes alone, no style of its own."""
    return "".join(_body(document))


def _body(document: Document) -> Iterator[str]:
    yield f"<h1>{escape(document.title)}</h1>"
    if document.lead:
        yield f'<p class="lead">{escape(document.lead)}</p>'
    made = "".join(
        f"<div><dt>{escape(name)}</dt><dd>{escape(value)}</dd></div>" for name, value in document.made.items()
    )
    yield f'<dl class="made">{made}</dl>'
    links = "".join(f'<li><a href="#{escape(one.name)}">{escape(one.title)}</a></li>' for one in document.sections)
    yield f'<nav class="contents" aria-label="차례"><ol>{links}</ol></nav>'
    for section in document.sections:
        yield from _section(section)


def _section(section: Section) -> Iterator[str]:
    yield f'<section id="{escape(section.name)}"><h2>{escape(section.title)}</h2>'
    for paragraph in section.text:
        yield f"<p>{escape(paragraph)}</p>"
    for chart in section.charts:
        caption = f"<figcaption>{escape(chart.caption)}</figcaption>"
        yield f'<figure><div class="wide" tabindex="0">{svg(chart)}</div>{caption}</figure>'
    for table in section.tables:
        yield _table(table)
    for asked in section.asked:
        yield _asked(asked)
    yield "</section>"


def _table(table: Table) -> str:
    heads = "".join(
        f'<th scope="col">{escape(one.title)}{f" <small>{escape(one.unit)}</small>" if one.unit else ""}</th>'
        for one in table.columns
    )
    rows = "".join(
        f'<tr><th scope="row">{escape(cell_text(row[0]))}</th>{"".join(map(_cell, row[1:]))}</tr>' for row in table.rows
    )
    signed = "".join(
        f"<li><b>{escape(one.title)}</b> <code>{escape(one.signature)}</code></li>"
        for one in table.columns
        if one.signature
    )
    signatures = f"<details><summary>서명 · signatures</summary><ul>{signed}</ul></details>" if signed else ""
    note = f" {escape(table.note)}" if table.note else ""
    return (
        f'<div class="wide" tabindex="0"><table><caption>{escape(table.caption)}</caption>'
        f"<thead><tr>{heads}</tr></thead>"
        f'<tbody>{rows}</tbody></table></div><p class="data">데이터: {escape(table.data)}.{note}</p>{signatures}'
    )


def _cell(cell: Cell) -> str:
    if cell.value is None:
        return f'<td class="none">{escape(cell.text)}</td>'
    bounds = ""
    if cell.low is not None and cell.high is not None:
        bounds = f" <small>[{cell.low:.{cell.digits}f}, {cell.high:.{cell.digits}f}]</small>"
    spread = f" <small>±{cell.spread:.{cell.digits}f}</small>" if cell.spread is not None else ""
    figure = f"{cell.value:.{cell.digits}f}"
    return f"<td>{f'<strong>{figure}</strong>' if cell.best else figure}{bounds}{spread}</td>"


def _asked(asked: Asked) -> str:
    answers = "".join(
        f"<dt>{escape(one.model)} <small>{escape(one.note)}</small></dt><dd>{escape(one.answer)}</dd>"
        for one in asked.answers
    )
    reference = f"<dt>지원자의 답변</dt><dd>{escape(asked.reference)}</dd>" if asked.reference else ""
    return (
        f'<details class="asked"><summary>{escape(asked.question)} <small>{escape(asked.about)}</small></summary>'
        f"<dl>{reference}{answers}</dl></details>"
    )
