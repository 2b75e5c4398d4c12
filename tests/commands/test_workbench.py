"""Drafts, trials and deployments: nothing typed is lost, nothing is deployed unseen, and who may not finds nothing there."""

from __future__ import annotations

import pytest

from engine.commands import deploy, deployments, package_drafts, package_trials
from engine.errors import Conflict, InvalidValues, NotFound, Refused, Undeployable
from engine.model.people import SYSTEM
from engine.packages import BadBundle, PackageFiles
from engine.queries import deployment_page, workbench
from engine.scenarios.trial import run_trial
from engine.store import house, package_drafts as drafts, packages as versions
from tests.workshop import PACKAGE, give, package_files, prepared_workshop, workshop

__all__ = ["prepared_workshop", "workshop"]

README = "README.md"


@pytest.fixture
def owner(workshop):
    actor = workshop.person("he.yun")
    workshop.process_engine.execute(actor, package_drafts.begin, PACKAGE)
    return actor


def save(workshop, actor, text: str, revision: int, copy_id: str = "", name: str = README) -> package_drafts.Saved:
    return workshop.process_engine.execute(actor, package_drafts.save, PACKAGE, name, text.encode(), revision, copy_id)


def stored(workshop, name: str = README) -> str:
    return workshop.process_engine.ask(SYSTEM, drafts.contents, PACKAGE)[name].decode()


def copies(workshop) -> dict[str, str]:
    """Id -> content of everything that was kept apart."""
    def read(tx):
        return {row.id: drafts.copy(tx, PACKAGE, row.id).content.decode() for row in drafts.copies(tx, PACKAGE)}
    return workshop.process_engine.ask(SYSTEM, read)


def draft_files(workshop) -> PackageFiles:
    return PackageFiles(PACKAGE, workshop.process_engine.ask(SYSTEM, drafts.contents, PACKAGE))


def tried(workshop, actor) -> None:
    """The draft, its one scenario told as passed."""
    files = draft_files(workshop)
    workshop.process_engine.execute(actor, package_trials.begin, files, 1)
    passed = {"name": "lent_for_a_week", "title": "", "failure": "", "flows": []}
    workshop.process_engine.execute(SYSTEM, package_trials.tell, files.hash, [passed], is_over=True)


def begun(workshop) -> int:
    """The revision of the files that nobody has saved since the draft began."""
    return workshop.process_engine.ask(SYSTEM, lambda tx: min(row.revision for row in drafts.file_rows(tx, PACKAGE)))


def revision(workshop) -> int:
    return workshop.process_engine.ask(SYSTEM, drafts.draft, PACKAGE).revision


def newest(workshop) -> int:
    return workshop.process_engine.ask(SYSTEM, versions.newest_version, PACKAGE).number


def deployed(workshop, actor, comment: str = "") -> deployments.Outcome:
    return workshop.process_engine.execute(actor, deployments.deploy_draft, PACKAGE, revision(workshop), comment)


def house_kinds(workshop) -> list[str]:
    house.append_pending(workshop.process_engine.store)
    return [record.kind for record in workshop.process_engine.ask(SYSTEM, house.read)]


def test_two_owners_who_save_one_file_lose_nothing(workshop, owner):
    colleague = give(workshop, "wang.min", f"process_owner:{PACKAGE}")

    first = save(workshop, owner, "from He", begun(workshop))
    second = save(workshop, colleague, "from Wang", begun(workshop))

    assert (first.is_kept_apart, second.is_kept_apart) == (False, True)
    assert stored(workshop) == "from He"
    assert copies(workshop) == {second.copy_id: "from Wang"}


def test_who_types_on_in_a_conflict_types_on_in_the_same_copy(workshop, owner):
    colleague = give(workshop, "wang.min", f"process_owner:{PACKAGE}")
    save(workshop, owner, "from He", begun(workshop))
    apart = save(workshop, colleague, "from W", begun(workshop))

    save(workshop, colleague, "from Wang", begun(workshop), apart.copy_id)

    assert copies(workshop) == {apart.copy_id: "from Wang"}


