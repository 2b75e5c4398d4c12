"""What the workbench promises, kept on PostgreSQL too, and by two people who press at the same moment."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import pytest

from engine.clock import ManualClock
from engine.commands import deploy, deployments, package_drafts, package_plays, package_trials, seed_people
from engine.model.people import SYSTEM
from engine.packages import PackageFiles, company_file
from engine.process_engine import ProcessEngine
from engine.queries import catalogue, deployment_page, workbench
from engine.scenarios.trial import run_trial
from engine.store import package_drafts as drafts
from tests.at_once import at_once
from tests.commands.test_workbench import (
    README,
    copies,
    deployed,
    draft_files,
    give,
    house_kinds,
    newest,
    owner,
    revision,
    save,
    stored,
    test_copy_that_is_taken_changes_places_with_the_file,
    test_draft_that_changed_since_it_was_looked_at_is_not_deployed,
    test_each_command_asks_who_may,
    test_every_step_of_a_change_stands_in_the_house_chain,
    test_file_that_leaves_the_draft_stays_among_the_copies,
    test_old_version_becomes_the_next_one,
    test_request_is_decided_once,
    test_second_person_signs_and_nobody_signs_their_own,
    test_two_owners_who_save_one_file_lose_nothing,
    test_upload_keeps_what_it_replaces,
    test_who_types_on_in_a_conflict_types_on_in_the_same_copy,
    tried,
)
from tests.company import OPENING, ROOT, Company
from tests.databases import database_settings, migrated_sqlite, store, used_postgres_url
from tests.workshop import PACKAGE, package_files

__all__ = [
    "database_settings", "migrated_sqlite", "owner", "store", "used_postgres_url",
    "test_copy_that_is_taken_changes_places_with_the_file", "test_draft_that_changed_since_it_was_looked_at_is_not_deployed",
    "test_each_command_asks_who_may", "test_every_step_of_a_change_stands_in_the_house_chain",
    "test_file_that_leaves_the_draft_stays_among_the_copies", "test_old_version_becomes_the_next_one", "test_request_is_decided_once",
    "test_second_person_signs_and_nobody_signs_their_own", "test_two_owners_who_save_one_file_lose_nothing",
    "test_upload_keeps_what_it_replaces", "test_who_types_on_in_a_conflict_types_on_in_the_same_copy",
]  # fmt: skip

pytestmark = [pytest.mark.postgres, pytest.mark.parametrize("database_settings", ["postgresql"], indirect=True)]


@pytest.fixture
def workshop(store, database_settings) -> Iterator[Company]:
    """The seed company with the small procedure of tests/packages, on PostgreSQL."""
    clock = ManualClock(datetime.fromisoformat(OPENING))
    engine = ProcessEngine(database_settings, clock)
    engine.execute(SYSTEM, seed_people.create_company, company_file.read_company(ROOT / "processes/directory.toml"))
    engine.execute(SYSTEM, deploy.deploy, package_files(), "")
    yield Company(engine, clock)
    engine.close()


def begun(workshop) -> int:
    """The revision of what nobody has saved since the draft began."""
    return workshop.process_engine.ask(SYSTEM, lambda tx: min(row.revision for row in drafts.file_rows(tx, PACKAGE)))


def test_two_deployers_at_once_make_one_version(workshop, owner):
    deployer = give(workshop, "zhao.lei", f"deployer:{PACKAGE}")
    save(workshop, owner, "v2", begun(workshop))
    tried(workshop, owner)
    seen = revision(workshop)

    outcomes = at_once(*(lambda who=who: workshop.process_engine.execute(who, deployments.deploy_draft, PACKAGE, seen, "") for who in (owner, deployer)))

    assert sorted(outcomes) == ["done", "nothing_new"]
    assert newest(workshop) == 2
    assert house_kinds(workshop).count("package_deployed") == 2


def test_deploying_and_rolling_back_at_once_make_two_versions_in_order(workshop, owner):
    deployer = give(workshop, "zhao.lei", f"deployer:{PACKAGE}")
    for text in ("v2", "v3"):
        save(workshop, owner, text, revision(workshop))
        tried(workshop, owner)
        if text == "v2":
            deployed(workshop, owner)
    seen = revision(workshop)

    outcomes = at_once(
        lambda: workshop.process_engine.execute(owner, deployments.deploy_draft, PACKAGE, seen, ""),
        lambda: workshop.process_engine.execute(deployer, deployments.roll_back, PACKAGE, 1, ""),
    )

    assert outcomes == ["done", "done"]
    assert newest(workshop) == 4


def test_two_nodes_that_start_at_once_deploy_a_folder_once(workshop):
    changed = PackageFiles(PACKAGE, {**package_files().files, README: b"from a newer release"})

    outcomes = at_once(*[lambda: workshop.process_engine.execute(SYSTEM, deploy.deploy_if_never, changed)] * 2)

    assert (outcomes, newest(workshop)) == (["done", "done"], 2)


def test_two_second_persons_at_once_sign_once(workshop, owner):
    workshop.process_engine.execute(workshop.person("gao.wei"), deployments.ask_for_second_person, True)
    signers = [give(workshop, login, f"deployer:{PACKAGE}") for login in ("zhao.lei", "wang.min")]
    save(workshop, owner, "v2", begun(workshop))
    tried(workshop, owner)
    asked = deployed(workshop, owner).request_id

    outcomes = at_once(*(lambda who=who: workshop.process_engine.execute(who, deployments.sign, asked) for who in signers))

    assert sorted(outcomes) == ["already_decided", "done"]
    assert (newest(workshop), workshop.process_engine.ask(owner, deployment_page.requests, PACKAGE)) == (2, [])


def test_two_owners_who_begin_at_once_share_one_draft(workshop):
    colleagues = [workshop.person("he.yun"), give(workshop, "wang.min", f"process_owner:{PACKAGE}")]

    outcomes = at_once(*(lambda who=who: workshop.process_engine.execute(who, package_drafts.begin, PACKAGE) for who in colleagues))

    assert outcomes == ["done", "done"]
    assert stored(workshop) == package_files().files[README].decode()


def test_two_owners_who_save_at_the_same_moment_lose_nothing(workshop, owner):
    colleague = give(workshop, "wang.min", f"process_owner:{PACKAGE}")

    seen = begun(workshop)
    at_once(lambda: save(workshop, owner, "from He", seen), lambda: save(workshop, colleague, "from Wang", seen))

    assert {stored(workshop), *copies(workshop).values()} == {"from He", "from Wang"}


def test_first_saves_of_one_person_on_two_pages_both_count(workshop, owner):
    seen = begun(workshop)
    outcomes = at_once(
        lambda: save(workshop, owner, "words", seen),
        lambda: workshop.process_engine.execute(owner, package_drafts.look_in, PACKAGE, README),
        lambda: save(workshop, owner, "settings = true", 0, name="scenarios/other.toml"),
    )

    assert outcomes == ["done"] * 3
    assert (stored(workshop), stored(workshop, "scenarios/other.toml")) == ("words", "settings = true")


def test_trial_begun_twice_at_once_runs_once(workshop, owner):
    files, begun = draft_files(workshop), []

    at_once(*[lambda: begun.append(workshop.process_engine.execute(owner, package_trials.begin, files, 1))] * 2)

    assert sorted(begun) == [False, True]
    run_trial(workshop.process_engine, files)
    assert workshop.process_engine.ask(owner, deployment_page.trial, files).state == "passed"


def test_play_continued_in_two_windows_keeps_one_line_of_steps(workshop, owner):
    engine = workshop.process_engine
    engine.execute(owner, package_plays.begin, draft_files(workshop), workshop.clock.now())

    outcomes = at_once(*[lambda: engine.execute(owner, package_plays.add_step, PACKAGE, 0, {"wait": "P1D"})] * 2)

    assert sorted(outcomes) == ["done", "play_went_on"]


def test_pages_of_the_workbench_answer(workshop, owner):
    save(workshop, owner, "v2", begun(workshop))
    engine = workshop.process_engine

    assert [(line.id, line.changed) for line in engine.ask(owner, workbench.packages)] == [(PACKAGE, 1)]
    page = engine.ask(owner, workbench.draft_page, PACKAGE)
    assert [(line.name, line.state) for line in page.files if line.state != "same"] == [(README, "changed")]
    assert engine.ask(owner, catalogue.package_line, PACKAGE).versions[0].number == 1
    assert deploy.check(engine.ask(owner, workbench.draft_files, PACKAGE)) == engine.ask(owner, deploy.check_here, draft_files(workshop))
