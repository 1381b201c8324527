import pytest

from tests.pipeline.fakes import Desk


@pytest.fixture
def desk() -> Desk:
    return Desk()
