"""From a word to the forms that newspapers print; the face is `core.names`."""
