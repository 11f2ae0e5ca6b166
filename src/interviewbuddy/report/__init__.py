"""A report as plain data (`document`), and what it looks like: Markdown, one self-contained page, charts.

Knows nothing of experiments, models or the web.
"""
