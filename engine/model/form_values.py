"""The one validator: what was submitted becomes FEEL values, or says field by field what is expected."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from engine.errors import InvalidValues, Refused, Text
from engine.feel.value_text import value_text
from engine.model.attachments import UploadedFile, check_file, clean_name
from engine.model.contact_text import Found, find_contacts, mask_text, mask_unfinished
from engine.model.form_filling import Entry, Filling, Level, masked_contact
from engine.model.form_inputs import Wrong, empty_value
from engine.model.form_limits import check_count, check_limits, check_required, is_empty
from engine.model.form_schema import INPUTS, MANY_OF, ONE_OF, TEXTS, PlainTexts
from engine.model.masking import contact_kind, is_number

Files = Mapping[str, Sequence[UploadedFile]]


@dataclass(frozen=True, slots=True)
class Contact:
    """Raw contact data for the vault. kind: mobile, phone, email, name or other."""

    kind: str
    raw: str
    mask: str


@dataclass(frozen=True, slots=True)
class MaskedText:
    """Contact data found in the text field `name`, already replaced there by its mask; the raw value is for the vault."""

    name: str
    kind: str
    raw: str
    mask: str


@dataclass(frozen=True, slots=True)
class AcceptedFile:
    """A checked file under a clean name without contact data. `is_public`: the field's customer may see it."""

    name: str
    media_type: str
    content: bytes
    is_public: bool = False


@dataclass(slots=True)
class FormValues:
    """What was accepted.

    `values`: every key of the form; hidden or empty is null (a checkbox false, lists []). A contact field holds its mask; the
    raw value stands in `contacts` under the value's place, for the vault. A file field holds [{name, media_type, size}]; the
    files stand in `files`.
    """

    values: dict[str, object] = field(default_factory=dict)
    contacts: dict[str, Contact] = field(default_factory=dict)
    files: dict[str, list[AcceptedFile]] = field(default_factory=dict)
    masked: list[MaskedText] = field(default_factory=list)


@dataclass(slots=True)
class MaskedDraft:
    """`typed`: strings as a draft may keep them, valid or not. `contacts`, `masked`: what is for the vault, as in FormValues."""

    typed: dict[str, list[str]] = field(default_factory=dict)
    contacts: dict[str, Contact] = field(default_factory=dict)
    masked: list[MaskedText] = field(default_factory=list)


def accept(filling: Filling, typed: Mapping[str, Sequence[str]], files: Files, form_id: str, max_bytes: int) -> FormValues:
    """The accepted values of a filled form. Raises InvalidValues with every field's message, by the input's name."""
    return _Validator(filling, form_id, max_bytes, files).accepted(typed)


def masked_draft(filling: Filling, typed: Mapping[str, Sequence[str]]) -> MaskedDraft:
    """Contact data replaced by its mask in everything typed; names that hold contact data are dropped."""
    contact_fields = {entry.name: entry for entry in filling.entries() if entry.field.contact}
    draft = MaskedDraft()
    for name, raw in typed.items():
        if not find_contacts(name):
            draft.typed[name] = [_draft_word(draft, name, contact_fields.get(name), word) for word in raw]
    return draft


def _draft_word(draft: MaskedDraft, name: str, entry: Entry | None, word: str) -> str:
    if entry is None:
        masked, found = mask_text(word)
        draft.masked += _masked_texts(name, found)
        return mask_unfinished(masked)
    # What has an asterisk is a mask already: the one of this draft as it was saved before, or of the contact we hold.
    if not word.strip() or "*" in word:
        return word
    contact = _new_contact(entry.field.contact, word.strip())
    if is_whole(contact):
        draft.contacts[name] = contact
    return contact.mask


