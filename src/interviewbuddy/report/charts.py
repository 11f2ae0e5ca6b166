"""Charts as SVG text; the browser draws the letters, so Hangul is as readable as the page's own.

Colours and fonts are the stylesheet's, by class: `s0` … `s7` for series.
"""

from collections.abc import Iterable, Iterator, Sequence
from html import escape
from math import floor, isfinite, log10
from typing import Any

from interviewbuddy.report.document import Chart, Point

WIDTH, LEFT, RIGHT, TOP, BOTTOM = 720, 64, 16, 16, 48
COLOURS = 8
_ROW = 26
_LABELS = 280


def svg(chart: Chart) -> str:
    """The drawing, with its caption for those who cannot see it."""
    lines = _rows(chart) if chart.kind == "interval" else _plane(chart)
    height, drawn = next(lines), "".join(lines)
    return (
        f'<svg class="chart" viewBox="0 0 {WIDTH} {height}" role="img"><title>{escape(chart.caption)}</title>'
        f"<desc>{escape(', '.join(one.name for one in chart.series))}</desc>{drawn}</svg>"
    )


def ticks(low: float, high: float, count: int = 5) -> list[float]:
    """Round numbers from at most `low` to at least `high`."""
    span = high - low if high > low else abs(high) or 1.0
    raw = span / count
    unit = 10 ** floor(log10(raw))
    step = next(unit * factor for factor in (1, 2, 2.5, 5, 10) if unit * factor >= raw * 0.999)
    first = floor(low / step + 1e-9)
    found = [first * step]
    while found[-1] < high - step * 1e-9:
        found.append((first + len(found)) * step)
    return found


def _plane(chart: Chart) -> Iterator[Any]:
    series = [(one.name, [point for point in one.points if _drawable(point)]) for one in chart.series]
    points = [point for _, found in series for point in found]
    legend = 22 * ((len(series) + 1) // 2)
    bottom = TOP + 320
    yield bottom + BOTTOM + legend
    if not points:
        return
    xs, ys = ticks(*_bounds(point.x for point in points)), ticks(*_bounds(point.y for point in points))
    at_x = _scale(xs[0], xs[-1], LEFT, WIDTH - RIGHT)
    at_y = _scale(ys[0], ys[-1], bottom, TOP)
    for y in ys:
        yield _line("grid", LEFT, at_y(y), WIDTH - RIGHT, at_y(y)) + _text(LEFT - 8, at_y(y) + 4, f"{y:g}", "end")
    for x in xs:
        yield _text(at_x(x), bottom + 18, f"{x:g}", "middle")
    yield _text((LEFT + WIDTH) / 2, bottom + 38, chart.x, "middle") + _text(LEFT, TOP - 4, chart.y, "start")
    for number, (name, found) in enumerate(series):
        colour = f"s{number % COLOURS}" + (" dashed" if number >= COLOURS else "")
        if chart.kind == "line" and len(found) > 1:
            path = " ".join(f"{at_x(point.x):.1f},{at_y(point.y):.1f}" for point in found)
            yield f'<polyline class="{colour}" points="{path}"/>'
        else:
            yield "".join(f'<circle class="{colour}" cx="{at_x(p.x):.1f}" cy="{at_y(p.y):.1f}" r="4"/>' for p in found)
        x, y = LEFT + (number % 2) * 320, bottom + BOTTOM + 14 + 22 * (number // 2)
        yield _line(colour, x, y - 4, x + 20, y - 4) + _text(x + 26, y, name, "start")


def _rows(chart: Chart) -> Iterator[Any]:
    """A band of rows for each series, a row for each label."""
    bands = [(one.name, [point for point in one.points if _drawable(point)]) for one in chart.series]
    yield sum(_ROW * (len(points) + 3) for _, points in bands) + TOP
    top = float(TOP)
    for number, (name, points) in enumerate(bands):
        yield _text(0, top + 12, name, "start", "band")
        top += _ROW
        if not points:
            continue
        marks = ticks(*_bounds(v for p in points for v in (p.low, p.high, p.y) if v is not None))
        at = _scale(marks[0], marks[-1], _LABELS, WIDTH - RIGHT)
        bottom = top + _ROW * len(points)
        for mark in marks:
            yield _line("grid", at(mark), top, at(mark), bottom) + _text(at(mark), bottom + 16, f"{mark:g}", "middle")
        for row, point in enumerate(points):
            yield _row(point, f"s{number % COLOURS}", top + _ROW * (row + 0.5), at)
        top = bottom + 2 * _ROW


def _row(point: Point, colour: str, y: float, at: "_Scale") -> str:
    bar = ""
    if point.low is not None and point.high is not None:
        bar = _line(colour, at(point.low), y, at(point.high), y)
    dot = f'<circle class="{colour}" cx="{at(point.y):.1f}" cy="{y:.1f}" r="4.5"/>'
    return _text(_LABELS - 10, y + 4, point.label, "end") + bar + dot


class _Scale:
    """Values to places on a line."""

    def __init__(self, low: float, high: float, start: float, end: float) -> None:
        self._low, self._start = low, start
        self._step = (end - start) / (high - low or 1.0)

    def __call__(self, value: float) -> float:
        return self._start + (value - self._low) * self._step


def _scale(low: float, high: float, start: float, end: float) -> _Scale:
    return _Scale(low, high, start, end)


def _bounds(values: Iterable[float]) -> tuple[float, float]:
    found: Sequence[float] = list(values)
    return min(found), max(found)


def _drawable(point: Point) -> bool:
    return all(value is None or isfinite(value) for value in (point.x, point.y, point.low, point.high))


def _line(kind: str, x1: float, y1: float, x2: float, y2: float) -> str:
    return f'<line class="{kind}" x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}"/>'


def _text(x: float, y: float, words: str, anchor: str, kind: str = "") -> str:
    named = f' class="{kind}"' if kind else ""
    return f'<text{named} x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{escape(words)}</text>'
