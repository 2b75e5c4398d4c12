"""Graphs of decisions: requirements, knowledge, services, boxed expressions, types, imports."""

from __future__ import annotations

from decimal import Decimal

import pytest

from engine.feel import FeelDate, FeelDateTime
from tests.unit.decisions.models import decision, file, given, model, only, text


def bkm(name: str, parameters: str, logic: str, knows: str = "", kind: str = "FEEL", result: str = "") -> str:
    formal = "".join(
        f'<formalParameter name="{each.split(":")[0]}" typeRef="{each.split(":")[1]}"/>' for each in parameters.split() if each)
    required = f'<knowledgeRequirement><requiredKnowledge href="{knows}"/></knowledgeRequirement>' if knows else ""
    typed = f' typeRef="{result}"' if result else ""
    return (f'<businessKnowledgeModel id="{name}" name="{name}"><variable name="{name}"/>'
            f'<encapsulatedLogic kind="{kind}"{typed}>{formal}{logic}</encapsulatedLogic>{required}</businessKnowledgeModel>')


def value(box: str, **scope: object) -> object:
    return only(decision("d", box)).evaluate(scope).value


def entry(name: str, box: str, type_ref: str = "") -> str:
    variable = f'<variable name="{name}"' + (f' typeRef="{type_ref}"/>' if type_ref else "/>") if name else ""
    return f"<contextEntry>{variable}{box}</contextEntry>"


def test_boxed_context_sees_its_earlier_entries():
    box = f'<context>{entry("net price", text("100"))}{entry("tax", text("net price * 0.2"))}'

    assert value(f"{box}</context>") == {"net price": Decimal(100), "tax": Decimal("20.0")}
    assert value(f'{box}{entry("", text("net price + tax"))}</context>') == Decimal("120.0")


def test_boxed_list_and_relation():
    relation = ('<relation><column name="item"/><column name="price" typeRef="number"/>'
                f'<row>{text(chr(34) + "pen" + chr(34))}{text("2")}</row><row>{text("null")}{text(chr(34) + "x" + chr(34))}</row></relation>')

    assert value(f'<list>{text("1")}{text("1 + 1")}</list>') == [Decimal(1), Decimal(2)]
    assert value(relation) == [{"item": "pen", "price": Decimal(2)}, {"item": None, "price": None}]


@pytest.mark.parametrize(("condition", "expected"), [("true", "then"), ("false", "else"), ("null", "else"), ('"abc"', None)])
def test_boxed_conditional(condition, expected):
    box = f'<conditional><if>{text(condition)}</if><then>{text(chr(34) + "then" + chr(34))}</then><else>{text(chr(34) + "else" + chr(34))}</else></conditional>'

    assert value(box) == expected


def test_boxed_filter_sees_item_and_its_entries():
    people = '[{name: "Anna", age: 30}, {name: "Bo", age: 40}]'

    assert value(f"<filter><in>{text(people)}</in><match>{text('age > 35')}</match></filter>") == [{"name": "Bo", "age": Decimal(40)}]
    assert value(f"<filter><in>{text('[1, 2, 3]')}</in><match>{text('item != 2')}</match></filter>") == [Decimal(1), Decimal(3)]
    assert value(f"<filter><in>{text('[1, 2, 3]')}</in><match>{text('2')}</match></filter>") == Decimal(2)


def test_boxed_iterators():
    def loop(kind: str, last: str, source: str, body: str) -> str:
        return f'<{kind} iteratorVariable="n"><in>{text(source)}</in><{last}>{text(body)}</{last}></{kind}>'

    assert value(loop("for", "return", "[1, 2, 3]", "n * 2")) == [Decimal(2), Decimal(4), Decimal(6)]
    assert value(loop("for", "return", "[1, 2]", "count(partial)")) == [Decimal(0), Decimal(1)]
    assert value(loop("some", "satisfies", "[1, 2]", "n > 1")) is True
    assert value(loop("every", "satisfies", "[1, 2]", "n > 1")) is False
    assert value(loop("every", "satisfies", "[1, 2]", '"no"')) is None


