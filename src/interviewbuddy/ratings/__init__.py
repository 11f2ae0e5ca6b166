"""The Human Score, from rounds and private links to the report.

| module | knows |
|---|---|
| `scale` | the three criteria, marks, the Final Score |
| `tables` | what is kept, and where |
| `drawing` | which generations make a round, and in which order each evaluator meets them |
| `rounds` | making, listing and closing rounds |
| `seats` | one evaluator at work: next answer, save, undo |
| `judge` | an evaluator that is a model |
| `files`, `importing` | ratings that come as CSV or JSON |
| `sheet` | a round as plain data, blind until it is closed |
| `agreement`, `report` | what it all says |
| `commands` | `buddy ratings …` |
"""

from interviewbuddy.ratings.report import RatedItem, rated_items, report
from interviewbuddy.ratings.scale import CRITERIA, Marks, final_score

__all__ = ["CRITERIA", "Marks", "RatedItem", "final_score", "rated_items", "report"]
