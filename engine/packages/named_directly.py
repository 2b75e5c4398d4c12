"""The people and groups that an assignment names as they are: known before any case runs."""

from __future__ import annotations

from engine.feel import FeelError, compile_expression


def named_directly(written: str, *, is_list: bool = True) -> list[str]:
    """Of a text with commas, or of FEEL that needs no variables; none of other FEEL."""
    if not written.startswith("="):
        return [each for part in (written.split(",") if is_list else [written]) if (each := part.strip())]
    try:
        expression = compile_expression(written[1:])
        value = None if expression.names else expression.evaluate({}).value
    except FeelError:
        return []  # the diagram's own reasons say so
    return [each for each in (value if isinstance(value, list) else [value]) if isinstance(each, str) and each]