def test_boxed_function_and_invocation():
    function = f'<functionDefinition><formalParameter name="n" typeRef="number"/>{text("n * factor")}</functionDefinition>'
    call = (f'<invocation>{text("times")}<binding><parameter name="n"/>{text("4")}</binding></invocation>')

    assert value(f'<context>{entry("factor", text("3"))}{entry("times", function)}{entry("", call)}</context>') == Decimal(12)


def test_knowledge_is_called_with_checked_types_and_sees_only_its_own_names():
    parts = (bkm("rate", "years:number", text("if years > 5 then 2 else 1"), result="number"), bkm("secret", "", text("amount")),
             decision("d", text("rate(years: 6) * amount"), knows=("#rate",)), decision("e", text('rate("x")'), knows=("#rate",)),
             decision("f", text("secret()"), knows=("#secret",)))
    loaded = model(*parts)

    assert loaded.decisions["d"].evaluate({"amount": Decimal(10)}).value == Decimal(20)
    assert loaded.decisions["e"].evaluate({}).warnings[0].code == "wrong-argument"
    assert loaded.decisions["f"].evaluate({"amount": Decimal(10)}).value is None


def test_knowledge_may_call_itself_and_other_knowledge():
    parts = (bkm("fact", "n:number", text("if n = 0 then 1 else n * fact(n - 1)"), knows="#fact"), bkm("twice", "n:number", text("2 * fact(n)"), knows="#fact"),
             decision("d", text("twice(5)"), knows=("#twice",)))

    assert model(*parts).decisions["d"].evaluate({}).value == Decimal(240)
    assert model(*parts).problems() == []


def test_knowledge_can_be_asked_alone():
    loaded = model(bkm("rate", "years:number", text("years * 2")), decision("d", text("1")))

    assert loaded.knowledge["rate"].evaluate({"years": 4}).value == Decimal(8)
    assert loaded.knowledge["rate"].evaluate({"years": "x"}).value is None


def test_service_decides_from_its_inputs_alone():
    service = ('<decisionService id="s" name="s"><variable name="s"/><outputDecision href="#sum"/><inputDecision href="#base"/>'
               '<inputData href="#in_extra"/></decisionService>')
    parts = (given("extra", "number"), decision("base", text("1000"), type_ref="number"),
             decision("sum", text("base + extra"), ("#base", "#in_extra")), service,
             decision("caller", text("[s(1, 2), s(base: 5, extra: 1), s(1)]"), knows=("#s",)))
    loaded = model(*parts)

    assert loaded.decisions["sum"].evaluate({"extra": 1}).value == Decimal(1001)
    assert loaded.decisions["caller"].evaluate({}).value == [Decimal(3), Decimal(6), None]
    assert loaded.services["s"].evaluate({"extra": Decimal(1), "base": Decimal(2)}).value == Decimal(3)


def test_item_definitions_convert_and_restrict():
    items = ('<itemDefinition name="tLevel"><typeRef>string</typeRef><allowedValues><text>"low","high"</text></allowedValues></itemDefinition>'
             '<itemDefinition name="tLevels" isCollection="true"><typeRef>tLevel</typeRef></itemDefinition>'
             '<itemDefinition name="tCase"><itemComponent name="level"><typeRef>tLevel</typeRef></itemComponent>'
             '<itemComponent name="sub"><typeRef>tCase</typeRef></itemComponent></itemDefinition>')

    def as_type(type_ref: str, feel: str) -> object:
        return only(items, decision("d", text(feel), type_ref=type_ref)).evaluate({}).value

    assert as_type("tLevel", '"low"') == "low" and as_type("tLevel", '"other"') is None and as_type("tLevel", '["low"]') == "low"
    assert as_type("tLevels", '"low"') == ["low"] and as_type("tLevels", '["low", "no"]') is None
    assert as_type("tCase", '{level: "low", sub: {level: "high", sub: null}}') is not None
    assert as_type("tCase", '{level: "low", sub: {level: "no", sub: null}}') is None
    assert as_type("date and time", '@"2024-02-29"') == FeelDateTime.parse("2024-02-29T00:00:00Z")


