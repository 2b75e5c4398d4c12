"""Variables by scope, outside SpiffWorkflow's task data, with Zeebe's rules of who sees and who changes what."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

INSTANCE = ""
# A called process has two scopes beside its call activity's: its own, and what it was given: seen inside, never written.
OWN, GIVEN = " called", " given"
READ_ONLY = ("case", "round", "clocks", "departments", "scoring")


class Variables:
    """Each scope once: the instance's, and those of element instances that have locals (mappings, loop elements)."""

    def __init__(self, scopes: dict[str, dict[str, object]] | None = None):
        self.scopes: dict[str, dict[str, object]] = scopes or {INSTANCE: {}}

    def own(self) -> dict[str, object]:
        """The instance's own."""
        return dict(self.scopes[INSTANCE])

    def set_local(self, scope: str, values: Mapping[str, object]) -> None:
        self.scopes.setdefault(scope, {}).update(values)

    def propagate(self, chain: Iterable[str], values: Mapping[str, object]) -> dict[str, dict[str, object]]:
        """Each value goes to the nearest scope of the chain that has its name, else to the outermost. What went where."""
        scopes = [scope for scope in chain if scope in self.scopes and not scope.endswith(GIVEN)]
        changed: dict[str, dict[str, object]] = {}
        for name, value in values.items():
            home = next((scope for scope in scopes if name in self.scopes[scope]), scopes[-1])
            self.scopes[home][name] = value
            changed.setdefault(home, {})[name] = value
        # In the order of the chain, whatever the order of the values: a replay has them from canonical text.
        return {scope: changed[scope] for scope in dict.fromkeys([*scopes, INSTANCE]) if scope in changed}

    def drop(self, scope: str) -> None:
        """Forget a scope with the element instance it belonged to."""
        if scope != INSTANCE:
            self.scopes.pop(scope, None)
            for inside in (OWN, GIVEN):
                self.scopes.pop(scope + inside, None)

    def visible(self, chain: Iterable[str]) -> dict[str, object]:
        """All variables seen from the chain's first scope, the nearest first."""
        found: dict[str, object] = {}
        for scope in reversed(list(chain)):
            found |= self.scopes.get(scope, {})
        return found

    def view(self, chain: Iterable[str], *over: Mapping[str, object]) -> Names:
        return Names((*over, *(self.scopes[scope] for scope in chain if scope in self.scopes)))


class Names(Mapping[str, object]):
    """What an expression sees: the layers' names, the first layer that has one wins. Nothing is copied."""

    __slots__ = ("layers",)

    def __init__(self, layers: tuple[Mapping[str, object], ...]):
        self.layers = layers

    def __getitem__(self, name: str) -> object:
        for layer in self.layers:
            if name in layer:
                return layer[name]
        raise KeyError(name)

    def __contains__(self, name: object) -> bool:
        return any(name in layer for layer in self.layers)

    def __iter__(self) -> Iterator[str]:
        seen: set[str] = set()
        for layer in self.layers:
            for name in layer:
                if name not in seen:
                    seen.add(name)
                    yield name

    def __len__(self) -> int:
        return sum(1 for _ in self)


def nested(target: str, value: object, existing: object) -> tuple[str, object]:
    """The variable and value that a mapping's target `a.b.c` means; entries beside it in `existing` are kept."""
    name, *path = target.split(".")
    return name, _put(existing, path, value)


def _put(existing: object, path: list[str], value: object) -> object:
    if not path:
        return value
    entries = dict(existing) if isinstance(existing, dict) else {}
    entries[path[0]] = _put(entries.get(path[0]), path[1:], value)
    return entries
