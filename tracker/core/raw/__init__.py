"""What the bytes of a page may say; the face is `core.prefilter`."""
