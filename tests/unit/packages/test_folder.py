"""Reading a folder: what belongs to the package, and what it uses of the shared folder."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.packages import BadBundle, read_folder
from engine.packages.bundle import MAX_FILE_BYTES

CALLS = '<definitions xmlns:z="z"><z:calledElement processId="{0}"/><z:formDefinition formId="own"/></definitions>'


@pytest.fixture
def processes(tmp_path: Path) -> Path:
    """processes/parcels calls processes/shared/weighing, which calls .../printing; nobody calls .../stamping."""
    (tmp_path / "parcels/forms").mkdir(parents=True)
    (tmp_path / "parcels/parcels.bpmn").write_text(CALLS.format("weighing"))
    (tmp_path / "parcels/forms/own.form").write_text("{}")
    (tmp_path / "shared").mkdir()
    (tmp_path / "shared/weighing.bpmn").write_text(CALLS.format("printing"))
    for name in ("printing.bpmn", "stamping.bpmn", "own.form"):
        (tmp_path / "shared" / name).write_text("<x/>")
    return tmp_path


def test_folder_gives_its_files_and_the_shared_ones_it_uses_in_turn(processes):
    files = read_folder(processes / "parcels")

    assert files.id == "parcels"
    assert set(files.files) == {"parcels.bpmn", "forms/own.form", "shared/weighing.bpmn", "shared/printing.bpmn"}


def test_changing_a_shared_file_makes_a_new_version_of_its_user_only_if_it_is_used(processes):
    before = read_folder(processes / "parcels").hash

    (processes / "shared/stamping.bpmn").write_text("<y/>")
    unchanged = read_folder(processes / "parcels").hash
    (processes / "shared/printing.bpmn").write_text("<y/>")

    assert unchanged == before
    assert read_folder(processes / "parcels").hash != before


def test_files_of_tools_and_hidden_folders_do_not_belong_to_the_package(processes):
    (processes / "parcels/.git").mkdir()
    (processes / "parcels/.git/config.toml").write_text("")
    (processes / "parcels/notes.txt").write_text("")
    (processes / "parcels/parcels.bpmn~").write_text("")

    assert "notes.txt" not in read_folder(processes / "parcels").files
    assert len(read_folder(processes / "parcels").files) == 4


def test_link_out_of_the_folder_is_refused(processes):
    (processes / "secret.toml").write_text("password = 1")
    (processes / "parcels/package.toml").symlink_to(processes / "secret.toml")

    with pytest.raises(BadBundle, match="link"):
        read_folder(processes / "parcels")


def test_file_over_the_limit_is_refused_by_name(processes):
    (processes / "parcels/huge.bpmn").write_bytes(b" " * (MAX_FILE_BYTES + 1))

    with pytest.raises(BadBundle, match=r"huge\.bpmn"):
        read_folder(processes / "parcels")


def test_diagram_with_entities_names_no_shared_file(processes):
    (processes / "parcels/parcels.bpmn").write_text('<!DOCTYPE d [<!ENTITY a "b">]>' + CALLS.format("weighing"))

    assert set(read_folder(processes / "parcels").files) == {"parcels.bpmn", "forms/own.form"}


def test_lone_diagram_can_be_read_and_a_missing_folder_is_said(processes):
    assert read_folder(processes / "shared/weighing.bpmn").id == "weighing"
    with pytest.raises(FileNotFoundError):
        read_folder(processes / "nowhere")
