"""Banks: questions as text, read with every fault at its line."""
