"""Find every fault of a bank in one pass, each at its line."""