def test_copy_that_is_taken_changes_places_with_the_file(workshop, owner):
    colleague = give(workshop, "wang.min", f"process_owner:{PACKAGE}")
    save(workshop, owner, "from He", begun(workshop))
    apart = save(workshop, colleague, "from Wang", begun(workshop))

    workshop.process_engine.execute(colleague, package_drafts.take_copy, PACKAGE, apart.copy_id)

    assert stored(workshop) == "from Wang"
    assert list(copies(workshop).values()) == ["from He"]


def test_same_content_saved_twice_is_no_conflict(workshop, owner):
    save(workshop, owner, "one text", begun(workshop))

    assert not save(workshop, owner, "one text", begun(workshop)).is_kept_apart
    assert copies(workshop) == {}


def test_page_of_an_earlier_draft_overwrites_nothing_in_the_next_one(workshop, owner):
    read_at = begun(workshop)
    workshop.process_engine.execute(owner, package_drafts.discard, PACKAGE)
    workshop.process_engine.execute(owner, package_drafts.begin, PACKAGE)

    late = save(workshop, owner, "typed on the earlier draft", read_at)

    assert late.is_kept_apart
    assert copies(workshop) == {late.copy_id: "typed on the earlier draft"}


def test_file_that_leaves_the_draft_stays_among_the_copies(workshop, owner):
    before = stored(workshop)

    workshop.process_engine.execute(owner, package_drafts.remove_file, PACKAGE, README)

    assert list(copies(workshop).values()) == [before]


def test_upload_keeps_what_it_replaces(workshop, owner):
    save(workshop, owner, "typed here", begun(workshop))
    uploaded = PackageFiles(PACKAGE, {**package_files().files, README: b"from a modeler"})

    changed = workshop.process_engine.execute(owner, package_drafts.upload, PACKAGE, uploaded)

    assert (changed, stored(workshop)) == (1, "from a modeler")
    assert list(copies(workshop).values()) == ["typed here"]


def test_package_of_another_name_is_not_uploaded(workshop, owner):
    with pytest.raises(Refused, match="other_package"):
        workshop.process_engine.execute(owner, package_drafts.upload, PACKAGE, PackageFiles("bicycles", dict(package_files().files)))


@pytest.mark.parametrize("name", ["../escape.toml", "run.py", "a/b/c/d/e.toml", "forms/.hidden.form"])
def test_name_that_no_package_has_is_refused(workshop, owner, name):
    with pytest.raises(BadBundle):
        save(workshop, owner, "x", 0, name=name)


def test_draft_is_deployed_only_after_its_scenarios_passed_on_exactly_it(workshop, owner):
    save(workshop, owner, "v2", begun(workshop))
    with pytest.raises(Refused, match="scenarios_not_passed"):
        deployed(workshop, owner)
    tried(workshop, owner)
    save(workshop, owner, "v2, one more word", revision(workshop))

    with pytest.raises(Refused, match="scenarios_not_passed"):
        deployed(workshop, owner)

    tried(workshop, owner)
    assert deployed(workshop, owner, "words").number == 2


def test_draft_whose_scenario_fails_is_not_deployed(workshop, owner):
    story = stored(workshop, "scenarios/lent_for_a_week.toml")
    save(workshop, owner, story.replace('end = "tool_lent"', 'end = "loan_requested"'), begun(workshop), name="scenarios/lent_for_a_week.toml")

    files = draft_files(workshop)
    workshop.process_engine.execute(owner, package_trials.begin, files, 1)
    run_trial(workshop.process_engine, files)

    trial = workshop.process_engine.ask(owner, deployment_page.trial, files)
    assert (trial.state, len(trial.failed)) == ("failed", 1)
    with pytest.raises(Refused, match="scenarios_not_passed"):
        deployed(workshop, owner)


def test_draft_with_an_error_is_not_deployed(workshop, owner):
    diagram = stored(workshop, "tool_lending.bpmn")
    save(workshop, owner, diagram.replace('formId="hand_out_tool"', 'formId="hand_out"'), begun(workshop), name="tool_lending.bpmn")

    with pytest.raises(Undeployable) as refused:
        deployed(workshop, owner)

    assert "hand_out_tool" in {reason.element for reason in refused.value.reasons}


def test_draft_that_changed_since_it_was_looked_at_is_not_deployed(workshop, owner):
    seen = revision(workshop)
    save(workshop, owner, "later", begun(workshop))

    with pytest.raises(Conflict):
        workshop.process_engine.execute(owner, deployments.deploy_draft, PACKAGE, seen, "")


