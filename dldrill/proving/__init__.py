"""The three roads that prove an answer: steps, sympy, numpy."""
