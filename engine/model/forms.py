"""Forms of user tasks: read from form-js schemas, shown, validated; the same schema decides all three."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from engine.errors import Reason, Text, Undeployable
from engine.feel import Expression
from engine.model.form_filling import Filling
from engine.model.form_reader import FormReader
from engine.model.form_schema import Field, PlainTexts, Texts, all_fields, flat
from engine.model.form_sentences import parts
from engine.model.form_summary import summary
from engine.model.form_values import Files, FormValues, MaskedDraft, accept, masked_draft
from engine.model.form_view import FieldView, Viewer

MAX_FILE_BYTES = 10 * 1024 * 1024
_PLAIN = PlainTexts()


@dataclass(frozen=True, slots=True)
class Form:
    """One form of a package; immutable, shared by everybody who fills it."""

    id: str
    fields: tuple[Field, ...]

    @property
    def keys(self) -> list[str]:
        """The variables it fills, in order."""
        return [each.key for each in flat(self.fields) if each.key]

    @property
    def reads(self) -> frozenset[str]:
        """The names its expressions read, its own keys left out."""
        named = {name for each in all_fields(self.fields) for expression in _expressions(each) for name in expression.names}
        return frozenset(named - {each.key for each in all_fields(self.fields)})

    def field(self, key: str) -> Field:
        """The field of that key on the form's own level. KeyError when there is none."""
        for each in flat(self.fields):
            if each.key == key:
                return each
        raise KeyError(key)

    def validate(
        self,
        submitted: Mapping[str, Sequence[str]],
        files: Files,
        scope: Mapping[str, object],
        now: datetime,
        zone: str,
        max_file_bytes: int = MAX_FILE_BYTES,
    ) -> FormValues:
        """What was submitted as FEEL values. `scope`: the case's variables and read-only names; where it holds the mask of a
        contact and that mask comes back unchanged, the contact stays as it is. Raises InvalidValues by the inputs' names
        (phases[0].work)."""
        filling = Filling(self.fields, scope, now, zone).with_typed(submitted)
        accepted = accept(filling, submitted, files, self.id, max_file_bytes)
        filling.let_go()
        return accepted

    def view(
        self,
        values: Mapping[str, object],
        scope: Mapping[str, object],
        now: datetime,
        zone: str,
        texts: Texts = _PLAIN,
        is_typed: bool = False,
    ) -> list[FieldView]:
        """The fields to show. `values`: FEEL values by key, or with `is_typed` what was typed, by input name (a draft, a 422)."""
        filling = Filling(self.fields, scope, now, zone)
        filled = filling.with_typed(values, keeps_known=True) if is_typed else filling.with_known(values)
        return Viewer(filled, self.id, texts).views()

    def shown(self, values: Mapping[str, object], texts: Texts = _PLAIN, zone: str = "") -> list[tuple[Text, Text]]:
        """Label and value of everything that was filled in, for reading."""
        return summary(self.id, self.fields, values, texts, zone)

    def masked_draft(self, typed: Mapping[str, Sequence[str]], scope: Mapping[str, object], now: datetime, zone: str) -> MaskedDraft:
        """What was typed as a draft may keep it: contact data masked, the raw values apart for the vault."""
        return masked_draft(Filling(self.fields, scope, now, zone).with_typed(typed), typed)


def read_form(content: bytes, file: str) -> Form:
    """The form of a .form file. Raises Undeployable with every error."""
    reader = FormReader(file)
    fields = reader.read(content)
    if errors := [each for each in reader.reasons if each.severity == "error"]:
        raise Undeployable(errors)
    return Form(reader.form_id, fields)


def reasons(content: bytes, file: str) -> list[Reason]:
    """Errors that make the form undeployable, and warnings."""
    reader = FormReader(file)
    reader.read(content)
    return reader.reasons


def _expressions(owner: Field) -> list[Expression]:
    limits = owner.limits
    settings = (owner.hide, owner.options_from, owner.source, owner.columns_from, owner.is_readonly, owner.canned)
    bounds = (limits.minimum, limits.maximum, limits.min_length, limits.max_length)
    written = (part for text in (owner.label, owner.description, owner.text) for part in parts(text))
    return [each for each in (*settings, *bounds, *written) if isinstance(each, Expression)]
