"""Opens a DMN file safely: no DOCTYPE, no entities, no network; bounded in size, depth and number of elements."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from engine.decisions.problems import UnreadableDecisions, problem

NAMESPACES = frozenset({
    "http://www.omg.org/spec/DMN/20151101/dmn.xsd",             # 1.1
    "http://www.omg.org/spec/DMN/20180521/MODEL/",              # 1.2
    "https://www.omg.org/spec/DMN/20191111/MODEL/",             # 1.3, Camunda's editors
    "https://www.omg.org/spec/DMN/20211108/MODEL/",             # 1.4
    "https://www.omg.org/spec/DMN/20230324/MODEL/",             # 1.5
})
MOST_BYTES = 4_000_000
MOST_ELEMENTS = 60_000
MOST_DEPTH = 80

Element = etree._Element


def read_xml(xml: bytes, file: str) -> Element:
    """The root element `definitions`. UnreadableDecisions."""
    if len(xml) > MOST_BYTES:
        raise UnreadableDecisions(problem(file, "", "", "too-large", limit=MOST_BYTES))
    if b"<!DOCTYPE" in xml or b"<!ENTITY" in xml:
        raise UnreadableDecisions(problem(file, "", "", "document-type"))
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True,
                             remove_pis=True)
    try:
        root = etree.fromstring(xml, parser)
    except (etree.XMLSyntaxError, ValueError):
        raise UnreadableDecisions(problem(file, "", "", "unreadable")) from None
    if root.getroottree().docinfo.doctype:
        raise UnreadableDecisions(problem(file, "", "", "document-type"))
    _check_size(root, file)
    if namespace_of(root) not in NAMESPACES or name_of(root) != "definitions":
        raise UnreadableDecisions(problem(file, "", "", "not-dmn"))
    return root


def _check_size(root: Element, file: str) -> None:
    count, open_elements = 0, [(root, 1)]
    while open_elements:
        element, depth = open_elements.pop()
        count += 1
        if depth > MOST_DEPTH:
            raise UnreadableDecisions(problem(file, "", "", "too-deep", limit=MOST_DEPTH))
        if count > MOST_ELEMENTS:
            raise UnreadableDecisions(problem(file, "", "", "too-many-elements", limit=MOST_ELEMENTS))
        open_elements.extend((child, depth + 1) for child in element)


def name_of(element: Element) -> str:
    """The local name of an element."""
    return etree.QName(element).localname


def namespace_of(element: Element) -> str:
    """The namespace of an element."""
    return etree.QName(element).namespace or ""


def children(element: Element, *names: str) -> Iterator[Element]:
    """The DMN elements directly below with one of these names, or all if none is given."""
    for child in element:
        if isinstance(child.tag, str) and namespace_of(child) in NAMESPACES and (not names or name_of(child) in names):
            yield child


def child(element: Element, *names: str) -> Element | None:
    """The first such element, or None."""
    return next(children(element, *names), None)


def text_in(element: Element | None, name: str = "text") -> str:
    """The text of the child with this name; empty if there is none."""
    found = None if element is None else child(element, name)
    return "" if found is None else "".join(found.itertext()).strip()


def spaced(name: str | None) -> str:
    """A name with its white space made single blanks."""
    return " ".join((name or "").split())
