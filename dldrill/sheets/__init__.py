"""Practice sheets: the text of a question in the formats of paper, pages and class rooms."""
