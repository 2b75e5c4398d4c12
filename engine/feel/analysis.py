"""What an expression reads: free names and paths, without what it defines itself."""

from __future__ import annotations

from . import tree

Found = set[tuple[str, ...]]


def read_paths(root: tree.Node) -> frozenset[tuple[str, ...]]:
    """The paths an expression reads from the outer scope: ("customer", "name"). Names in a filter are left out if they may be
    an entry of its items, and so are built-in functions that are called by name."""
    found: Found = set()
    _read(root, frozenset(), False, found)
    return frozenset(found)


def _read(node: tree.Node, own: frozenset[str], is_filter: bool, found: Found) -> None:
    reader = _READERS.get(type(node))
    if reader is not None:
        reader(node, own, is_filter, found)
        return
    for child in node.children():
        _read(child, own, is_filter, found)


def _name(node: tree.Name, own: frozenset[str], is_filter: bool, found: Found) -> None:
    if node.name not in own and not is_filter:
        found.add((node.name,))


def _path(node: tree.Path, own: frozenset[str], is_filter: bool, found: Found) -> None:
    names, source = [node.name], node.source
    while isinstance(source, tree.Path):
        names.append(source.name)
        source = source.source
    if not isinstance(source, tree.Name):
        _read(source, own, is_filter, found)
    elif source.name not in own and not is_filter:
        found.add((source.name, *reversed(names)))


def _filter(node: tree.Filter, own: frozenset[str], is_filter: bool, found: Found) -> None:
    _read(node.source, own, is_filter, found)
    _read(node.condition, own, True, found)


def _call(node: tree.Call, own: frozenset[str], is_filter: bool, found: Found) -> None:
    if not isinstance(node.function, tree.Name):
        _read(node.function, own, is_filter, found)
    for argument in node.arguments:
        _read(argument, own, is_filter, found)


def _iteration(node: tree.For | tree.Quantified, own: frozenset[str], is_filter: bool, found: Found) -> None:
    for each in node.iterators:
        _read(each.source, own, is_filter, found)
        if each.end is not None:
            _read(each.end, own, is_filter, found)
        own |= {each.name}
    if isinstance(node, tree.For):
        _read(node.body, own | {"partial"}, is_filter, found)
    else:
        _read(node.condition, own, is_filter, found)


def _function(node: tree.FunctionNode, own: frozenset[str], is_filter: bool, found: Found) -> None:
    if not node.is_external:
        _read(node.body, own | {each.name for each in node.parameters}, is_filter, found)


def _context(node: tree.ContextNode, own: frozenset[str], is_filter: bool, found: Found) -> None:
    for entry in node.entries:
        if isinstance(entry.value, tree.FunctionNode):
            own |= {entry.name}
        _read(entry.value, own, is_filter, found)
        own |= {entry.name}


_READERS = {
    tree.Name: _name, tree.Path: _path, tree.Filter: _filter, tree.Call: _call, tree.For: _iteration,
    tree.Quantified: _iteration, tree.FunctionNode: _function, tree.ContextNode: _context,
}


def called_names(root: tree.Node) -> frozenset[str]:
    """The names of all functions that are called by name."""
    found, open_nodes = set(), [root]
    while open_nodes:
        node = open_nodes.pop()
        if isinstance(node, tree.Call) and isinstance(node.function, tree.Name):
            found.add(node.function.name)
        open_nodes.extend(node.children())
    return frozenset(found)


def external_functions(root: tree.Node) -> frozenset[str]:
    """The kinds (java, pmml) of all functions that are defined in another language."""
    found, open_nodes = set(), [root]
    while open_nodes:
        node = open_nodes.pop()
        if isinstance(node, tree.FunctionNode) and node.is_external:
            found.add(external_kind(node))
        open_nodes.extend(node.children())
    return frozenset(found)


def external_kind(node: tree.FunctionNode) -> str:
    """The word that names the other language, `?` if there is none."""
    return node.body.entries[0].name if isinstance(node.body, tree.ContextNode) and node.body.entries else "?"