def test_input_data_is_checked_by_its_type():
    loaded = model(given("due", "date"), decision("d", text("due.year"), ("#in_due",)))

    assert loaded.decisions["d"].evaluate({"due": FeelDate(2024, 2, 29)}).value == Decimal(2024)
    assert [loaded.decisions["d"].evaluate(scope).warnings[0].code for scope in ({"due": "x"}, {})] == ["wrong-input", "missing-input"]


def test_imported_model_is_seen_under_its_name():
    other = file(given("who"), decision("greeting", text('"Hello " + who'), ("#in_who",)), bkm("shout", "s:string", text("upper case(s)")),
                 '<itemDefinition name="tName"><typeRef>string</typeRef></itemDefinition>', own="urn:other")
    link = '<import namespace="urn:other" name="lib" importType="x"/>'
    main = (link, decision("d", text("lib.shout(lib.greeting)"), ("urn:other#greeting",), ("urn:other#shout",), "lib.tName"))

    loaded = model(*main, others={"other.dmn": other})

    assert loaded.problems() == []
    assert loaded.decisions["d"].evaluate({"who": "Bo"}).value == "HELLO BO"
    assert [each.code for each in model(*main).problems() if each.code == "unknown-import"] == ["unknown-import"]


def test_decisions_in_a_circle_are_reported_and_yield_null():
    loaded = model(decision("a", text("b"), ("#b",)), decision("b", text("a"), ("#a",)))

    assert [each.code for each in loaded.problems()] == ["requirement-cycle"]
    assert loaded.decisions["a"].evaluate({}).value is None


def test_decision_without_logic_is_null():
    assert only(decision("d", "")).evaluate({}).value is None


def test_function_in_java_is_refused_by_name():
    java = f'<context>{entry("class", text(chr(34) + "java.lang.Runtime" + chr(34)))}</context>'
    loaded = model(bkm("run", "", java, kind="Java"), decision("d", text("run()"), knows=("#run",)))

    assert [(each.code, "run" in each.zh and "Java" in each.zh) for each in loaded.problems()] == [("external-function", True)]
    assert loaded.decisions["d"].evaluate({}).warnings[0].code == "external-function"


def test_limit_ends_the_decision_and_not_the_worker():
    endless = only(decision("d", text("for i in 1..1000000000 return i")))

    result = endless.evaluate({})

    assert (result.value, result.error.code) == (None, "too-many-items") and result.error in result.warnings


def test_broken_expression_yields_null_and_says_so():
    broken = only(decision("d", text("1 +")))

    assert (broken.evaluate({}).value, broken.evaluate({}).warnings[0].code) == (None, "not-compiled")


def test_type_may_refer_to_one_that_follows():
    items = ('<itemDefinition name="tTags"><typeRef>tWords</typeRef></itemDefinition>'
             '<itemDefinition name="tWords" isCollection="true"><typeRef>string</typeRef></itemDefinition>')

    assert only(items, decision("d", text('"new"'), type_ref="tTags")).evaluate({}).value == ["new"]


def test_many_types_that_refer_to_the_next_one_are_read():
    chain = "".join(f'<itemDefinition name="t{number}"><typeRef>t{number + 1}</typeRef></itemDefinition>' for number in range(3000))
    last = '<itemDefinition name="t3000"><typeRef>number</typeRef></itemDefinition>'

    assert only(chain, last, decision("d", text("1"), type_ref="t0")).evaluate({}).value in (Decimal(1), None)


def test_argument_that_a_named_call_leaves_out_is_null():
    knowledge = bkm("line", "street:string town:string", text("[street, town]"))

    assert model(knowledge, decision("d", text('line(town: "Suzhou")'), knows=("#line",))).decisions["d"].evaluate({}).value == [None, "Suzhou"]
