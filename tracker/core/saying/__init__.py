"""Who says what in a sentence; the faces are `core.voice` and `core.statements`."""
