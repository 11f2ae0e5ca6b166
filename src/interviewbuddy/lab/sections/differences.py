"""Whether neighbours differ, and whether an order outlives another tokenisation."""

from interviewbuddy.lab.comparing import estimate, neighbours, same_order
from interviewbuddy.lab.measuring import TARGETS, main_metrics, order_metrics
from interviewbuddy.lab.results import Results
from interviewbuddy.lab.sections.shared import cell, data, models, told
from interviewbuddy.metrics.tokenization import TOKENIZATIONS
from interviewbuddy.report.document import Cell, Column, Section, Table


def significance(results: Results) -> Section:
    """Neighbours in rank, paired bootstrap, Holm over all comparisons of a table."""
    tables = []
    for measure in ("bleu", "rougeL", "chrf++"):
        metric = main_metrics()[measure]
        found = neighbours(metric, models(results, TARGETS[0], measure))
        rows = tuple((Cell(text=f"{one.first} > {one.second}"), *told(one)) for one in found)
        columns = (Column("이웃"), Column("차이", "", metric.signature), Column("p"), Column("p (Holm)"))
        tables.append(Table(f"{measure}: 순위에서 이웃한 구성", columns, rows, data(results)))
    text = (
        "순위에서 바로 이웃한 둘을 같은 질문 위에서 비교했습니다(짝지은 부트스트랩 1,000회). "
        "p (Holm)이 0.05보다 작아야 차이가 있다고 말할 수 있습니다.",
    )
    return Section("significance", "이웃 사이의 차이", text, (), tuple(tables))


def order(results: Results) -> Section:
    """Whether the compositions keep their order under each tokenisation, and as the deck scored."""
    metrics = order_metrics()
    rows = []
    for measure in ("bleu", "rouge1"):
        base = f"{measure}@{TOKENIZATIONS[0]}"
        for cut in (*TOKENIZATIONS[1:], "deck"):
            name = f"{measure}@{cut}"
            found = same_order(
                (metrics[base], models(results, TARGETS[0], base)), (metrics[name], models(results, TARGETS[0], name))
            )
            rows.append((Cell(text=measure), Cell(text=cut), Cell(found.value, found.low, found.high, digits=2)))
    columns = (Column("지표"), Column("토큰화"), Column("Kendall τ", "ko-mecab 순서와"))
    table = Table(
        "토큰화를 바꾸어도 순서가 유지되는가", columns, tuple(rows), data(results), "τ = 1이면 순서가 같습니다."
    )
    values = tuple(
        (Cell(text=name), *(cell(estimate(metrics[one], results.rows(TARGETS[0], one)[name]), 2) for one in metrics))
        for name in results.cells
    )
    heads = (Column("구성"), *(Column(name, "", metric.signature) for name, metric in metrics.items()))
    return Section("order", "토큰화와 순서", (), (), (table, Table("토큰화마다의 점수", heads, values, data(results))))
