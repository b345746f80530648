"""What a person or a program gets to see, one format a file."""
