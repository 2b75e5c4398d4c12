"""Finders for deployed package versions."""

from __future__ import annotations

from sqlalchemy import and_, func, select, text
from sqlalchemy.orm import Session

from engine.store.tables import PackageVersion
from engine.store.transaction import Tx


# Any number that nothing else here uses.
_DEPLOYING = 7_203_118_004


def lock_deploying(tx: Tx) -> None:
    """One deployment at a time until the transaction ends, of whatever package: their numbers are compared. SQLite has one writer anyway."""
    if tx.session.get_bind().dialect.name == "postgresql":
        tx.session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _DEPLOYING})


def newest_version_id(tx: Tx, package_id: str) -> str | None:
    return tx.session.scalar(
        select(PackageVersion.id)
        .where(PackageVersion.package_id == package_id)
        .order_by(PackageVersion.number.desc())
        .limit(1)
    )


def newest_version(tx: Tx, package_id: str) -> PackageVersion | None:
    newest_first = select(PackageVersion).where(PackageVersion.package_id == package_id).order_by(PackageVersion.number.desc())
    return tx.session.scalar(newest_first.limit(1))


def newest_versions(tx: Tx) -> dict[str, str]:
    """package_id -> id of its newest version."""
    newest = select(PackageVersion.package_id, func.max(PackageVersion.number).label("number")).group_by(PackageVersion.package_id).subquery()
    rows = select(PackageVersion.package_id, PackageVersion.id).join(
        newest, and_(newest.c.package_id == PackageVersion.package_id, newest.c.number == PackageVersion.number)
    )
    return dict(tx.session.execute(rows.order_by(PackageVersion.package_id)).all())


def version_id(tx: Tx, package_id: str, number: int | None = None) -> str | None:
    """Of that version; without a number, of the newest."""
    if number is None:
        return newest_version_id(tx, package_id)
    found = select(PackageVersion.id).where(PackageVersion.package_id == package_id, PackageVersion.number == number)
    return tx.session.scalar(found)


def version_with_hash(tx: Tx, package_id: str, hash_: str) -> PackageVersion | None:
    """The first version that was deployed with exactly these bytes."""
    found = select(PackageVersion).where(PackageVersion.package_id == package_id, PackageVersion.hash == hash_)
    return tx.session.scalar(found.order_by(PackageVersion.number).limit(1))


def next_number(tx: Tx, package_id: str) -> int:
    highest = tx.session.scalar(select(func.max(PackageVersion.number)).where(PackageVersion.package_id == package_id))
    return (highest or 0) + 1


def file_bytes(session: Session, version_id: str) -> bytes:
    return session.scalars(select(PackageVersion.files).where(PackageVersion.id == version_id)).one()


def is_anything_deployed(tx: Tx) -> bool:
    return tx.session.scalar(select(PackageVersion.id).limit(1)) is not None
