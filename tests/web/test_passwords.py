"""While a password is hashed nobody waits for it: other people's commands go on."""

from __future__ import annotations

import threading

import pytest

from engine.commands import passwords, sessions
from tests.company import PASSWORD
from tests.web.member import Member
from web.app import create_app

NEW = {"login": "qian.jin", "name": "钱进", "language": "zh", "department_id": "", "roles": []}


@pytest.fixture
def app(company):
    return create_app(company.process_engine)


@pytest.fixture
def others_go_on(company, monkeypatch):
    """How many times something was hashed while another command was done; fails at once where one had to wait."""
    hashed: list[str] = []

    def slowly(name: str):
        quick = getattr(passwords, name)

        def slow(*given):
            other = threading.Thread(target=company.process_engine.execute, args=(company.person("xu.jing"), sessions.change_language, "en"), daemon=True)
            other.start()
            other.join(timeout=5)
            assert not other.is_alive(), f"{name} holds the writer"
            hashed.append(name)
            return quick(*given)

        return slow

    for name in ("hash_password", "_is_password"):
        monkeypatch.setattr(passwords, name, slowly(name))
    return hashed


def test_signing_in_keeps_nobody_waiting(app, others_go_on):
    Member(app).sign_in("wang.min")

    assert others_go_on == ["_is_password"]


def test_new_password_keeps_nobody_waiting(app, others_go_on):
    answer = Member(app).sign_in("wang.min").post("/password", current=PASSWORD, new="a longer new one", repeated="a longer new one")

    assert answer.status_code == 303
    assert others_go_on[-1] == "hash_password"


def test_new_and_returning_people_keep_nobody_waiting(app, company, others_go_on):
    gao_wei, xu_jing = Member(app).sign_in("gao.wei"), company.person("li.qiang").id

    answers = [
        gao_wei.post("/administration/people/", **NEW),
        gao_wei.post(f"/administration/people/{xu_jing}/password"),
        gao_wei.post(f"/administration/people/{xu_jing}/leaving"),
        gao_wei.post(f"/administration/people/{xu_jing}/return"),
    ]

    assert [answer.status_code for answer in answers] == [200, 200, 303, 200]
    assert others_go_on.count("hash_password") == 3
