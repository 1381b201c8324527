"""Numbers, and what they count; the face is `core.figures`."""
