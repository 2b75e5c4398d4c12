"""Departments, who answers for them, and roles."""

from engine.model.people import SYSTEM, Department, Person, acting_supervisor, customer, staff, supervised_by

DEPARTMENTS = {
    "support": Department("support", "客服部", "Support", supervisor_id="sun", deputy_id="deng", parent_id="company"),
    "repair": Department("repair", "维修部", "Repair", supervisor_id="rui", parent_id="company"),
    "company": Department("company", "公司", "Company", supervisor_id="boss"),
}


def test_deputy_answers_for_the_department_while_the_supervisor_is_away():
    assert supervised_by("deng", DEPARTMENTS.values()) == frozenset()
    assert supervised_by("deng", DEPARTMENTS.values(), absent={"sun"}) == {"support"}
    assert supervised_by("sun", DEPARTMENTS.values(), absent={"sun"}) == {"support"}
    assert acting_supervisor(DEPARTMENTS["support"], absent={"sun", "deng"}) == "sun"


def test_owner_of_one_package_owns_no_other():
    otto = staff(Person("otto", "otto", "Otto", roles=frozenset({"process_owner:parcels"})))
    olga = staff(Person("olga", "olga", "Olga", roles=frozenset({"process_owner"})))

    assert otto.owns("parcels") and not otto.owns("letters")
    assert otto.owned_packages == {"parcels"}
    assert olga.owns("letters") and olga.owned_packages is None


def test_customers_and_the_system_hold_no_roles():
    assert customer("c1").owned_packages == frozenset() and not customer("c1").has_role("auditor")
    assert SYSTEM.owned_packages == frozenset() and not SYSTEM.is_staff
