"""What a page shows of a form: words in both languages, values as inputs hold them, rows, tables, hidden fields."""

from decimal import Decimal


from engine.errors import Text
from engine.feel import FeelDate, FeelDateTime
from tests.unit.model.form_samples import NOW, ZONE, choice, component, form


class Dictionary:
    """Words as a package has them."""

    def __init__(self, **english):
        self.english = english

    def field(self, form_id, key, what, zh):
        return Text(zh, self.english.get(f"{key}_{what}", zh))

    def option(self, form_id, key, value, zh):
        return Text(zh, self.english.get(f"{key}_{value}", zh))

    def value(self, zh):
        return Text(zh, self.english.get(zh, zh))


def view(the_form, values=None, scope=None, texts=None, is_typed=False):
    return the_form.view(values or {}, scope or {}, NOW, ZONE, texts or Dictionary(), is_typed=is_typed)


def test_field_has_its_words_in_both_languages():
    part = component("textfield", "city", label="城市", description="寄往 {{country}}", properties={"example": "上海", "help": "全称"})
    texts = Dictionary(city_label="City", city_description="To {{country}}", 中国="China", city_example="Shanghai")

    (field,) = view(form(part), scope={"country": "中国"}, texts=texts)

    assert field.label == Text("城市", "City")
    assert field.description == Text("寄往 中国", "To China")
    assert (field.example, field.help) == (Text("上海", "Shanghai"), Text("全称", "全称"))


def test_form_is_prefilled_from_variables_then_defaults():
    the_form = form(
        component("textfield", "city", defaultValue="York"),
        component("textfield", "street", defaultValue="Main"),
        component("datetime", "due_at", subtype="datetime"),
        component("datetime", "due_on"),
        component("number", "weight"),
        component("checkbox", "is_gift"),
        choice("checklist", "colours", "red", "blue"),
    )
    scope = {"city": "Hull", "due_at": FeelDateTime.parse("2023-10-03T10:00:00Z"), "due_on": FeelDate(2023, 10, 3),
             "weight": Decimal("1.50"), "is_gift": True, "colours": ["blue"]}

    shown = {field.key: field.value for field in view(the_form, scope=scope)}

    assert shown == {"city": "Hull", "street": "Main", "due_at": "2023-10-03T18:00", "due_on": "2023-10-03", "weight": "1.50",
                     "is_gift": True, "colours": ["blue"]}


def test_typed_but_invalid_words_survive_the_round_trip():
    the_form = form(component("number", "weight"), component("datetime", "day"), choice("radio", "one", "x"), component("textfield", "later"))

    typed = {"weight": ["twelve"], "day": ["soon"], "one": ["y"]}
    shown = {field.key: field.value for field in view(the_form, typed, {"later": "known"}, is_typed=True)}

    assert shown == {"weight": "twelve", "day": "soon", "one": "y", "later": "known"}


def test_unticked_boxes_stay_unticked_in_a_draft():
    the_form = form(component("checkbox", "is_gift"), choice("checklist", "colours", "red"))

    assert [field.value for field in view(the_form, {}, {"is_gift": True, "colours": ["red"]}, is_typed=True)] == [False, []]


def test_hidden_field_is_marked_and_keeps_what_was_typed():
    the_form = form(component("checkbox", "is_gift"), component("textfield", "card", conditional={"hide": "=not(is_gift)"}))

    assert [(each.is_hidden, each.value) for each in view(the_form, {"card": ["Hello"]}, is_typed=True)] == [(False, False), (True, "Hello")]
    assert [each.is_hidden for each in view(the_form, {"card": ["Hello"], "is_gift": ["true"]}, is_typed=True)] == [False, False]


def test_limits_are_those_of_the_input():
    the_form = form(
        component("number", "weight", decimalDigits=2, validate={"min": 0, "max": 20}),
        component("textfield", "city", required=True, validate={"minLength": 2, "maxLength": 60}),
        component("filepicker", "photos", multiple=True, accept=".png,.pdf"),
        component("textfield", "reach", properties={"contact": "mobile"}, readonly=True),
    )

    weight, city, photos, reach = view(the_form)

    assert weight.limits == {"min": "0", "max": "20", "step": "0.01"}
    assert city.is_required and city.limits == {"minlength": "2", "maxlength": "60"}
    assert photos.limits == {"accept": ".png,.pdf", "is_multiple": True}
    assert reach.contact == "mobile" and reach.is_readonly


