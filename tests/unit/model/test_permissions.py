"""Who sees and may do what (design: people and contact data)."""

from dataclasses import replace

import pytest

from engine.model.people import Actor, Department, Person, customer, staff
from engine.model.permissions import (
    PackageFacts,
    TaskFacts,
    could_send,
    may_add_note,
    may_administer,
    may_answer_for_customer,
    may_assign,
    may_claim,
    may_complete,
    may_deploy,
    may_find_caller,
    may_merge,
    may_open_attachment,
    may_read_house,
    may_read_trail,
    may_resolve_incident,
    may_reveal,
    may_see_case,
    may_see_load,
    may_send,
    may_set_absence,
    may_start,
    may_unclaim,
    may_write_to_staff,
)
from engine.model.visibility import CaseFacts, VisibleCases, visible_cases

DEPARTMENTS = {
    "support": Department("support", "客服部", "Support", supervisor_id="sun", deputy_id="deng", parent_id="company"),
    "repair": Department("repair", "维修部", "Repair", supervisor_id="rui", parent_id="company"),
    "company": Department("company", "公司", "Company", supervisor_id="boss"),
}


def member(name, department=None, groups=(), roles=(), absent=(), **more) -> Actor:
    person = Person(name, name, name, department, frozenset(groups), frozenset(roles))
    return staff(person, DEPARTMENTS.values(), absent, **more)


CASE = CaseFacts(
    "c1",
    "parcels",
    started_by="ina",
    department_id="repair",
    member_people=frozenset({"han"}),
    member_groups=frozenset({"testers"}),
    member_departments=frozenset({"repair"}),
    intake_groups=frozenset({"front_desk"}),
)
ENDED = replace(CASE, state="completed")
TASK = TaskFacts("t1", "c1", candidate_groups=frozenset({"testers"}), department_id="repair")
NOBODY = member("nora")


@pytest.mark.parametrize(
    "actor",
    [
        member("ina"),
        member("han"),
        member("tom", groups=["testers"]),
        member("ann", department="repair"),
        member("rui"),
        member("fay", groups=["front_desk"]),
        member("otto", roles=["process_owner:parcels"]),
        member("olga", roles=["process_owner"]),
        member("audi", roles=["auditor"]),
        customer("c1"),
        member("dora", stands_in_for=["han"]),
    ],
    ids=lambda actor: actor.id,
)
def test_case_is_seen_by_those_who_have_to_do_with_it(actor):
    assert may_see_case(actor, CASE)


@pytest.mark.parametrize(
    "actor",
    [
        NOBODY,
        member("adam", roles=["administrator"]),
        member("otto", roles=["process_owner:letters"]),
        member("sun"),
        member("boss"),
        member("tina", department="support", groups=["cooks"]),
        customer("c2"),
        customer(),
    ],
    ids=lambda actor: actor.id,
)
def test_case_is_hidden_from_everybody_else(actor):
    assert not may_see_case(actor, CASE)


def test_intake_sees_open_cases_only():
    fay = member("fay", groups=["front_desk"])

    assert may_see_case(fay, CASE)
    assert not may_see_case(fay, ENDED)


def test_customer_roles_and_groups_never_count():
    disguised = replace(customer("c2"), roles=frozenset({"auditor", "process_owner"}), groups=frozenset({"testers", "front_desk"}))

    assert not may_see_case(disguised, CASE)
    assert not may_claim(disguised, TASK)
    assert not may_administer(replace(disguised, roles=frozenset({"administrator"})))
    assert not may_deploy(disguised, "parcels")


def test_list_filter_is_the_rule_of_the_single_case():
    visible = visible_cases(member("tom", department="repair", groups=["testers", "front_desk"]))

    assert visible == VisibleCases(
        started_by="tom",
        member_people=frozenset({"tom"}),
        member_groups=frozenset({"testers", "front_desk"}),
        member_departments=frozenset({"repair"}),
        open_of_groups=frozenset({"testers", "front_desk"}),
    )
    assert visible.includes(CASE)


