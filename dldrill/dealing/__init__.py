"""Dealing: seeds, permutations, fair variants."""
