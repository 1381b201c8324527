from tests.cli.conftest import newsroom

__all__ = ["newsroom"]