def test_candidate_claims_a_free_task_and_nobody_claims_a_taken_one():
    tom = member("tom", groups=["testers"])
    taken = replace(TASK, assignee_id="han")

    assert may_claim(tom, TASK)
    assert may_claim(member("uwe"), replace(TASK, candidate_users=frozenset({"uwe"})))
    assert not may_claim(tom, taken)
    assert not may_claim(tom, replace(TASK, state="completed"))
    assert not may_claim(NOBODY, TASK)
    assert not may_claim(tom, replace(TASK, is_customer=True))


def test_department_among_the_candidate_groups_lets_its_people_claim():
    task = replace(TASK, candidate_groups=frozenset({"repair"}))

    assert may_claim(member("ann", department="repair"), task)
    assert not may_claim(member("tina", department="support"), task)


def test_message_to_a_case_is_sent_by_whom_the_package_names():
    fay, rui, han = member("fay", groups=["front_desk"]), member("rui"), member("han")

    assert may_send(customer("c1"), CASE, ["customer"]) and not may_send(customer("c2"), CASE, ["customer"])
    assert may_send(fay, CASE, ["intake", "supervisor"]) and not may_send(fay, CASE, ["supervisor", "customer"])
    assert may_send(rui, CASE, ["supervisor"]) and not may_send(rui, CASE, ["assignee"])
    assert may_send(han, CASE, ["assignee"]) and not may_send(han, CASE, ["intake"])
    assert not any(may_send(actor, ENDED, ["customer", "intake", "supervisor", "assignee"]) for actor in (customer("c1"), fay, rui, han))
    assert not may_send(member("audi", roles=["auditor"]), CASE, ["customer", "intake", "supervisor", "assignee"])


def test_deputy_takes_over_the_task_of_an_absent_person():
    dora = member("dora", stands_in_for=["han"])

    assert may_claim(dora, replace(TASK, assignee_id="han"))
    assert not may_claim(dora, replace(TASK, assignee_id="ina"))


def test_only_the_assignee_completes_and_reveals():
    han, tom = member("han"), member("tom", groups=["testers"], roles=["auditor", "process_owner", "administrator"])
    taken = replace(TASK, assignee_id="han", contact_needed=True)

    assert may_complete(han, taken) and may_reveal(han, taken)
    assert not may_complete(tom, taken) and not may_reveal(tom, taken)
    assert not may_reveal(han, replace(taken, contact_needed=False))
    assert not may_reveal(han, replace(taken, state="completed"))
    assert not may_complete(tom, TASK)


def test_unclaim_needs_candidates_to_go_back_to():
    han = member("han")

    assert may_unclaim(han, replace(TASK, assignee_id="han"))
    assert not may_unclaim(han, replace(TASK, assignee_id="han", candidate_groups=frozenset()))
    assert not may_unclaim(NOBODY, replace(TASK, assignee_id="han"))


def test_customer_task_is_completed_by_its_customer_or_answered_for_them():
    task = TaskFacts("t2", "c1", is_customer=True)

    assert may_complete(customer("c1"), task)
    assert not may_complete(customer("c2"), task)
    assert not may_complete(member("han"), replace(task, assignee_id="han"))
    assert may_answer_for_customer(member("han"), task, CASE)
    assert may_answer_for_customer(member("fay", groups=["front_desk"]), task, CASE)
    assert not may_answer_for_customer(member("audi", roles=["auditor"]), task, CASE)
    assert not may_answer_for_customer(member("otto", roles=["process_owner"]), task, CASE)
    assert not may_answer_for_customer(customer("c1"), task, CASE)


def test_supervisor_and_assignee_hand_over_to_eligible_people():
    task = replace(TASK, assignee_id="han")
    colleague = Person("ann", "ann", "Ann", department_id="repair")
    candidate = Person("tom", "tom", "Tom", groups=frozenset({"testers"}))
    stranger = Person("zoe", "zoe", "Zoe", department_id="support")
    gone = replace(colleague, is_active=False)

    for actor in (member("rui"), member("han")):
        assert may_assign(actor, task)
        assert may_assign(actor, task, colleague)
        assert may_assign(actor, task, candidate)
        assert not may_assign(actor, task, stranger)
        assert not may_assign(actor, task, gone)
    assert not may_assign(member("sun"), task, colleague)
    assert not may_assign(member("tom", groups=["testers"]), TASK, colleague)
    assert not may_assign(member("rui"), replace(task, state="cancelled"), colleague)


