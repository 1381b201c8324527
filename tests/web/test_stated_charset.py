"""The charset that a document names is found wherever in its head it stands."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.web.decode import decode, utf8

MARKS = (
    '<meta charset="windows-1253">',
    '<meta http-equiv="Content-Type" content="text/html; charset=windows-1253">',
    '<meta charset="nonsense"><meta charset="windows-1253">',
    '<!-- <meta charset="koi8-r"> --><meta charset="windows-1253">',
)


@pytest.mark.parametrize("mark", MARKS)
@given(before=st.integers(1_900, 2_100), comment=st.booleans())
def test_a_declaration_is_read_where_the_first_look_at_it_ends(
    mark: str, before: int, *, comment: bool
) -> None:
    filler = f"<!--{'x' * before}-->" if comment else f"<i>{'x' * before}</i>"
    rest = f"{mark}<p>Φωτεινίλα</p>".encode("windows-1253")
    body = filler.encode() + rest
    assert decode(body, None) == filler + decode(rest, None)
    assert utf8(body, None) == decode(body, None).encode()
