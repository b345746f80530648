"""The command line, one command a file."""

import gc

# A start makes many objects and drops few: at its usual pace the collector would look through
# all of them again and again, and find nothing.
gc.set_threshold(100_000, 20, 20)
