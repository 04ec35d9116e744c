"""What is written for people: one section a file."""
