"""Experiments: a matrix of fine-tunes, run and resumed, and the report of what came out. Needs the `lab` extra."""
