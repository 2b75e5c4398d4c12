"""An owner changes a procedure in the browser, from the first box on the canvas to the version that the next case takes."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from engine.commands import cases
from engine.model.people import SYSTEM
from engine.store import packages as versions
from engine.store.tables import ProcessInstance
from tests.browser.owner import Owner
from tests.browser.workshop import prepared_workshop, served, workshop
from tests.workshop import PACKAGE

__all__ = ["prepared_workshop", "served", "workshop"]

TASK, GATEWAY = "task_1", "exclusive_gateway_1"


@pytest.fixture
def owner(visit) -> Owner:
    return Owner(visit()).begin()


def begun(workshop) -> tuple[str, int]:
    """A new case: its id, and the number of the version it runs on."""
    started = workshop.process_engine.execute(workshop.person("wang.min"), cases.start, PACKAGE, {"tool": ["水平仪"], "days": ["30"]}, {})
    return started.instance_id, version_of(workshop, started.instance_id)


def version_of(workshop, instance_id: str) -> int:
    def number(tx) -> int:
        row = tx.session.get_one(ProcessInstance, instance_id)
        return next(n for n in range(1, 9) if versions.version_id(tx, PACKAGE, n) == row.version_id)

    return workshop.process_engine.ask(SYSTEM, number)


def test_owner_adds_a_task_with_a_form_and_a_condition_breaks_it_mends_it_plays_it_and_deploys_it(owner, workshop):
    running, first = begun(workshop)
    page = owner.page

    owner.new_form("check_long_loan")
    page.focus("[data-field-type=textfield]")
    page.keyboard.press("Enter")
    page.locator(".fjs-form .fjs-element .fjs-element").first.click(position={"x": 30, "y": 10})
    owner.fill("label", "借用理由")
    owner.fill("key", "loan_reason")
    owner.saved()
    expect(page.locator("[data-preview-place]")).to_contain_text("借用理由")

    draw(owner)
    break_it(owner)
    assert {TASK, default_flow(owner)} <= owner.marks()
    assert any("check_long_lone" in reason for reason in owner.reasons(TASK)), owner.reasons()
    mend_form_and_default(owner)
    assert (owner.marks(), ["dayz" in reason and "days" in reason for reason in owner.reasons("flow_to_check")]) == ({"flow_to_check"}, [True])
    mend_condition(owner)
    assert owner.marks() == set(), owner.reasons()

    play(owner)
    expect(page).to_have_url(f"{owner.visitor.address}/workbench/{PACKAGE}/files/scenarios/lent_for_a_month.toml")
    owner.wait_open()
    assert "loan_reason" in page.input_value("[data-text]")

    owner.visitor.open(f"{owner.home}/difference")
    expect(page.locator(".changes").first).to_contain_text("用户任务“核对长期借用”")
    expect(page.locator("[data-side=after] .marked-added").first).to_be_visible()

    assert owner.run_scenarios() == "passed"
    owner.visitor.open(f"{owner.home}/deployment")
    page.fill("#comment", "借得久要核对")
    page.get_by_role("button", name="部署为 v2").click()
    expect(page.locator(".flashes")).to_contain_text("v2")

    assert (first, version_of(workshop, running), begun(workshop)[1]) == (1, 1, 2)


def draw(owner: Owner) -> None:
    """A gateway after the first task; from it a way through a new user task, and one past it."""
    owner.open_diagram()
    owner.pick("flow_to_lent")
    owner.pad("delete")
    owner.append("hand_out_tool", "append.gateway", GATEWAY)
    owner.append(GATEWAY, "append.append-task", TASK)
    owner.become(TASK, "replace-with-user-task")
    owner.drag(TASK, 0, 150)
    owner.append(TASK, "append.end-event", "end_event_1")
    owner.connect(GATEWAY, "tool_lent")


def break_it(owner: Owner) -> None:
    """A name that nobody writes, a form that isn't there, a second way without a condition."""
    owner.pick("sequence_flow_2")
    owner.fill("id", "flow_to_check")
    owner.fill("conditionExpression", "dayz > 14")
    owner.pick(TASK)
    owner.fill("name", "核对长期借用")
    owner.tick("ownCandidateGroups", "客服受理")
    owner.page.evaluate(
        """() => { const modeler = document.querySelector('[data-editor]').modeler; const task = modeler.get('elementRegistry').get('task_1');
        const form = modeler.get('bpmnFactory').create('zeebe:FormDefinition', { formId: 'check_long_lone' });
        const holder = task.businessObject.extensionElements; form.$parent = holder;
        modeler.get('modeling').updateModdleProperties(task, holder, { values: [...holder.values, form] }); }"""
    )
    owner.saved()
    expect(owner.page.locator(f".reason[data-element='{TASK}']").first).to_be_visible()


def mend_form_and_default(owner: Owner) -> None:
    """What is left then is the name that nobody writes; it is only looked for where everything else stands."""
    owner.pick(TASK)
    owner.choose("ownForm", "check_long_loan")
    owner.become(default_flow(owner), "replace-with-default-flow")
    owner.saved()
    expect(owner.page.locator(".reason[data-element='flow_to_check']")).to_be_visible()


def mend_condition(owner: Owner) -> None:
    owner.pick("flow_to_check")
    owner.fill("conditionExpression", "days > 14")
    owner.saved()
    expect(owner.page.locator("[data-reasons-none]")).to_be_visible()


def default_flow(owner: Owner) -> str:
    """The flow from the gateway straight to the end."""
    return owner.page.evaluate(
        """() => document.querySelector('[data-editor]').modeler.get('elementRegistry').get('exclusive_gateway_1').outgoing
        .find(flow => flow.target.id === 'tool_lent').id"""
    )


def play(owner: Owner) -> None:
    page = owner.page
    owner.visitor.open(f"{owner.home}/play")
    page.get_by_role("button", name="开始演练").click()
    page.wait_for_load_state()
    owner.play_step("wang.min", {"tool": "水平仪", "days": "30"})
    owner.play_step("wang.min", {"shelf_mark": "A-17"})
    page.locator("button[name=wait][value=P1D]").click()
    page.wait_for_load_state()
    owner.play_step("wang.min", {"loan_reason": "外地项目"})
    expect(page.locator(".play-steps li")).to_have_count(4)
    page.fill("#scenario-title", "借一个月：先核对")
    page.fill("#scenario-name", "lent_for_a_month")
    page.get_by_role("button", name="存为场景").click()
    page.wait_for_load_state()
