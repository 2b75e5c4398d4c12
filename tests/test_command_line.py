"""`huixiang audit verify` as an operator runs it: silent when all is whole, otherwise it names what was touched."""

from __future__ import annotations

import sqlite3

import pytest

from engine import cli
from engine.model.people import SYSTEM
from engine.store import cases, instances, trail
from engine.queries import house_log
from tests.company import Company, company, prepared_company
from tests.complaint import submitted
from tests.stories import Story

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


def test_case_put_back_to_an_old_state_is_missed_by_heads_kept_elsewhere(company, verify, tmp_path, capsys):
    case, kept = submitted(company), tmp_path / "heads"
    old = company.process_engine.ask(SYSTEM, cases.instance, case.instance_id)
    company.process_engine.execute(SYSTEM, add_a_note, case.instance_id)
    verify()
    assert cli.main(["audit", "heads"]) == 0
    kept.write_text(capsys.readouterr().out)
    assert cli.main(["audit", "verify", "--heads", str(kept)]) == 0

    tamper(company, "delete from audit_block where instance_id = :case and seq = (select max(seq) from audit_block where instance_id = :case)", case.instance_id)
    seal = {"length": old.trail_length, "head": old.trail_head, "mac": old.trail_mac}
    tamper(company, "update process_instance set trail_length = :length, trail_head = :head, trail_mac = :mac where id = :case", case.instance_id, **seal)

    assert verify()[0] == 0
    assert cli.main(["audit", "verify", "--heads", str(kept)]) == 1
    assert "existed when the heads were exported" in capsys.readouterr().out


def test_file_that_holds_no_heads_is_refused(company, verify, tmp_path, capsys):
    (tmp_path / "heads").write_text("[1]\n")

    assert cli.main(["audit", "verify", "--heads", str(tmp_path / "heads")]) == 1
    assert "Line 1 is no exported head." in capsys.readouterr().err


@pytest.mark.parametrize("named, expected", [({}, "http://127.0.0.1:9000"), ({"HUIXIANG_BASE_URL": "https://fk.example"}, "https://fk.example")])
def test_links_to_customers_carry_the_port_that_is_served(monkeypatch, tmp_path, named, expected):
    served = []
    monkeypatch.delenv("HUIXIANG_BASE_URL", raising=False)
    for name, value in ({"HUIXIANG_DATA": str(tmp_path)} | named).items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(cli, "serve", lambda engine, host, port: served.append((engine.settings.base_url, port)))

    assert cli.main(["serve", "--port", "9000"]) == 0

    assert served == [(expected, 9000)]


def add_a_note(tx, instance_id: str) -> None:
    case = instances.lock(tx.session, instance_id)
    trail.append(tx, case, "note_added", payload={"text": "later"})


def tamper(company: Company, statement: str, case: str, **values: object) -> None:
    """As somebody with the database file and no key would."""
    connection = sqlite3.connect(company.settings.data_dir / "huixiang.sqlite3")
    assert connection.execute(statement, {"case": case, **values}).rowcount == 1
    connection.commit()
    connection.close()


@pytest.fixture
def ended(company, monkeypatch) -> str:
    """The number of a complaint that was withdrawn; the command line works on its company."""
    monkeypatch.setenv("HUIXIANG_DATA", str(company.settings.data_dir))
    monkeypatch.delenv("DATABASE_URL", raising=False)
    story = Story(company).start()
    story.run.message({"message": "case_withdrawn", "by": "customer", "values": {}})
    return story.view.row.business_key


def test_operator_sees_what_is_due_and_only_then_lets_it_go(ended, capsys):
    assert cli.main(["retention"]) == 0
    dry = capsys.readouterr().out

    assert cli.main(["retention", "--erase"]) == 0
    gone = capsys.readouterr().out

    assert f"case          {ended}  archived 2023-10-09  kept until 2026-10-09" in dry
    assert dry.endswith("1 contacts, 1 cases would go\n") and gone.endswith("1 contacts, 1 cases erased\n")
    assert cli.main(["retention"]) == 0 and capsys.readouterr().out == "0 contacts, 0 cases would go\n"


def test_operator_erases_a_customer_only_with_a_reason(ended, verify, capsys):
    assert cli.main(["erase", ended]) == 1
    assert "Please give the reason." in capsys.readouterr().err

    assert cli.main(["erase", ended, "--reason", "written request"]) == 0
    assert capsys.readouterr().out == f"{ended}\n"
    assert verify()[0] == 0
    assert cli.main(["replay", ended]) in (0, 1) and "erased" in capsys.readouterr().out


def test_operator_rotates_the_master_key_and_the_trail_still_holds(ended, verify, capsys):
    assert cli.main(["rotate"]) == 0
    assert "rows are under the newest key" in capsys.readouterr().out

    assert verify() == (0, "The trail is whole.\n")
