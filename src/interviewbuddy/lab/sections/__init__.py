"""The parts of a lab's report, each a function from results to a `Section`.

| module | says |
|---|---|
| `scores` | every composition against the full answer and the summary; beside the deck's; answers by themselves |
| `differences` | significance between neighbours; orders under other tokenisations |
| `length` | what length and padding do |
| `training` | loss curves and cost |
| `searched` | the trials of a search |
| `human` | correlation of metrics with human criteria |
| `answers` | what was said |
"""
