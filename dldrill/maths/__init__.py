"""Expressions: their tree, tracing, the safe reader, evaluation, layout and the writers."""
