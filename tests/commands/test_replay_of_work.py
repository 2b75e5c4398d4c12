"""A case replays equal whatever outside workers, incidents and corrections did to it; and at every moment on the way."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from engine.commands import cases, deploy, incidents, jobs, published_messages
from engine.model.people import SYSTEM, worker
from engine.packages import PackageFiles
from engine.queries import replay
from engine.store import case_view
from tests.elements.drawing import (
    boundary, by_error, by_message, catch, diagram, end, error, exclusive, flow, flows, mappings, message, parallel, service, several, start,
    sub_process, timer, user,
)

ANNA = worker("anna")
OWNER = "he.yun"


class Work:
    """One case and everything that happens to it; after each step its replay must be equal."""

    def __init__(self, company: Any, *parts: str, roots: str = ""):
        self.company, self.engine = company, company.process_engine
        files = PackageFiles.of_diagram("work.bpmn", diagram(*parts, roots=roots, id="work"))
        self.engine.execute(SYSTEM, deploy.deploy, files)
        self.id = self.engine.execute(company.person("wang.min"), cases.start, "work", {}).instance_id
        self.check()

    @property
    def view(self):
        return self.engine.ask(SYSTEM, case_view.of, self.id)

    @property
    def incidents(self) -> list[Any]:
        return [each for each in self.view.incidents if each.resolved_at is None]

    def job(self, verb: Any, *arguments: Any, **named: Any) -> Work:
        (job, *_) = self.engine.execute(ANNA, jobs.activate, "print", "anna")
        return self.do(ANNA, verb, job.id, "anna", *arguments, **named)

    def retry(self) -> Work:
        return self.do(self.company.person(OWNER), incidents.retry, self.incidents[0].id)

    def correct(self, **values: Any) -> Work:
        return self.do(self.company.person(OWNER), incidents.change_variables, self.incidents[0].id, values, "as the customer said")

    def do(self, actor: Any, command: Any, *arguments: Any, **named: Any) -> Work:
        self.engine.execute(actor, command, *arguments, **named)
        return self.check()

    def check(self) -> Work:
        found = self.engine.ask(SYSTEM, replay.replay, self.view.row.business_key)
        assert found.result == replay.EQUAL, found.line()
        return self


PRINT = (start(), service("print_label", "print"), end(), flows("begin", "print_label", "done"))
NO_ADDRESS = (boundary("returned", "print_label", by_error("no_address")), end("sent_back"), flows("returned", "sent_back"))


def test_completed_job(company):
    assert Work(company, *PRINT).job(jobs.complete, {"label": Decimal("7.50"), "pages": [Decimal(1)]}).view.row.state == "completed"


def test_failed_job_that_is_tried_again_and_again_fails(company):
    work = Work(company, start(), service("print_label", "print"), end(), flows("begin", "print_label", "done"))
    for times in range(2):
        for _ in range(3):
            work.job(jobs.fail, "printer on fire", back_off=timedelta())
        assert "printer on fire" in work.incidents[0].text_en, times
        work.retry()

    assert work.job(jobs.complete, {}).view.row.state == "completed"


def test_bpmn_error_of_a_job_with_values(company):
    work = Work(company, *PRINT, *NO_ADDRESS, roots=error("no_address"))

    assert work.job(jobs.throw_error, "no_address", "unknown street").view.row.end_event_id == "sent_back"


def test_bpmn_error_that_nothing_catches_and_its_retry(company):
    work = Work(company, *PRINT).job(jobs.throw_error, "no_address", "unknown street")
    assert len(work.incidents) == 1

    assert work.retry().job(jobs.complete, {}).view.row.state == "completed"


def test_jobs_of_several_in_any_order(company):
    several_jobs = service("print_label", "print", several("=[1, 2, 3]", "copy", output=("labels", "=label")))
    work = Work(company, start(), several_jobs, user("check"), end(), flows("begin", "print_label", "check", "done"))
    taken = work.engine.execute(ANNA, jobs.activate, "print", "anna", 3)

    for number in (2, 0, 1):
        work.do(ANNA, jobs.complete, taken[number].id, "anna", {"label": Decimal(number)})

    assert [task.element_id for task in work.engine.ask(SYSTEM, case_view.open_tasks, work.id)] == ["check"]


CHOICE = (start(), exclusive("which"), user("small"), user("big"), end(), flows("begin", "which"), flow("which", "small", "=amount <= 5"),
          flow("which", "big", "=amount > 5"), flows("small", "done"), flows("big", "done"))


def test_condition_without_its_variable_tried_again_in_vain_and_then_corrected(company):
    work = Work(company, *CHOICE).retry()
    (incident,) = work.incidents

    work.correct(amount=["many"])
    (still_stuck,) = work.incidents
    work.correct(amount=Decimal(9))

    assert still_stuck.id == incident.id
    assert still_stuck.text_en != incident.text_en

    assert not work.view.row.has_incident
    assert [task.element_id for task in work.engine.ask(SYSTEM, case_view.open_tasks, work.id)] == ["big"]


def test_correction_of_what_only_the_element_sees(company):
    mapped = service("print_label", '=kind', zeebe=mappings(inputs={"size": "=given.size"}))
    work = Work(company, start(), mapped, end(), flows("begin", "print_label", "done"))

    work.correct(kind="print", given={"size": "A4"})

    assert work.job(jobs.complete, {"label": Decimal(1)}).view.row.state == "completed"


def test_correction_beside_a_branch_that_goes_on(company):
    branches = (parallel("fork"), exclusive("which"), service("print_label", "print"), parallel("join"))
    work = Work(company, start(), *branches, end(), flows("begin", "fork", "which"), flow("which", "join", "=amount > 1"),
                flows("join", "done"), flows("fork", "print_label", "join"))

    work.job(jobs.complete, {"label": Decimal(1)}).correct(amount=Decimal(4))

    assert work.view.row.state == "completed"


def test_timers_and_messages_around_work(company):
    inside = (start("first"), service("print_label", "print"), end("last"), flows("first", "print_label", "last"))
    around = (sub_process("printing", *inside), boundary("hurried", "printing", by_message("hurry"), interrupting=False), end("told"), flows("hurried", "told"),
              boundary("daily", "printing", timer("Cycle", "R/P1D"), interrupting=False), end("reminded"), flows("daily", "reminded"))
    work = Work(company, start(), *around, catch("paid", by_message("pay")), end(), flows("begin", "printing", "paid", "done"),
                roots=message("hurry", '="7"') + message("pay", '="7"'))
    for _ in range(2):
        work.do(SYSTEM, published_messages.publish, "hurry", "7", {"by": "Li"})
        work.company.clock.move(timedelta(days=1))
        assert work.engine.trigger_due()
        work.check()

    work.job(jobs.complete, {}).do(SYSTEM, published_messages.publish, "pay", "7", {"amount": Decimal(3)})

    assert work.view.row.state == "completed"


@pytest.mark.parametrize("how", ["wait", "now"])
def test_timer_whose_time_could_not_be_told(company, how):
    wait = catch("wait", timer("Date", "=when"))
    work = Work(company, start(), wait, end(), flows("begin", "wait", "done"))
    assert len(work.incidents) == 1

    work.correct(when=work.engine.clock.now().isoformat() if how == "now" else "2030-01-01T09:00:00+08:00")
    work.engine.trigger_due()

    assert work.check().view.row.state == ("completed" if how == "now" else "active")
