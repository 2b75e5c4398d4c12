"""When an inclusive gateway may go on: nothing that still runs can bring it another token (BPMN 2.0.2, clause 13.4.3)."""

from __future__ import annotations


def may_go(waiting) -> bool:
    """At least one token is here, and none elsewhere can reach an empty incoming flow (unless it can reach a filled one, too)."""
    gateway = waiting.task_spec
    filled = set(waiting.internal_data["arrived"])
    empty = set(gateway.element.incoming) - filled
    if not empty:
        return True
    for task in waiting.workflow.tasks.values():
        if task is waiting or not _is_token(task):
            continue
        reachable = reachable_flows(task.task_spec, gateway)
        if reachable & empty and not reachable & filled:
            return False
    return True


def reachable_flows(start, gateway) -> set[str]:
    """Ids of the flows a token at `start` may travel, without passing the gateway; boundary events are ways out as well."""
    specs = start._wf_spec.task_specs
    found: set[str] = set()
    seen = {start.name}
    ahead = [start]
    while ahead:
        spec = ahead.pop()
        for flow, target in zip(spec.flows, spec.targets, strict=True):
            found.add(flow.id)
            if target not in seen and target != gateway.name:
                seen.add(target)
                ahead.append(specs[target])
        for name in (*spec.listeners, *spec.code_boundaries):
            if name not in seen:
                seen.add(name)
                ahead.append(specs[name])
    return found


def _is_token(task) -> bool:
    """Element instances have a round; armed listeners and the root have none. Instances are counted by their body."""
    return "round" in task.internal_data and getattr(task.task_spec, "body", None) is None
