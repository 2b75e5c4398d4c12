"""Writes the tables of engine/bpmn/README.md from the tests: which elements run, and what became of each silent fault.

`python -m tests.elements.element_table` writes them anew.
"""

from __future__ import annotations

import ast
import re
from pathlib import Path

HERE = Path(__file__).parent
README = HERE.parents[1] / "engine" / "bpmn" / "README.md"
_CLAUSES = re.compile(r"\b(?:8|9|10|13)(?:\.\d+){0,4}")

# What SpiffWorkflow 3.2 does without a word -> the test that shows it right or refused here.
SILENT_FAULTS = {
    "link events end the instance at the throw": "test_link_event.py::test_13_5_2_the_token_leaves_at_the_throw_and_arrives_at_the_catch",
    "compensation does nothing": "test_transaction.py::test_cancel_events_elsewhere_and_compensation_are_refused",
    "a signal end event sends nothing": "test_end_events.py::test_ends_that_nothing_would_catch_are_refused_by_name",
    "`isInterrupting` of event sub-processes is never read": "test_event_sub_process.py::test_13_5_4_interrupting_message_start_cancels_everything_open_and_runs_instead",
    "an error or escalation start runs when the instance starts": "test_event_sub_process.py::test_13_5_4_error_and_escalation_starts_wait_for_their_event",
    "a timer start that never triggered keeps a finished instance open": "test_event_sub_process.py::test_timers_that_never_triggered_do_not_keep_a_finished_instance_open",
    "a signal start isn't armed": "test_start_event.py::test_a_start_that_nothing_would_trigger_is_refused",
    "a condition on a flow out of a task is ignored": "test_sequence_flow.py::test_13_3_1_conditions_on_flows_out_of_a_task_hold",
    "elements that can't be reached are dropped": "test_sequence_flow.py::test_flows_that_lead_nowhere_or_elements_out_of_reach_are_refused",
    "a receive task without a message completes at once": "test_message.py::test_a_receive_task_or_event_without_a_message_is_refused",
    "a non-interrupting message boundary catches once": "test_message.py::test_13_5_3_non_interrupting_message_boundary_catches_every_message",
    "a non-interrupting escalation boundary catches once": "test_escalation.py::test_13_5_3_non_interrupting_escalation_boundary_catches_every_time_and_the_work_goes_on",
    "an error of the work is no BPMN error": "test_jobs.py::test_an_error_of_the_job_goes_to_the_boundary_event_with_its_code",
    "a completion condition sees only one instance": "test_multi_instance.py::test_13_3_7_completion_condition_sees_all_instances_and_cancels_the_rest",
    "a parallel join overwrites without a word": "test_parallel_gateway.py::test_both_branches_write_and_nothing_is_lost_at_the_join",
    "decimals and dates don't survive saving": "test_user_task.py::test_values_of_every_feel_kind_survive_saving",
    "an error or escalation also triggers a parallel sibling": "test_escalation.py::test_an_escalation_in_one_sub_process_leaves_a_parallel_one_alone",
    "one message wakes every waiting instance": "test_multi_instance.py::test_one_message_reaches_one_waiting_instance",
    "a multi-instance with an output fails in round 2": "test_multi_instance.py::test_a_multi_instance_inside_a_loop_collects_anew_in_every_round",
    "the order of flows is where boxes are drawn": "test_exclusive_gateway.py::test_the_order_is_the_file_s_and_not_where_boxes_are_drawn",
    "typed work is lost at an interrupting boundary": "test_sub_process.py::test_typed_work_survives_an_interrupting_boundary_event",
    "what a non-interrupting side branch writes never reaches the main path": "test_timer.py::test_what_a_branch_beside_the_work_writes_is_seen_by_the_work",
    "a call activity ignores mappings and leaks what is inside": "test_call_activity.py::test_nothing_or_only_mapped_names_come_back_when_told_so",
    "every hit policy but COLLECT acts as first match": "../unit/decisions/test_tables.py::test_hit_policy_chooses_among_matching_rules",
    "UNIQUE isn't enforced": "../unit/decisions/test_tables.py::test_unique_table_refuses_two_matching_rules",
    "aggregations of COLLECT are ignored": "../unit/decisions/test_tables.py::test_collect_aggregates",
    "cells of a decision table are Python, so `4,5,6` and `not(3)` are false": "../unit/decisions/test_tables.py::test_index_agrees_with_every_cell_for_every_value",
    "missed cycles all fire at the next look": "test_timer.py::test_a_cycle_that_was_missed_triggers_once_and_not_in_a_burst",
    "timer values are Python and read the system's clock": "test_timer.py::test_13_5_2_timer_catch_event_waits_for_its_time",
    "documentation is taken from an inner task": "test_documentation.py::test_a_sub_process_without_documentation_has_none",
    "ids of sequence flows are not kept": "test_sequence_flow.py::test_two_flows_between_the_same_elements_are_two_flows",
    "scripts and conditions are Python": "test_computing_tasks.py::test_a_script_is_never_python",
    "two flows out of a task can't be read": "test_sequence_flow.py::test_13_3_1_two_flows_out_of_a_task_are_a_fork",
    "800 elements in a line can't be read": "test_unsafe_files.py::test_eight_hundred_elements_in_a_line_deploy_and_run",
    "DOCTYPE and entities are read": "test_unsafe_files.py::test_a_file_we_dare_not_read_is_refused_in_both_languages",
    "data grows with steps, rounds and splits": "test_escalation.py::test_rounds_are_counted_by_the_flow_and_a_hundredth_costs_what_the_first_did",
}


def element_table() -> str:
    """One line per test file that cites a clause."""
    lines = ["| Elements | BPMN 2.0.2 | What is promised |", "|---|---|---|"]
    for file in sorted(HERE.glob("test_*.py")):
        tree = ast.parse(file.read_text(encoding="utf-8"))
        title = (ast.get_docstring(tree) or "").split("\n")[0]
        clauses = _CLAUSES.findall(title)
        if clauses:
            name = re.split(r"[:.] ", title)[0]
            lines.append(f"| {name} | {', '.join(clauses)} | {'; '.join(_promises(tree))} |")
    return "\n".join(lines)


def fault_table() -> str:
    lines = ["| SpiffWorkflow 3.2, without a word | Here | Test |", "|---|---|---|"]
    for fault, test in SILENT_FAULTS.items():
        outcome = "refused" if "refused" in test or "dare_not" in test else "right"
        lines.append(f"| {fault} | {outcome} | `{test.split('::')[1]}` |")
    return "\n".join(lines)


def with_tables(text: str) -> str:
    """The README's text with both tables as they are now."""
    for name, table in (("elements", element_table()), ("faults", fault_table())):
        text = re.sub(rf"(<!-- {name} -->\n).*?(<!-- /{name} -->)", lambda found, table=table: f"{found[1]}{table}\n{found[2]}", text, flags=re.DOTALL)
    return text


def names_of_tests(file: str) -> set[str]:
    path = HERE / file
    return {node.name for node in ast.parse(path.read_text(encoding="utf-8")).body if isinstance(node, ast.FunctionDef)} if path.exists() else set()


def _promises(tree: ast.Module) -> list[str]:
    names = [node.name for node in tree.body if isinstance(node, ast.FunctionDef) and re.match(r"test_\d", node.name)]
    return [re.sub(r"^test_(\d+_)+", "", name).replace("_", " ") for name in names]


if __name__ == "__main__":
    README.write_text(with_tables(README.read_text(encoding="utf-8")), encoding="utf-8")
