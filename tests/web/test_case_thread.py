"""Writing in a case: what can't be taken comes back as it was typed, and who wrote contact data sees it become a mask."""

from __future__ import annotations

import pytest

from tests.web.staff_room import NUMBER, StaffRoom


@pytest.fixture
def room(company) -> StaffRoom:
    room = StaffRoom(company)
    room.story()
    return room


@pytest.mark.parametrize("box", ["notes", "messages"])
def test_text_that_is_too_long_comes_back_with_the_reason(room, box):
    answer = room.member("wang.min").post(f"/cases/{NUMBER}/{box}", text="字" * 4001)
    page = answer.get_data(as_text=True)

    assert answer.status_code == 422
    assert "字" * 4001 in page and "最多4000字" in page
    assert 'maxlength="4000"' in page


@pytest.mark.parametrize("box", ["notes", "messages"])
def test_who_writes_a_number_sees_it_become_a_mask(room, box):
    room.member("wang.min").post(f"/cases/{NUMBER}/{box}", text="请致电 13987651234")

    page = room.page("wang.min", f"/cases/{NUMBER}")

    assert "联系方式已加密保存" in page and "139****1234" in page
    assert "13987651234" not in page
