"""`huixiang audit verify` as an operator runs it: silent when all is whole, otherwise it names what was touched."""

from __future__ import annotations

import sqlite3

import pytest

from engine import cli
from engine.queries import house_log
from tests.company import Company, company, prepared_company
from tests.complaint import submitted

__all__ = ["company", "prepared_company"]

TOUCHED = {
    "a changed byte": """update audit_block set body = cast(substr(body, 1, length(body) - 1) || x'00' as blob)
                         where instance_id = :case and seq = 1""",
    "a deleted last entry": """delete from audit_block where instance_id = :case
                               and seq = (select max(seq) from audit_block where instance_id = :case)""",
    "a deleted case": "delete from process_instance where id = :case",
}


@pytest.fixture
def verify(company: Company, monkeypatch, capsys):
    """Runs the command on the company; its exit code and what it said."""
    monkeypatch.setenv("HUIXIANG_DATA", str(company.settings.data_dir))
    monkeypatch.delenv("DATABASE_URL", raising=False)

    def run() -> tuple[int, str]:
        code = cli.main(["audit", "verify"])
        return code, capsys.readouterr().out

    return run


def test_untouched_trail_is_said_to_be_whole(company, verify):
    submitted(company)

    assert verify() == (0, "The trail is whole.\n")


def test_that_it_was_verified_stands_in_the_house_chain(company, verify):
    verify()

    company.process_engine.trigger_due()
    (line,) = company.process_engine.ask(company.person("ma.chao"), house_log.house_log, "checks").lines
    assert line.kind == "trail_verified"


def test_refused_deployment_stands_in_the_house_chain(company, monkeypatch, tmp_path):
    monkeypatch.setenv("HUIXIANG_DATA", str(company.settings.data_dir))
    (tmp_path / "broken").mkdir()
    (tmp_path / "broken" / "broken.bpmn").write_text("<no diagram/>")

    assert cli.main(["deploy", str(tmp_path / "broken")]) == 1

    company.process_engine.trigger_due()
    lines = company.process_engine.ask(company.person("ma.chao"), house_log.house_log, "deployments").lines
    assert lines[0].kind == "deployment_refused"


@pytest.mark.parametrize("what", TOUCHED)
def test_whatever_was_touched_is_named(company, verify, what):
    touched, untouched = submitted(company), submitted(company)
    assert verify()[0] == 0

    tamper(company, TOUCHED[what], touched.instance_id)

    code, said = verify()
    assert code == 1
    assert touched.business_key in said or touched.instance_id in said
    assert untouched.business_key not in said and untouched.instance_id not in said


@pytest.mark.parametrize("named, expected", [({}, "http://127.0.0.1:9000"), ({"HUIXIANG_BASE_URL": "https://fk.example"}, "https://fk.example")])
def test_links_to_customers_carry_the_port_that_is_served(monkeypatch, tmp_path, named, expected):
    served = []
    monkeypatch.delenv("HUIXIANG_BASE_URL", raising=False)
    for name, value in ({"HUIXIANG_DATA": str(tmp_path)} | named).items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(cli, "serve", lambda engine, host, port: served.append((engine.settings.base_url, port)))

    assert cli.main(["serve", "--port", "9000"]) == 0

    assert served == [(expected, 9000)]


def tamper(company: Company, statement: str, case: str) -> None:
    """As somebody with the database file and no key would."""
    connection = sqlite3.connect(company.settings.data_dir / "huixiang.sqlite3")
    assert connection.execute(statement, {"case": case}).rowcount == 1
    connection.commit()
    connection.close()
