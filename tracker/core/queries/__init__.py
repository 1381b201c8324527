"""What boolean queries are made of; the face is `core.query`."""
