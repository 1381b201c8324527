"""The network edge: bytes in, values out."""
