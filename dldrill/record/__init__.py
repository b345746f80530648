"""What is kept of a learner: sittings of exams."""
