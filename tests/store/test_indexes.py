"""Lists that everybody opens all day find their rows through an index, and what is over doesn't weigh on them."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from tests.store.cases import Desk

QUERIES = {
    "ix_timer_waiting_due": "SELECT id FROM timer WHERE state = 'waiting' AND due_at <= {now}",
    "ix_job_waiting_due": "SELECT id FROM job WHERE state = 'waiting' AND due_at <= {now}",
    "ix_user_task_open_assignee": "SELECT id FROM user_task WHERE state = 'open' AND assignee_id = 'anna'",
    "ix_user_task_open_department": "SELECT id FROM user_task WHERE state = 'open' AND department_id = 'kitchen'",
    "ix_task_candidate_group_id_task_id": "SELECT task_id FROM task_candidate WHERE group_id = 'service'",
    "ix_subscription_waiting_message": (
        "SELECT id FROM subscription WHERE state = 'waiting' AND message_name = 'served' AND correlation_key = '7'"
    ),
    "ix_case_member_person_id_instance_id": "SELECT instance_id FROM case_member WHERE person_id = 'anna'",
    "ix_case_member_group_id_instance_id": "SELECT instance_id FROM case_member WHERE group_id = 'service'",
    "ix_process_instance_active_due": (
        "SELECT id FROM process_instance WHERE state = 'active' AND nearest_due_at <= {now}"
    ),
    "ix_process_instance_package_id_received_at": (
        "SELECT id FROM process_instance WHERE package_id = 'tea' AND received_at <= {now}"
    ),
    "ix_contact_blind_full": "SELECT id FROM contact WHERE blind_full = {blind}",
    "ix_contact_blind_last4": "SELECT id FROM contact WHERE blind_last4 = {blind}",
}


@pytest.mark.parametrize("index", QUERIES)
def test_a_list_is_read_through_its_index(desk, index):
    found = plan(desk, QUERIES[index])

    # On tables this small PostgreSQL may prefer an index next to the best one; reading the whole table it only does
    # here when none fits.
    assert "Seq Scan" not in found if desk.store.is_postgresql else index in found


def plan(desk: Desk, query: str) -> str:
    with desk.reading() as tx:
        if desk.store.is_postgresql:
            # The tables are nearly empty, where reading all of one is cheapest; it is the way that counts here.
            tx.session.execute(text("SET LOCAL enable_seqscan = off"))
            statement = "EXPLAIN " + query.format(now="now()", blind="'\\x00'::bytea")
        else:
            statement = "EXPLAIN QUERY PLAN " + query.format(now=1, blind="x'00'")
        return " ".join(str(row) for row in tx.session.execute(text(statement.replace(":", "\\:"))))
