"""Deploying a draft: its check, its scenarios, and where the setting asks for it a second person; going back to an old version."""

from __future__ import annotations

from dataclasses import dataclass

from engine.commands import deploy
from engine.commands.directory_checks import administrator_only
from engine.commands.package_trials import PASSED
from engine.errors import Conflict, InvalidValues, NotFound, Refused, Text, Undeployable
from engine.model import permissions
from engine.packages.bundle import PackageFiles
from engine.store import house, package_drafts, package_trials
from engine.store.ids import new_id
from engine.store.tables import DeploymentRequest
from engine.store.transaction import Tx

LONGEST_COMMENT = 500


@dataclass(frozen=True, slots=True)
class Outcome:
    """Either a version, or a request that waits for a second person."""

    number: int | None
    request_id: str = ""


def deploy_draft(tx: Tx, package_id: str, revision: int, comment: str) -> Outcome:
    """The draft as it was at `revision`. Raises Conflict when somebody changed it since, Undeployable, Refused, InvalidValues."""
    _deployer_only(tx, package_id)
    draft = package_drafts.draft(tx, package_id, is_locked=True)
    if draft.revision != revision:
        raise Conflict("draft_changed", Text("草稿在此期间有变化，请重新查看差异。", "The draft was changed meanwhile; please look at the difference again."))
    files = PackageFiles(package_id, package_drafts.contents(tx, package_id))
    outcome = _deploy(tx, files, _comment(comment))
    if outcome.number is not None:
        draft.base_number = outcome.number
    return outcome


def roll_back(tx: Tx, package_id: str, number: int, comment: str) -> Outcome:
    """An old version becomes the next one; it ran before, so its scenarios are not asked for again. Raises NotFound, Undeployable."""
    _deployer_only(tx, package_id)
    files = PackageFiles.from_bytes(package_drafts.version_bytes(tx, package_id, number), package_id)
    return _deploy(tx, files, _comment(comment) or f"v{number}", is_tried=True)


def sign(tx: Tx, request_id: str) -> Outcome:
    """A second person's yes: what was asked for becomes the next version. Raises NotFound, Refused, Undeployable."""
    row = _open_request(tx, request_id)
    if row.asked_by == tx.actor.id:
        raise Refused("own_request", Text("需要另一位有部署权限的人复签。", "Somebody else who may deploy has to sign."))
    # Locked in the order in which deploying a draft locks, so that the two never wait for each other.
    draft = package_drafts.draft(tx, row.package_id, is_locked=True) if package_drafts.has_draft(tx, row.package_id) else None
    deployed = deploy.deploy(tx, PackageFiles.from_bytes(row.files, row.package_id), row.comment)
    _decide(tx, row, "signed", number=deployed.number)
    if draft is not None:
        draft.base_number = deployed.number
    return Outcome(deployed.number)


def reject(tx: Tx, request_id: str, reason: str) -> None:
    """A second person's no, with the reason; who asked may take it back the same way."""
    row = _open_request(tx, request_id)
    is_own = row.asked_by == tx.actor.id
    if not reason.strip() and not is_own:
        raise InvalidValues({"reason": Text("请写明原因。", "Please give a reason.")})
    row.reason = reason.strip()[:LONGEST_COMMENT]
    _decide(tx, row, "withdrawn" if is_own else "rejected", reason=row.reason)


def note_refusal(tx: Tx, package_id: str, refusal: Undeployable) -> None:
    """For the house chain: somebody tried, and why it was refused."""
    _deployer_only(tx, package_id)
    errors = [f"{each.file} {each.element} {each.text.en}" for each in refusal.reasons if each.severity == "error"]
    house.record(tx, "deployment_refused", {"package": package_id, "reasons": errors[:20]})


def ask_for_second_person(tx: Tx, is_needed: bool) -> None:
    """From now on deployments of every package wait for a second person, or no longer do. Administrators decide."""
    administrator_only(tx)
    before = package_trials.needs_second_person(tx)
    package_trials.set_second_person(tx, is_needed)
    house.record(tx, "setting_changed", {"key": package_trials.NEEDS_SECOND_PERSON, "before": before, "after": is_needed})


def _deployer_only(tx: Tx, package_id: str) -> None:
    if not (tx.actor.kind == "system" or permissions.may_deploy(tx.actor, package_id)):
        raise NotFound("package")


def _deploy(tx: Tx, files: PackageFiles, comment: str, *, is_tried: bool = False) -> Outcome:
    errors = [reason for reason in deploy.check_here(tx, files) if reason.severity == "error"]
    if errors:
        raise Undeployable(errors)
    if not is_tried:
        _refuse_untried(tx, files)
    if package_trials.needs_second_person(tx):
        return Outcome(None, _ask(tx, files, comment))
    deployed = deploy.deploy(tx, files, comment)
    if not deployed.is_new:
        raise Refused("nothing_new", Text("和正在使用的版本完全一样，没有可部署的。", "These are the bytes of the newest version; there is nothing to deploy."))
    return Outcome(deployed.number)


def _refuse_untried(tx: Tx, files: PackageFiles) -> None:
    trial = package_trials.trial(tx, files.hash)
    if trial is None or trial.state != PASSED:
        raise Refused("scenarios_not_passed", Text("部署前，全部场景要在这份草稿上通过。", "Before it is deployed, all scenarios have to pass on exactly this draft."))


def _ask(tx: Tx, files: PackageFiles, comment: str) -> str:
    if any(row.hash == files.hash for row in package_trials.waiting_requests(tx, files.id)):
        raise Refused("asked_already", Text("这份内容已经在等待复签。", "Exactly this waits for a signature already."))
    row = DeploymentRequest(
        id=new_id(), package_id=files.id, hash=files.hash, comment=comment, asked_at=tx.now, asked_by=tx.actor.id, state="waiting", reason="",
        decided_at=None, decided_by=None, files=files.to_bytes(),
    )  # fmt: skip
    tx.session.add(row)
    house.record(tx, "deployment_requested", {"package": files.id, "hash": files.hash, "comment": comment})
    return row.id


def _open_request(tx: Tx, request_id: str) -> DeploymentRequest:
    row = package_trials.request(tx, request_id)
    _deployer_only(tx, row.package_id)
    if row.state != "waiting":
        raise Conflict("already_decided", Text("这个申请已经处理过了。", "This request was decided already."))
    return row


def _decide(tx: Tx, row: DeploymentRequest, state: str, **facts: object) -> None:
    row.state, row.decided_at, row.decided_by = state, tx.now, tx.actor.id
    house.record(tx, f"deployment_{state}", {"package": row.package_id, "hash": row.hash, "asked_by": row.asked_by, **facts})


def _comment(comment: str) -> str:
    return " ".join(comment.split())[:LONGEST_COMMENT]
