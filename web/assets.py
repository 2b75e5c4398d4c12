"""The built front end: which hashed file stands behind `main.js`, read from the build's manifest."""

from __future__ import annotations

import json
from pathlib import Path

from flask import Flask, url_for
from markupsafe import Markup


def install(app: Flask) -> None:
    built = Built(Path(app.static_folder) / "build")
    app.jinja_env.globals["assets"] = built.tags


class Built:
    """What `npm run build` left in `web/static/build`."""

    def __init__(self, folder: Path):
        self._manifest = folder / "manifest.json"
        self._read: tuple[int, dict] = (0, {})

    @property
    def _files(self) -> dict:
        """The manifest, read again after another build, so that a running server never names files that are gone."""
        built_at = self._manifest.stat().st_mtime_ns if self._manifest.exists() else 0
        if built_at != self._read[0]:
            self._read = (built_at, json.loads(self._manifest.read_text()) if built_at else {})
        return self._read[1]

    def tags(self, entry: str) -> Markup:
        """The tags that load `src/<entry>` with its style sheets; nothing before the first build (pages work without)."""
        found = self._files.get(f"src/{entry}")
        if found is None:
            return Markup("")
        styles = [Markup('<link rel="stylesheet" href="{}">').format(_address(name)) for name in self._styles(found)]
        script = Markup('<script type="module" src="{}"></script>').format(_address(found["file"]))
        return Markup("\n").join([*styles, script])

    def _styles(self, entry: dict) -> list[str]:
        shared = [name for key in entry.get("imports", []) for name in self._styles(self._files[key])]
        return list(dict.fromkeys([*shared, *entry.get("css", [])]))


def _address(name: str) -> str:
    return url_for("static", filename=f"build/{name}")
