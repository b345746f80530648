"""dldrill: a terminal gym for deep-learning exams."""
