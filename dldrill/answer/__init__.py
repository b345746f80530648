"""The kinds of answer: how each is read, compared and shown. Nothing typed is ever evaluated as code."""
