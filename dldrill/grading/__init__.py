"""Marking: verdicts, named mistakes, errors carried forward."""
