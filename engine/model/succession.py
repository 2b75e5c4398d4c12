"""Who takes over when someone leaves or is away for good: deputy first, then up the line of departments."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from engine.model.people import Department


def successor(
    person_id: str,
    department_id: str | None,
    deputy_id: str | None,
    departments: Mapping[str, Department],
    available: Collection[str],
) -> str | None:
    """The person who takes over the open tasks of `person_id`.

    `deputy_id`: whom they named for a running absence. `available`: ids of everybody active and not away.
    None when nobody of the line is there: the tasks then go back to their candidates.
    """
    line = (deputy_id, *_line(department_id, departments))
    return next((each for each in line if each and each != person_id and each in available), None)


def _line(department_id: str | None, departments: Mapping[str, Department]) -> Iterator[str | None]:
    """Supervisor and deputy of the department, then of its parent, up to the top."""
    seen: set[str] = set()
    while department_id and department_id in departments and department_id not in seen:
        seen.add(department_id)
        department = departments[department_id]
        yield department.supervisor_id
        yield department.deputy_id
        department_id = department.parent_id
