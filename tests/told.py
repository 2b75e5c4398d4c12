"""A case told by a scenario of its package, as far as a test wants it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engine import packages
from engine.model.people import SYSTEM
from engine.packages import company_file
from engine.packages.scenarios import verb_of
from engine.scenarios.running import ScenarioRun
from engine.store import case_view
from engine.store.case_view import CaseView
from tests.company import ROOT, Company

# What a scenario says beside what happens.
_SAYINGS = ("expect", "invalid", "refuse")


class Told:
    """`Told(company, "request_response", "green_channel").until("confirm_result")`: before that task is completed."""

    def __init__(self, company: Company, package_id: str, scenario: str):
        self.company = company
        package = packages.read_package(packages.read_folder(ROOT / "processes" / package_id))
        self.scenario = next(each for each in package.scenarios if each.name == scenario)
        logins = [person["login"] for person in company_file.read_company(ROOT / "processes/directory.toml")["person"]]
        self.run = ScenarioRun(company.process_engine, company.clock, package_id, {login: company.person(login).id for login in logins})
        self._ahead = [step for step in self.scenario.steps if verb_of(step) not in _SAYINGS]
        company.clock.move_to(max(self.scenario.at, company.clock.now()))

    def until(self, element_id: str) -> Told:
        """Up to, not including, the next completion of the element."""
        while self._ahead and self._ahead[0].get("complete") != element_id:
            self.run.play(self._ahead.pop(0))
        assert self._ahead, f"{self.scenario.name} never completes {element_id}"
        return self

    def on(self) -> Mapping[str, Any]:
        """The step that comes next."""
        return self._ahead.pop(0)

    def step(self) -> Told:
        self.run.play(self.on())
        return self

    def to_the_end(self) -> Told:
        while self._ahead:
            self.step()
        return self

    def task(self, element_id: str) -> Any:
        return next(task for task in self.view.tasks if task.element_id == element_id)

    @property
    def view(self) -> CaseView:
        return self.company.process_engine.ask(SYSTEM, case_view.of, self.run.instance_id)

    @property
    def number(self) -> str:
        return self.view.row.business_key
