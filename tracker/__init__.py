"""Compare how outlets told the same incident, each number with its sentences."""

__version__ = "0.1.0"
