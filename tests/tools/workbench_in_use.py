"""A workbench as one finds it in the middle of work, so that each of its pages has something to show."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass

from playwright.sync_api import Page

from engine.commands import deploy, deployments, package_drafts, package_plays, package_trials
from engine.model.people import SYSTEM
from engine.packages.bundle import PackageFiles
from engine.packages.drawing import read_drawing
from engine.queries import workbench
from tests.company import Company

PACKAGE, OWNER, ADMINISTRATOR = "feedback_handling", "he.yun", "gao.wei"
README, STORY = "README.md", "scenarios/satisfied.toml"
# One file of each kind that has an editor of its own, and what people read and set.
FILES = ("diagram", "files/priority.dmn", "files/forms/register_feedback.form", "files/texts/en.toml", "files/package.toml", f"files/{STORY}")
PLACES = ("difference", "play", "scenarios", "deployment")
CHANGES = (
    (f"{PACKAGE}.bpmn", 'candidateGroups="intake"', 'candidateGroups="intake, review"'),
    (f"{PACKAGE}.bpmn", 'name="登记反馈"', 'name="登记并核实反馈"'),
    ("priority.dmn", '<text>"低"</text>', '<text>"中"</text>'),
    ("forms/register_feedback.form", '"label": "反馈渠道"', '"label": "从哪里收到的"'),
    ("texts/en.toml", '1 = "Receive and register"', '1 = "Receive, check and register"'),
)


@dataclass
class WorkbenchInUse:
    """A draft with a change of each kind, a copy that was kept, scenarios that ran, a play under way, a version that waits to be signed."""

    company: Company

    def prepare(self) -> list[str]:
        """The pages to begin at."""
        owner, run = self.company.person(OWNER), self.company.process_engine.execute
        before = self._files(1)
        run(SYSTEM, deploy.deploy, PackageFiles(PACKAGE, {**before.files, README: before.files[README] + b"\n"}), "README")
        run(owner, package_drafts.begin, PACKAGE)
        for name, old, new in CHANGES:
            self._save(name, self._content(name).replace(old.encode(), new.encode(), 1))
        self.save_apart(README)
        self._try_scenarios()
        self._play()
        run(self.company.person(ADMINISTRATOR), deployments.ask_for_second_person, True)
        run(owner, deployments.deploy_draft, PACKAGE, self._ask(workbench.draft_page).revision, "登记时多一步核实")
        return [f"/workbench/{PACKAGE}/{place}" for place in (*FILES, *PLACES)]

    def save_apart(self, name: str) -> None:
        """Saves what was read before somebody else saved: both are kept."""
        revision, _, _ = self._ask(workbench.file_state, name)
        content = self._content(name)
        self._save(name, content + b"\n\nA line.\n", revision)
        self._save(name, content + b"\n\nAnother line.\n", revision)

    def conflict(self, page: Page) -> None:
        """The owner has a file open and types, while somebody else saves it."""
        page.goto(f"/workbench/{PACKAGE}/files/{README}")
        page.locator("[data-editor][data-checked]").wait_for()
        self._save(README, self._content(README) + b"\nMeanwhile.\n")
        page.locator("[data-text]").press_sequentially("!")
        page.locator("[data-conflict-notice]").wait_for()

    def _try_scenarios(self) -> None:
        files = self._ask(workbench.draft_files)
        names = sorted(name for name in files.files if name.startswith("scenarios/"))
        titles = [(name.removeprefix("scenarios/").removesuffix(".toml"), tomllib.loads(files.files[name].decode())["title"]) for name in names]
        flows = sorted(read_drawing(files.files[f"{PACKAGE}.bpmn"]).flows)
        results = [{"name": name, "title": title, "failure": "", "flows": flows[:-4]} for name, title in titles]
        self.company.process_engine.execute(self.company.person(OWNER), package_trials.begin, files, len(titles))
        self.company.process_engine.execute(SYSTEM, package_trials.tell, files.hash, results, is_over=True)

    def _play(self) -> None:
        files = self._ask(workbench.draft_files)
        start = tomllib.loads(files.files[STORY].decode())["step"][0]
        owner, run = self.company.person(OWNER), self.company.process_engine.execute
        run(owner, package_plays.begin, files, self.company.clock.now())
        run(owner, package_plays.add_step, PACKAGE, 0, start)
        run(owner, package_plays.add_step, PACKAGE, 1, {"wait": "PT1H"})

    def _save(self, name: str, content: bytes, revision: int | None = None) -> None:
        known = self._ask(workbench.file_state, name)[0] if revision is None else revision
        self.company.process_engine.execute(self.company.person(OWNER), package_drafts.save, PACKAGE, name, content, known, "")

    def _content(self, name: str) -> bytes:
        return self._ask(workbench.draft_files).files[name]

    def _files(self, number: int) -> PackageFiles:
        return self._ask(workbench.version_files, number)

    def _ask(self, query, *given):
        return self.company.process_engine.ask(self.company.person(OWNER), query, PACKAGE, *given)