class _Validator:
    def __init__(self, filling: Filling, form_id: str, max_bytes: int, files: Files):
        self.filling, self.form_id, self.max_bytes, self.files = filling, form_id, max_bytes, files
        self.faults: dict[str, Text] = {}
        self.result = FormValues()

    def accepted(self, typed: Mapping[str, Sequence[str]]) -> FormValues:
        self._refuse_unknown(typed)
        self.result.values = self._level(self.filling.root, "")
        if self.faults:
            raise InvalidValues(self.faults)
        return self.result

    def _refuse_unknown(self, typed: Mapping[str, Sequence[str]]) -> None:
        known = set(_names(self.filling))
        for name in [*typed, *self.files]:
            if name not in known:
                self.faults[name] = Text("表单里没有这一项。", "The form has no such field.")

    def _level(self, level: Level, place: str) -> dict[str, object]:
        """`place`: where the level's values lie, which differs from the inputs' names once empty rows are left out."""
        return {entry.field.key: self._value(entry, f"{place}{entry.field.key}") for entry in level.all_entries() if entry.field.key}

    def _value(self, entry: Entry, place: str) -> object:
        if entry.is_hidden:
            return empty_value(entry.field)
        if entry.field.type == "expression" or entry.is_readonly:
            return entry.value
        try:
            return self._rows(entry, place) if entry.field.type == "dynamiclist" else self._input(entry, place)
        except Wrong as fault:
            self.faults[entry.name] = fault.text
        except Refused as refusal:
            self.faults[entry.name] = refusal.text
        return empty_value(entry.field)

    def _rows(self, entry: Entry, place: str) -> list[object]:
        """Rows in which nothing was filled in are left out."""
        filled = [row for row in entry.rows if not _is_blank(row, self.files)]
        check_count(entry.field, len(filled))
        return [self._level(row, f"{place}[{number}].") for number, row in enumerate(filled)]

    def _input(self, entry: Entry, place: str) -> object:
        if entry.fault is not None:
            raise Wrong(entry.fault.zh, entry.fault.en)
        if entry.field.type == "filepicker":
            return self._uploads(entry, place)
        check_required(entry.field, entry.value)
        if entry.field.contact:
            return self._contact(entry, place)
        if is_empty(entry.value):
            return entry.value
        if entry.field.type in (*ONE_OF, *MANY_OF):
            return self._choice(entry)
        check_limits(entry.field.limits, entry.value, self.filling, entry.level)
        return self._masked(entry, place) if entry.field.type in TEXTS else entry.value

    def _choice(self, entry: Entry) -> object:
        options = {value_text(each.value): each.value for each in self.filling.options(entry, self.form_id, PlainTexts())}
        chosen = entry.value if isinstance(entry.value, list) else [entry.value]
        if any(value_text(each) not in options for each in chosen):
            raise Wrong("请从列出的选项中选择。", "Choose one of the listed options.")
        values = [options[value_text(each)] for each in chosen]
        return values if isinstance(entry.value, list) else values[0]

    def _masked(self, entry: Entry, place: str) -> str:
        masked, found = mask_text(str(entry.value))
        self.result.masked += _masked_texts(place, found)
        return masked

    def _contact(self, entry: Entry, place: str) -> object:
        raw = (entry.raw or [""])[0].strip()
        if not raw or raw == entry.known:
            return raw or None
        if "*" in raw and entry.field.contact != "name":
            # A mask that isn't the one of the contact we hold would overwrite it by something useless.
            raise Wrong("请完整填写联系方式，不要带星号。", "Enter the whole contact, without asterisks.")
        check_limits(entry.field.limits, raw, self.filling, entry.level)
        contact = _new_contact(entry.field.contact, raw)
        _check_contact(entry.field.contact, contact)
        self.result.contacts[place] = contact
        return contact.mask

    def _uploads(self, entry: Entry, place: str) -> list[object]:
        # A browser sends an empty part without a name for a file input that nobody touched.
        sent = [each for each in self.files.get(entry.name, ()) if each.name or each.size]
        check_required(entry.field, sent)
        check_count(entry.field, len(sent))
        accepted = [self._upload(entry, each) for each in sent]
        if accepted:
            self.result.files[place] = accepted
        return [{"name": each.name, "media_type": each.media_type, "size": Decimal(len(each.content))} for each in accepted]

    def _upload(self, entry: Entry, sent: UploadedFile) -> AcceptedFile:
        limits = entry.field.limits
        most = min(limits.max_bytes or self.max_bytes, self.max_bytes)
        try:
            media_type = check_file(sent.name, sent.media_type, sent.head, sent.size, max_size=most, allowed=limits.extensions)
        except Refused as refusal:
            shown = mask_text(sent.name[:80])[0]
            raise Wrong(f"{shown}：{refusal.text.zh}", f"{shown}: {refusal.text.en}") from None
        return AcceptedFile(mask_text(clean_name(sent.name))[0], media_type, sent.content, entry.field.is_public)


def _masked_texts(name: str, found: list[Found]) -> list[MaskedText]:
    return [MaskedText(name, each.vault_kind, each.raw, each.mask) for each in found]


def _new_contact(wanted: str, raw: str) -> Contact:
    kind = "name" if wanted == "name" else contact_kind(raw)
    return Contact(kind, raw, masked_contact(kind, raw))


_EXPECTED = {
    "mobile": Text("请填写手机号，例如 13812345678。", "Enter a mobile number, such as 13812345678."),
    "phone": Text("请填写电话号码，例如 010-88886666。", "Enter a phone number, such as 010-88886666."),
    "email": Text("请填写邮箱，例如 li.hua@example.com。", "Enter an email address, such as li.hua@example.com."),
    "any": Text("请填写手机号、电话或邮箱。", "Enter a mobile number, a phone number or an email address."),
}


def is_whole(contact: Contact) -> bool:
    """Whether somebody could be reached by it, rather than by its beginning."""
    if contact.kind == "email":
        return bool(re.fullmatch(r"[^\s@]+@[^\s@]+\.[^\s@]{2,}", contact.raw.replace("＠", "@")))
    return contact.kind not in ("mobile", "phone") or is_number(contact.raw)


def _check_contact(wanted: str, contact: Contact) -> None:
    """Four digits are all some callers leave (S3.60), so they pass as a number."""
    digits = sum(char.isdigit() for char in contact.raw)
    is_phone, is_email = (contact.kind in kinds and is_whole(contact) for kinds in (("mobile", "phone"), ("email",)))
    fits = {"mobile": contact.kind == "mobile" or digits == 4, "phone": is_phone, "email": is_email, "any": is_phone or is_email}
    if not fits.get(wanted, True):
        raise Wrong(_EXPECTED[wanted].zh, _EXPECTED[wanted].en)


def _names(filling: Filling) -> Iterator[str]:
    """Every input's name, and the marker of each row, with which a page says that the row is there."""
    for entry in filling.entries():
        if entry.field.type in (*INPUTS, "expression"):
            yield entry.name
        yield from (row.prefix.removesuffix(".") for row in entry.rows)


def _is_blank(row: Level, files: Files) -> bool:
    entries = [entry for entry in row.all_entries() if entry.field.type in (*INPUTS, "dynamiclist")]
    return all(
        all(_is_blank(inner, files) for inner in entry.rows)
        if entry.field.type == "dynamiclist"
        else not any((entry.raw or ())) and not files.get(entry.name)
        for entry in entries
    )
