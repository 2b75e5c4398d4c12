"""Cases that come out of others: the job start_case begins one, and both sides know of each other."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from engine.commands import cases
from engine.errors import Refused, Text
from engine.store import case_links

if TYPE_CHECKING:
    from engine.commands.running_case import RunningCase

# A diagram that starts cases in a circle must not take the server with it.
MOST_IN_ONE_COMMAND = 50


def start(case: RunningCase, job: Any) -> Mapping[str, Any]:
    """The job: inputs `package` (default: the case's own), `values`, `relation` (default: derived). Gives `derived_case`.

    The new case has the same customer and language. What its start form would ask isn't asked again.
    """
    tx = case.tx
    inputs = {mapping.target for mapping in case.loaded.definition.elements[job.element_id].inputs}
    given = {name: job.values.get(name) for name in ("package", "values", "relation") if name in inputs}
    package, values, relation = given.get("package") or case.row.package_id, given.get("values") or {}, given.get("relation") or "derived"
    if not isinstance(package, str) or not isinstance(values, dict) or not isinstance(relation, str):
        raise Refused("bad_input", Text("package、relation 应为文本，values 应为上下文。", "package and relation are texts, values is a context."))
    if tx.cases_started >= MOST_IN_ONE_COMMAND:
        raise Refused("too_many_cases", Text("一次操作发起的工单太多，流程可能在循环。", "One step starts too many cases: the procedure may run in a circle."))
    tx.cases_started += 1
    started = cases.start_derived(case, package, values)
    case_links.add(tx, case.row.id, started.instance_id, relation)
    case.record("case_linked", job.element_id, relation=relation, case=started.business_key)
    return {"derived_case": started.business_key}