def test_task_without_candidates_or_department_goes_to_anyone_active():
    task = TaskFacts("t3", "c1", assignee_id="han")

    assert may_assign(member("han"), task, Person("zoe", "zoe", "Zoe"))


def test_start_follows_the_packages_settings():
    closed = PackageFacts("parcels", start_groups=frozenset({"front_desk"}))

    assert may_start(member("fay", groups=["front_desk"]), closed)
    assert not may_start(NOBODY, closed)
    assert may_start(NOBODY, PackageFacts("parcels"))
    assert not may_start(customer(), closed)
    assert may_start(customer(), replace(closed, is_public=True))


STAFF = ("intake", "supervisor")


def test_early_ends_belong_to_intake_and_the_departments_supervisor():
    fay, rui, han = member("fay", groups=["front_desk"]), member("rui"), member("han")
    other = replace(CASE, id="c9")

    for actor in (fay, rui):
        assert may_send(actor, CASE, STAFF) and may_merge(actor, CASE, other)
        assert not may_send(actor, ENDED, STAFF) and could_send(actor, ENDED, STAFF)
        assert not may_merge(actor, CASE, CASE)
        assert not may_merge(actor, CASE, replace(other, state="completed"))
        assert not may_merge(actor, CASE, replace(other, package_id="letters"))
    assert not could_send(han, CASE, STAFF) and not may_merge(han, CASE, other)
    assert may_send(customer("c1"), CASE, ("customer",)) and could_send(customer("c1"), ENDED, ("customer",))
    assert not may_send(customer("c1"), ENDED, ("customer",))
    assert not could_send(customer("c1"), CASE, STAFF)


def test_trail_is_for_auditors_owners_and_the_departments_supervisor():
    assert may_read_trail(member("audi", roles=["auditor"]), CASE)
    assert may_read_trail(member("otto", roles=["process_owner:parcels"]), CASE)
    assert may_read_trail(member("rui"), CASE)
    assert not may_read_trail(member("han"), CASE)
    assert not may_read_trail(member("adam", roles=["administrator"]), CASE)
    assert not may_read_trail(customer("c1"), CASE)


def test_auditors_and_owners_only_look():
    for actor in (member("audi", roles=["auditor"]), member("otto", roles=["process_owner"])):
        assert may_see_case(actor, CASE)
        assert not may_add_note(actor, CASE)
    assert may_add_note(member("han"), CASE)
    assert may_resolve_incident(member("otto", roles=["process_owner"]), CASE)
    assert not may_resolve_incident(member("adam", roles=["administrator"]), CASE)


def test_customer_opens_public_attachments_and_writes_only_in_their_open_case():
    assert may_open_attachment(customer("c1"), CASE, is_public=True)
    assert not may_open_attachment(customer("c1"), CASE, is_public=False)
    assert not may_open_attachment(customer("c2"), CASE, is_public=True)
    assert may_open_attachment(member("han"), CASE, is_public=False)
    assert may_write_to_staff(customer("c1"), CASE)
    assert not may_write_to_staff(customer("c1"), ENDED)


def test_administrator_administers_and_sees_no_chain():
    adam = member("adam", roles=["administrator"])

    assert may_administer(adam)
    assert not may_read_house(adam)
    assert not may_administer(member("audi", roles=["auditor"]))


def test_supervisor_sees_load_and_sets_absence_of_the_department():
    rui, ann = member("rui"), Person("ann", "ann", "Ann", department_id="repair")

    assert may_see_load(rui, "repair") and not may_see_load(rui, "support")
    assert may_set_absence(rui, ann) and may_set_absence(member("ann"), ann)
    assert not may_set_absence(member("sun"), ann)


def test_finding_a_caller_is_for_who_takes_calls():
    assert may_find_caller(member("fay", groups=["front_desk"]), frozenset({"front_desk"}))
    assert not may_find_caller(member("audi", roles=["auditor"]), frozenset({"front_desk"}))
