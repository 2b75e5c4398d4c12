"""One case of the requirement procedure, told by a story of its package up to a task or to its end."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sqlalchemy import select

from engine import packages
from engine.model.people import SYSTEM
from engine.packages.scenarios import verb_of
from engine.queries import case_documents, case_page, case_thread
from engine.scenarios.running import ScenarioRun
from engine.store import case_view
from engine.store.tables import ProcessInstance
from tests.company import Company

ID = "requirement_feedback"
FOLDER = Path(__file__).resolve().parents[2] / "processes" / ID
PACKAGE = packages.read_package(packages.read_folder(FOLDER))
STORIES = {each.name: each for each in PACKAGE.scenarios}


class Requirement:
    """The case in a company of a test; what people see of it is asked as they would."""

    def __init__(self, company: Company, story: str = "satisfied"):
        self.company = company
        self.story = STORIES[story]
        company.clock.move_to(self.story.at)
        self.run = ScenarioRun(company.process_engine, company.clock, ID, {})

    def until(self, element: str, nth: int = 1) -> Requirement:
        """Plays what comes before the nth completion of this task."""
        for step in self._steps():
            if step.get("complete") == element:
                nth -= 1
            if not nth:
                return self
            self.run.play(step)
        raise AssertionError(f"{element} is not completed in {self.story.name}")

    def to_its_end(self) -> Requirement:
        for step in self._steps():
            self.run.play(step)
        return self

    def complete(self, element: str, by: str, files: dict[str, Any] | None = None, **values: Any) -> Requirement:
        self.run.complete({"complete": element, "by": by, "values": values, "files": files or {}})
        return self

    @property
    def number(self) -> str:
        return self.view.row.business_key

    @property
    def view(self) -> case_view.CaseView:
        return self.company.process_engine.ask(SYSTEM, case_view.of, self.run.instance_id)

    def document(self, id_: str, by: str = "he.yun") -> dict[str, Any]:
        """Label -> value, or the rows of a table."""
        return {each.label.zh: _cells(each) or each.value.zh for each in self.document_page(id_, by).fields}

    def document_page(self, id_: str, by: str = "he.yun") -> Any:
        return self.company.process_engine.ask(self.company.person(by), case_documents.document_page, self.number, id_)

    def page(self, by: str) -> Any:
        return self.company.process_engine.ask(self.company.person(by), case_page.case_page, self.number)

    @property
    def told(self) -> list[str]:
        """What the customer was told, the oldest first."""

        def read(tx):
            case = tx.session.scalar(select(ProcessInstance).where(ProcessInstance.id == self.run.instance_id))
            return [each.text for each in case_thread.messages(tx, case) if each.author_kind == "system"]

        return self.company.process_engine.ask(SYSTEM, read)[::-1]

    def _steps(self):
        return (step for step in self.story.steps if verb_of(step) not in ("expect", "invalid", "refuse"))


def _cells(field: Any) -> list[list[str]]:
    return [[cell.zh for cell in row] for row in field.rows]
