"""Bytes from outside to an XML tree: bounded and without DOCTYPE, entities or network, before lxml builds anything."""

from __future__ import annotations

from xml.parsers import expat

from lxml import etree

from engine.errors import Text

MAX_BYTES = 5_000_000
MAX_DEPTH = 60
MAX_ELEMENTS = 60_000
MAX_ATTRIBUTES = 100


class UnreadableXml(Exception):
    """The file is not XML that we dare to read; `text` says why."""

    def __init__(self, text: Text):
        super().__init__(text.en)
        self.text = text


def read_xml(content: bytes) -> etree._Element:
    """The root element. UnreadableXml for broken, oversized, too deep XML, and for any DOCTYPE or entity."""
    if len(content) > MAX_BYTES:
        raise UnreadableXml(Text(f"文件超过 {MAX_BYTES // 1_000_000} MB。", f"The file is larger than {MAX_BYTES // 1_000_000} MB."))
    _Guard().check(content)
    parser = etree.XMLParser(resolve_entities=False, load_dtd=False, no_network=True, huge_tree=False,
                             remove_comments=True, remove_pis=True)
    try:
        return etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise _broken(str(error)) from error


class _Guard:
    """A first pass that builds nothing: expat calls us for each tag, and we stop at the first thing out of bounds."""

    def __init__(self) -> None:
        self.depth = 0
        self.elements = 0

    def check(self, content: bytes) -> None:
        parser = expat.ParserCreate()
        parser.StartDoctypeDeclHandler = self._refuse_doctype
        parser.EntityDeclHandler = self._refuse_doctype
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        try:
            parser.Parse(content, True)
        except (expat.ExpatError, ValueError, LookupError) as error:
            raise _broken(str(error)) from error

    def _refuse_doctype(self, *_: object) -> None:
        raise UnreadableXml(Text("文件含有 DOCTYPE 或实体声明，不允许。", "The file has a DOCTYPE or entity declaration, which is not allowed."))

    def _start(self, _name: str, attributes: dict[str, str]) -> None:
        self.depth += 1
        self.elements += 1
        if self.depth > MAX_DEPTH:
            raise UnreadableXml(Text(f"XML 嵌套超过 {MAX_DEPTH} 层。", f"The XML is nested more than {MAX_DEPTH} deep."))
        if self.elements > MAX_ELEMENTS:
            raise UnreadableXml(Text(f"XML 元素超过 {MAX_ELEMENTS} 个。", f"The XML has more than {MAX_ELEMENTS} elements."))
        if len(attributes) > MAX_ATTRIBUTES:
            raise UnreadableXml(Text(f"一个元素的属性超过 {MAX_ATTRIBUTES} 个。", f"An element has more than {MAX_ATTRIBUTES} attributes."))

    def _end(self, _name: str) -> None:
        self.depth -= 1


def _broken(detail: str) -> UnreadableXml:
    return UnreadableXml(Text(f"文件不是有效的 XML：{detail}", f"The file is not valid XML: {detail}"))
