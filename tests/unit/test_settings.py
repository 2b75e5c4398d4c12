"""The master key of an installation is made once, whoever starts first."""

from __future__ import annotations

import stat
from concurrent.futures import ThreadPoolExecutor

from engine.settings import Settings


def test_processes_that_start_together_share_one_master_key(tmp_path):
    environment = {"HUIXIANG_DATA": str(tmp_path / "data")}

    with ThreadPoolExecutor(8) as pool:
        keys = list(pool.map(lambda _: Settings.from_environment(environment).master_keys, range(16)))

    assert len(set(keys)) == 1
    assert len(keys[0][0]) == 64


def test_only_the_owner_may_read_the_key(tmp_path):
    Settings.from_environment({"HUIXIANG_DATA": str(tmp_path)})

    assert stat.S_IMODE((tmp_path / "master.key").stat().st_mode) == 0o600
    assert [each.name for each in tmp_path.iterdir()] == ["master.key"]


def test_given_keys_are_used_newest_first_and_nothing_is_written(tmp_path):
    settings = Settings.from_environment({"HUIXIANG_DATA": str(tmp_path), "HUIXIANG_MASTER_KEYS": "new, old"})

    assert settings.master_keys == ("new", "old")
    assert not list(tmp_path.iterdir())
