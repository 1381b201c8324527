from collections.abc import Iterator

import pytest

from tests.archives.desk import hasty
from tests.archives.served import Archives, Manners
from tests.archives.standin import serve


@pytest.fixture(scope="session")
def served() -> Iterator[Archives]:
    """Stand-ins that no test changes."""
    with serve(manners=Manners(pause=0.0)) as archives:
        yield archives


@pytest.fixture
def archives() -> Iterator[Archives]:
    """Stand-ins of one's own."""
    with serve() as served:
        yield served


@pytest.fixture(scope="module")
def apart() -> Iterator[Archives]:
    """Stand-ins for the tests of a file, each at an address of its own."""
    with serve(manners=Manners(pause=0.0, slow=0.5), apart=True) as archives:
        yield archives


@pytest.fixture(scope="module")
def quick() -> Iterator[None]:
    with hasty():
        yield
