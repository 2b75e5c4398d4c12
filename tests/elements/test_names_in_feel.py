"""Names that expressions read: found before deployment when nothing can ever write them."""

from __future__ import annotations

from engine.bpmn import reasons
from tests.elements.drawing import diagram, end, exclusive, flow, flows, mappings, service, several, start, user


def found(xml: bytes, **more) -> list[tuple[str, str, str]]:
    given = {"form_ids": ("answer", "registration"), "decision_ids": (), "form_fields": {"answer": ["satisfied"], "registration": ["title"]}} | more
    return [(r.element, r.severity, r.text.en) for r in reasons(xml, "test.bpmn", **given) if r.field != "default"]


def form(id: str) -> str:
    return f'<zeebe:formDefinition formId="{id}"/>'


def asking(condition: str, *more: str, task: str = form("answer")) -> bytes:
    return diagram(start(zeebe=form("registration")), *more, user("ask", zeebe=task), exclusive("good", default="no"), end(), end("bad"),
                   flows("begin", *(["tell"] if more else []), "ask", "good"), flow("good", "done", condition), flow("good", "bad", id="no"))


def test_a_misspelt_name_is_refused_with_the_one_that_was_meant():
    lines = found(asking("=satisfied2 = true"))

    assert [(element, severity) for element, severity, _ in lines] == [("good_to_done", "error")]
    assert "Did you mean 'satisfied'?" in lines[0][2]


def test_names_of_forms_mappings_starts_and_the_product_are_known():
    assert found(asking("=satisfied and title = \"x\" and round > 1 and case.key != null")) == []
    assert found(asking("=channel = \"mail\""), known_names=("channel",)) == []
    assert found(asking("=sum > 1", task=form("answer") + mappings(outputs={"sum": "=1"}))) == []


def test_a_name_that_a_job_might_write_is_a_warning():
    assert [severity for _, severity, _ in found(asking("=receipt = 1", service("tell")))] == ["warning"]
    assert [severity for _, severity, _ in found(asking("=receipt = 1", service("tell", zeebe=mappings(outputs={"other": "=1"}))))] == ["error"]


def test_clocks_and_functions_that_do_not_exist_are_refused():
    assert [e for e, s, _ in found(asking("=clocks.reply.due_at = null"), clock_names=("resolve",)) if s == "error"] == ["good_to_done"]
    assert found(asking("=clocks.resolve.due_at = null"), clock_names=("resolve",)) == []
    assert [e for e, s, _ in found(asking("=lenght(title) > 1")) if s == "error"] == ["good_to_done"]


def test_the_element_of_a_multi_instance_is_a_name_inside_it():
    xml = diagram(start(zeebe=form("registration")), user("ask", several("=title", "person", output=("all", "=person"), enough="=numberOfCompletedInstances > 1"),
                                                        zeebe=form("answer")), end(), flows("begin", "ask", "done"))
    assert found(xml) == []
