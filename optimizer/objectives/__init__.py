"""The objectives, one idea a file."""