def test_second_person_signs_and_nobody_signs_their_own(workshop, owner):
    workshop.process_engine.execute(workshop.person("gao.wei"), deployments.ask_for_second_person, True)
    deployer = give(workshop, "zhao.lei", f"deployer:{PACKAGE}")
    save(workshop, owner, "v2", begun(workshop))
    tried(workshop, owner)

    asked = deployed(workshop, owner, "please look")

    assert (asked.number, newest(workshop)) == (None, 1)
    with pytest.raises(Refused, match="own_request"):
        workshop.process_engine.execute(owner, deployments.sign, asked.request_id)
    assert workshop.process_engine.execute(deployer, deployments.sign, asked.request_id).number == 2
    assert {"deployment_requested", "deployment_signed", "package_deployed"} <= set(house_kinds(workshop))


def test_request_is_decided_once(workshop, owner):
    workshop.process_engine.execute(workshop.person("gao.wei"), deployments.ask_for_second_person, True)
    deployer = give(workshop, "zhao.lei", f"deployer:{PACKAGE}")
    save(workshop, owner, "v2", begun(workshop))
    tried(workshop, owner)
    asked = deployed(workshop, owner).request_id
    with pytest.raises(InvalidValues):
        workshop.process_engine.execute(deployer, deployments.reject, asked, " ")

    workshop.process_engine.execute(deployer, deployments.reject, asked, "the form is empty")

    with pytest.raises(Conflict):
        workshop.process_engine.execute(deployer, deployments.sign, asked)
    assert newest(workshop) == 1


def test_old_version_becomes_the_next_one(workshop, owner):
    save(workshop, owner, "v2", begun(workshop))
    tried(workshop, owner)
    deployed(workshop, owner)

    again = workshop.process_engine.execute(owner, deployments.roll_back, PACKAGE, 1, "")

    assert again.number == 3
    files = workshop.process_engine.ask(owner, workbench.version_files, PACKAGE, 3)
    assert files.hash == package_files().hash
    # A restart finds the folder's bytes deployed before, and undoes nothing.
    assert not workshop.process_engine.execute(SYSTEM, deploy.deploy_if_never, package_files()).is_new


def test_every_step_of_a_change_stands_in_the_house_chain(workshop, owner):
    save(workshop, owner, "v2", begun(workshop))
    save(workshop, owner, "v2 again", revision(workshop))
    tried(workshop, owner)
    deployed(workshop, owner)
    workshop.process_engine.execute(owner, package_drafts.discard, PACKAGE)

    kinds = house_kinds(workshop)

    assert [kinds.count(kind) for kind in ("draft_started", "draft_edited", "package_deployed", "draft_discarded")] == [1, 1, 2, 1]


@pytest.mark.parametrize(
    ("login", "roles", "sees", "edits", "deploys"),
    [
        ("wang.min", (), False, False, False),
        ("wang.min", ("process_owner:bicycles",), False, False, False),
        ("wang.min", (f"process_owner:{PACKAGE}",), True, True, True),
        ("wang.min", ("deployer",), True, False, True),
        ("ma.chao", ("auditor",), True, False, False),
        ("wang.min", ("administrator",), True, False, False),
    ],
)
def test_each_command_asks_who_may(workshop, owner, login, roles, sees, edits, deploys):
    save(workshop, owner, "v2", begun(workshop))
    tried(workshop, owner)
    actor = give(workshop, login, *roles)
    engine = workshop.process_engine

    assert allowed(engine.ask, actor, workbench.draft_page, PACKAGE) is sees
    assert allowed(engine.execute, actor, package_drafts.save, PACKAGE, README, b"v3", revision(workshop)) is edits
    assert allowed(engine.execute, actor, package_drafts.look_in, PACKAGE, README) is edits
    tried(workshop, owner)
    assert allowed(engine.execute, actor, deployments.deploy_draft, PACKAGE, revision(workshop), "") is deploys
    assert allowed(engine.execute, actor, deployments.roll_back, PACKAGE, 1, "") is deploys


def allowed(run, actor, what, *given) -> bool:
    try:
        run(actor, what, *given)
    except NotFound:
        return False
    return True
