"""Rows of a report, drawn as a table or written as a file."""
