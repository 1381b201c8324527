"""Archives of past articles: what to ask each of them, and what its answers mean."""
