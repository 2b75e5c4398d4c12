"""What `huixiang decide` prints."""

from __future__ import annotations

import pytest

from engine.decisions.decide import decide
from tests.unit.decisions.models import decision, file, given, table, text


@pytest.fixture
def path(tmp_path):
    logic = table(["age: number"], ["group: string"], [["< 18", '"child"'], [">= 18", '"adult"'], ["> 65", '"old"']], "FIRST")
    made = file(given("age", "number"), given("born", "date"), decision("group", logic, ("#in_age",)),
                decision("year", text("born.year"), ("#in_born",)), decision("broken", text("1 +")))
    (tmp_path / "ages.dmn").write_bytes(made)
    return tmp_path / "ages.dmn"


def test_answer_is_printed(path):
    assert decide(path, "group", '{"age": 70}', lang="en").splitlines()[-1] == 'value: "adult"'


def test_trace_shows_inputs_cells_and_rules(path):
    lines = decide(path, "group", '{"age": 70}', True, lang="en").splitlines()

    assert lines[-7:] == ["group (FIRST)", "  input age = 70", "  rule 1: ✗", "  rule 2: ✓", "  rule 3: ✓", "  fired rules: 2", "  masked rules: 3"]


def test_date_may_be_written_as_text(path):
    assert decide(path, "year", '{"born": "2001-02-03"}', lang="en").endswith("value: 2001")


def test_numbers_keep_their_digits(tmp_path):
    (tmp_path / "n.dmn").write_bytes(file(decision("n", text("n * 3"))))

    assert decide(tmp_path / "n.dmn", "", '{"n": 0.1}') == "结果: 0.3"


@pytest.mark.parametrize(("asked", "inputs", "says"), [
    ("gruop", "{}", "（是不是“group”？）"), ("group", "{", "错误: 输入"), ("group", "[]", "错误: 输入"), ("group", "{}", "注意: 缺少输入“age”。"),
    ("broken", "{}", "第 4 个字符"),
])
def test_mistake_is_said_in_words(path, asked, inputs, says):
    assert says in decide(path, asked, inputs)


def test_broken_file_is_said_in_words(tmp_path):
    (tmp_path / "bad.dmn").write_bytes(b"<nothing")

    assert "不是可读的 XML" in decide(tmp_path / "bad.dmn", "x")
