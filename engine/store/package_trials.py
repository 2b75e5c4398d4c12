"""Finders for trials of scenarios, plays, and deployments that wait for a signature."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import undefer

from engine.errors import NotFound
from engine.store.tables import DeploymentRequest, PackagePlay, PackageTrial, Setting
from engine.store.transaction import Tx
from engine.store.upserts import insert

NEEDS_SECOND_PERSON = "deployment_needs_second_person"
# A trial that was never ended is one whose server was stopped.
LONGEST_TRIAL = timedelta(minutes=15)
# Trials and plays of bytes that nobody came back to.
FORGOTTEN = timedelta(days=14)


def trial(tx: Tx, hash_: str) -> PackageTrial | None:
    """Of exactly these bytes; one that was cut off counts as none."""
    row = tx.session.get(PackageTrial, hash_)
    is_cut_off = row is not None and row.ended_at is None and tx.now - row.started_at > LONGEST_TRIAL
    return None if is_cut_off else row


def add_trial(tx: Tx, row: Mapping[str, Any]) -> bool:
    """Whether it was added; not when somebody else began one of these bytes meanwhile."""
    added = insert(tx.session, PackageTrial).values(row).on_conflict_do_nothing().returning(PackageTrial.hash)
    return tx.session.scalar(added) is not None


def drop_trial(tx: Tx, hash_: str) -> None:
    tx.session.execute(delete(PackageTrial).where(PackageTrial.hash == hash_))


def forget_old(tx: Tx) -> None:
    tx.session.execute(delete(PackageTrial).where(PackageTrial.started_at < tx.now - FORGOTTEN))
    tx.session.execute(delete(PackagePlay).where(PackagePlay.touched_at < tx.now - FORGOTTEN))


def play(tx: Tx, package_id: str, *, with_files: bool = False, is_locked: bool = False) -> PackagePlay | None:
    """The actor's own play of a package. `is_locked`: until the transaction ends, so that two windows follow one another."""
    found = select(PackagePlay).where(PackagePlay.package_id == package_id, PackagePlay.person_id == tx.actor.id)
    found = found.options(undefer(PackagePlay.files)) if with_files else found
    return tx.session.scalar(found.with_for_update() if is_locked else found)


def put_play(tx: Tx, row: Mapping[str, Any]) -> None:
    """The one play of this person and package from now on."""
    added = insert(tx.session, PackagePlay).values(row)
    kept = {key: added.excluded[key] for key in row if key not in ("package_id", "person_id")}
    tx.session.execute(added.on_conflict_do_update(index_elements=["package_id", "person_id"], set_=kept))


def request(tx: Tx, request_id: str) -> DeploymentRequest:
    """With its files, locked: two people may decide at once. Raises NotFound."""
    found = select(DeploymentRequest).options(undefer(DeploymentRequest.files)).where(DeploymentRequest.id == request_id)
    row = tx.session.scalar(found.with_for_update())
    if row is None:
        raise NotFound("deployment_request")
    return row


def waiting_requests(tx: Tx, package_id: str) -> list[DeploymentRequest]:
    found = select(DeploymentRequest).where(DeploymentRequest.package_id == package_id, DeploymentRequest.state == "waiting")
    return list(tx.session.scalars(found.order_by(DeploymentRequest.asked_at)))


def needs_second_person(tx: Tx) -> bool:
    row = tx.session.get(Setting, NEEDS_SECOND_PERSON)
    return bool(row and row.value)


def set_second_person(tx: Tx, is_needed: bool) -> None:
    row = tx.session.get(Setting, NEEDS_SECOND_PERSON) or Setting(key=NEEDS_SECOND_PERSON, value=None)
    row.value = is_needed
    tx.session.add(row)
