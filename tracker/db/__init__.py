"""The DuckDB edge: one writer, short windows, locked-down readers."""
