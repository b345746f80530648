"""A drill as a pure reducer, and the prompt that feeds it."""
