"""Fills the forms of the pages as a person does: what is visible, by the field's name, whatever control it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from playwright.sync_api import Locator, Page, expect

Value = str | bool | Sequence[str] | Sequence[Mapping[str, str]]


def fill(page: Page, form: Locator, values: Mapping[str, Value]) -> None:
    """Fills `values` in order, by field name; what a choice shows or hides is waited for."""
    for name, value in values.items():
        if isinstance(value, (list, tuple)) and value and isinstance(value[0], Mapping):
            _fill_rows(page, form, name, value)
        else:
            _fill_one(form, name, value)


def _fill_rows(page: Page, form: Locator, name: str, rows: Sequence[Mapping[str, str]]) -> None:
    """Rows of a dynamic list: `name[0].field`; a missing row is added with the list's own button."""
    for index, row in enumerate(rows):
        first = form.locator(f"[name='{name}[{index}].{next(iter(row))}']")
        if not first.count():
            form.locator(f"button[name='_add'][value='{name}']").click()
            expect(first.first).to_be_visible()
        for field, value in row.items():
            _fill_one(form, f"{name}[{index}].{field}", value)


def _fill_one(form: Locator, name: str, value: Value) -> None:
    control = form.locator(f"[name='{name}']")
    expect(control.first).to_be_visible()
    kind = control.first.evaluate("control => control.type || control.tagName.toLowerCase()")
    if kind in ("radio", "checkbox"):
        _tick(form, name, value)
    elif kind.startswith("select"):
        control.select_option(value)
    elif kind == "file":
        control.set_input_files(value)
    else:
        control.fill(value)
        control.blur()


def _tick(form: Locator, name: str, value: Value) -> None:
    if isinstance(value, bool):
        form.locator(f"[name='{name}'][type=checkbox]").set_checked(value)
        return
    for each in [value] if isinstance(value, str) else value:
        form.locator(f"[name='{name}'][value='{each}']").check()
