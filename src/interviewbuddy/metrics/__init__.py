"""Measures of generated Korean. Each is configured when made, takes lists of strings, and gives a `Score`."""