def test_options_are_labelled_in_both_languages():
    the_form = form(
        component("radio", "size", values=[{"label": "大", "value": "L"}]),
        component("select", "to", valuesExpression="=people"),
        component("select", "kind", valuesExpression='=["信件", {label: {zh: "箱", en: "box"}, value: "b"}]'),
    )
    people = [{"label": "李*", "value": "li"}, {"value": "wu"}]

    size, to, kind = view(the_form, scope={"people": people}, texts=Dictionary(size_L="Large", 信件="letter"))

    assert size.options == (("L", Text("大", "Large")),)
    assert to.options == (("li", Text("李*", "李*")), ("wu", Text("wu", "wu")))
    assert kind.options == (("信件", Text("信件", "letter")), ("b", Text("箱", "box")))


def test_list_shows_its_rows_under_their_input_names():
    stops = component("dynamiclist", "stops", required=True, defaultRepetitions=2, properties={"max_rows": "3"},
                      components=[component("textfield", "city"), component("number", "boxes")])

    def names(*arguments, **more):
        return [[field.name for field in row] for row in view(form(stops), *arguments, **more)[0].children]

    assert names() == [["stops[0].city", "stops[0].boxes"], ["stops[1].city", "stops[1].boxes"]]
    assert names(scope={"stops": [{"city": "York"}]}) == [["stops[0].city", "stops[0].boxes"]]
    assert names({"stops[5]": [""], "stops[1].city": ["x"]}, is_typed=True) == [["stops[1].city", "stops[1].boxes"], ["stops[5].city", "stops[5].boxes"]]
    (known,) = view(form(stops), scope={"stops": [{"city": "York", "boxes": Decimal(2)}]})
    assert [field.value for field in known.children[0]] == ["York", "2"]
    assert known.may_add and not known.may_remove


def test_group_table_text_and_expression_are_shown():
    the_form = form(
        {"type": "group", "id": "g", "label": "Where", "components": [component("textfield", "city")]},
        {"type": "table", "id": "t", "label": "Plans", "dataSource": "=plans", "columns": [{"label": "轮次", "key": "round"}, {"label": "计划", "key": "at"}]},
        {"type": "text", "id": "x", "text": "**{{title}}** {{missing.value}}"},
        {"type": "expression", "id": "e", "key": "total", "expression": "=2 * weight"},
        {"type": "separator", "id": "s"},
    )
    plans = [{"round": Decimal(1), "at": FeelDateTime.parse("2023-10-03T10:00:00Z")}, {"round": Decimal(2)}]

    group, table, text, total, line = view(the_form, scope={"plans": plans, "title": "Late parcel", "weight": Decimal(4)}, texts=Dictionary(**{"t_column.round": "Round"}))

    assert group.label.en == "Where" and [child.name for child in group.children] == ["city"]
    assert table.columns == (Text("轮次", "Round"), Text("计划", "计划"))
    assert [[cell.en for cell in row] for row in table.rows] == [["1", "2023-10-03 18:00"], ["2", ""]]
    assert text.text == Text("**Late parcel** ", "**Late parcel** ")
    assert total.text.en == "8" and line.type == "separator"


def test_long_text_is_never_cut():
    (text,) = view(form({"type": "text", "id": "x", "text": "{{story}}"}), scope={"story": "很长" * 500})

    assert text.text.zh == "很长" * 500


def test_filled_form_is_read_line_by_line():
    the_form = form(
        component("textfield", "city", label="城市"),
        component("radio", "size", values=[{"label": "大", "value": "L"}]),
        component("checkbox", "is_gift"),
        component("number", "empty"),
        component("dynamiclist", "stops", components=[component("datetime", "due_on")]),
    )
    accepted = {"city": "York", "size": "L", "is_gift": True, "empty": None, "stops": [{"due_on": FeelDate(2023, 10, 3)}]}

    lines = the_form.shown(accepted, Dictionary(city_label="City", size_L="Large"))

    assert lines == [
        (Text("城市", "City"), Text("York", "York")),
        (Text("Size", "Size"), Text("大", "Large")),
        (Text("Is_gift", "Is_gift"), Text("是", "yes")),
        (Text("Stops 1 · Due_on", "Stops 1 · Due_on"), Text("2023-10-03", "2023-10-03")),
    ]


def test_ready_texts_are_computed_and_have_both_languages():
    canned = '=["您好", "第" + string(n) + "步", {zh: "再见", en: "Bye"}]'
    part = component("textarea", "reply", properties={"canned": canned})

    (field,) = view(form(part), scope={"n": Decimal(2)}, texts=Dictionary(您好="Hello"))

    assert field.canned == (Text("您好", "Hello"), Text("第2步", "第2步"), Text("再见", "Bye"))


def test_ready_texts_that_cannot_be_computed_are_left_out():
    (field,) = view(form(component("textfield", "reply", properties={"canned": "=[missing.name]"})))

    assert field.canned == ()
