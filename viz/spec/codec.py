"""One codec between frozen settings and the text of a link: every field knows its own kind, bounds and wording.

A settings class is a frozen dataclass whose fields are made with :func:`setting`.  The field's *kind* parses, checks
and writes its value; :class:`Settings` turns the whole into a query (defaults left out) and back (what can't be read
falls back to its default and is named).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import Field as DataclassField
from dataclasses import dataclass, field, fields, replace
from typing import Any, ClassVar, Protocol, Self

from viz.spec.activation_text import canonical, one_link, split

VERSION = 1
VERSION_KEY = "v"
MAX_TEXT = 16_000  # characters of one value that are looked at; three other lanes can be long
MAX_SHOWN = 60  # characters of one that can't be read, where the page says so


class Kind(Protocol):
    """What one field accepts."""

    def check(self, value: Any) -> Any:
        """Return `value` in its canonical form; raise ValueError saying what would be accepted."""

    def parse(self, text: str) -> Any:
        """Read a value from a link; raise ValueError saying what would be accepted."""

    def write(self, value: Any) -> str:
        """Write a checked value into a link."""


@dataclass(frozen=True)
class Choice:
    """One of a few names; `labels` are shown to people in the same order."""

    options: tuple[str, ...]
    labels: tuple[str, ...] = ()

    def check(self, value: Any) -> str:
        if value not in self.options:
            raise ValueError(f"{shown(value)} is none of {', '.join(self.options)}")
        return str(value)

    def parse(self, text: str) -> str:
        return self.check(text)

    def write(self, value: str) -> str:
        return value

    def label(self, option: str) -> str:
        """Return the wording of one option."""
        return self.labels[self.options.index(option)] if self.labels else option


@dataclass(frozen=True)
class Number:
    """A finite number from `low` to `high` (both included); `integer` and `step` shape its widget, `log` its scale."""

    low: float
    high: float
    integer: bool = False
    step: float | None = None
    log: bool = False

    @property
    def accepted(self) -> str:
        """What would be accepted, in words."""
        return f"a {'whole ' if self.integer else ''}number from {self.low:.10g} to {self.high:.10g}"

    def check(self, value: Any) -> float | int:
        try:
            number = float(value)
        except (TypeError, ValueError, OverflowError):
            raise ValueError(f"{shown(value)} is not {self.accepted}") from None
        outside = not math.isfinite(number) or not self.low <= number <= self.high
        if isinstance(value, bool) or outside or (self.integer and number != int(number)):
            raise ValueError(f"{shown(value)} is not {self.accepted}")
        return int(number) if self.integer else number + 0.0  # + 0.0 turns −0 into 0: one link for one value

    def parse(self, text: str) -> float | int:
        try:
            value = int(text) if self.integer else float(text)
        except ValueError:
            raise ValueError(f"{shown(text)} is not {self.accepted}") from None
        return self.check(value)

    def write(self, value: float) -> str:
        return repr(value).removesuffix(".0")


@dataclass(frozen=True)
class Optional:
    """Either nothing (never written) or a value of another kind."""

    kind: Kind

    def check(self, value: Any) -> Any:
        return None if value is None else self.kind.check(value)

    def parse(self, text: str) -> Any:
        return self.kind.parse(text)

    def write(self, value: Any) -> str:
        return self.kind.write(value)


@dataclass(frozen=True)
class Flag:
    """Yes or no."""

    def check(self, value: Any) -> bool:
        if not isinstance(value, bool):
            raise ValueError(f"{shown(value)} is neither yes nor no")
        return value

    def parse(self, text: str) -> bool:
        if text not in ("0", "1"):
            raise ValueError(f"{shown(text)} is neither 1 (yes) nor 0 (no)")
        return text == "1"

    def write(self, value: bool) -> str:
        return "1" if value else "0"


@dataclass(frozen=True)
class Text:
    """A text in a form of its own; `canonical` returns its one spelling, and raises ValueError for anything else."""

    canonical: Callable[[str], str]

    def check(self, value: Any) -> str:
        return self.canonical(str(value))

    def parse(self, text: str) -> str:
        return self.canonical(text)

    def write(self, value: str) -> str:
        return value


@dataclass(frozen=True)
class ActivationText(Text):
    """An activation with its parameters, as in ``leaky_relu(slope:0.3)``."""

    canonical: Callable[[str], str] = canonical


@dataclass(frozen=True)
class Sequence:
    """Up to `longest` values of one kind, joined by `separator`; an empty one is written ``none``."""

    kind: Kind
    separator: str
    longest: int
    shortest: int = 0

    def check(self, value: Any) -> tuple[Any, ...]:
        if isinstance(value, str) or not isinstance(value, list | tuple):
            raise ValueError(f"{shown(value)} is not a list")
        if not self.shortest <= len(value) <= self.longest:
            raise ValueError(f"{len(value)} values, accepted are {self.shortest} to {self.longest}")
        return tuple(self.kind.check(item) for item in value)

    def parse(self, text: str) -> tuple[Any, ...]:
        items = [] if text == "none" else split(text, self.separator)
        return self.check([self.kind.parse(item) for item in items[: self.longest + 1]])

    def write(self, value: tuple[Any, ...]) -> str:
        return self.separator.join(self.kind.write(item) for item in value) or "none"


def shown(value: Any) -> str:
    """Return a value as a sentence can hold it: whatever was given, of any length."""
    try:
        text = repr(value)
    except ValueError:  # a whole number of thousands of digits
        text = "a number of thousands of digits"
    return text if len(text) <= MAX_SHOWN else f"{text[: MAX_SHOWN - 1]}…"


def setting(default: Any, kind: Kind, label: str, help: str = "") -> Any:
    """Declare one field of a settings class: its default, its kind, and its wording for people."""
    return field(default=default, metadata={"kind": kind, "label": label, "help": help})


@dataclass(frozen=True)
class Settings:
    """Base of the settings classes: checks every field, and travels in a link."""

    name: ClassVar[str] = "settings"

    def __post_init__(self) -> None:
        for entry in fields(self):
            try:
                checked = entry.metadata["kind"].check(getattr(self, entry.name))
            except ValueError as error:
                raise ValueError(f"{type(self).__name__}.{entry.name}: {error}") from None
            object.__setattr__(self, entry.name, checked)
        for name, message in self.conflicts().items():
            raise ValueError(f"{type(self).__name__}.{name}: {message}")

    def conflicts(self) -> dict[str, str]:
        """Return field name -> what is wrong, for fields that don't go with the others.

        The defaults go together, so at least one of those named is not at its default.
        """
        return {}

    def changed(self, *names: str) -> str:
        """Return the first of the fields that is not at its default."""
        return next(name for name in names if getattr(self, name) != self.field(name).default)

    def unchecked(self, changes: Mapping[str, Any]) -> Self:
        """Return a copy with `changes`, each right by itself, that may still have conflicts."""
        copy = object.__new__(type(self))
        for entry in fields(self):
            object.__setattr__(copy, entry.name, changes.get(entry.name, getattr(self, entry.name)))
        return copy

    @classmethod
    def field(cls, name: str) -> DataclassField[Any]:
        """Return the declaration of one field."""
        return cls.__dataclass_fields__[name]

    @classmethod
    def kind(cls, name: str) -> Any:
        """Return the kind of one field."""
        return cls.field(name).metadata["kind"]

    def to_query(self) -> dict[str, str]:
        """Return the settings that differ from their defaults as text, with the codec's version."""
        query = {VERSION_KEY: str(VERSION)}
        for entry in fields(self):
            value = getattr(self, entry.name)
            if value != entry.default:
                query[entry.name] = entry.metadata["kind"].write(value)
        return query

    @classmethod
    def from_query(cls, query: Mapping[str, str]) -> tuple[Self, list[str]]:
        """Read settings from a link: never fails.

        Returns the settings and one sentence for everything that could not be read and so has its default.  Keys of
        other settings are left to their readers; see :func:`unknown_keys`.
        """
        problems = _version_problems(query)
        spec = cls()
        changes: dict[str, Any] = {}
        with one_link():
            for entry in fields(cls):
                text = query.get(entry.name)
                if text is None:
                    continue
                try:
                    if len(text) > MAX_TEXT:
                        raise ValueError(f"longer than {MAX_TEXT} characters")
                    changes[entry.name] = entry.metadata["kind"].parse(text)
                except ValueError as error:
                    problems.append(f"{entry.metadata['label']} ({entry.name}): {error}; the default is used.")
        while conflicts := spec.unchecked(changes).conflicts():
            for name in [name for name in conflicts if name in changes]:
                del changes[name]
                label = cls.field(name).metadata["label"]
                problems.append(f"{label} ({name}): {conflicts[name]}; the default is used.")
        return replace(spec, **changes), problems


def _version_problems(query: Mapping[str, str]) -> list[str]:
    version = query.get(VERSION_KEY, str(VERSION))
    if version == str(VERSION):
        return []
    return [f"The link says version {version[:20]!r}, this app reads version {VERSION}: what it knows has been read."]


def unknown_keys(query: Mapping[str, str], *readers: type[Settings]) -> list[str]:
    """Return one sentence for every key of a link that none of `readers` knows."""
    known = {VERSION_KEY} | {entry.name for reader in readers for entry in fields(reader)}
    return [f"{key[:40]!r} is no setting of this page: left out." for key in query if key not in known]
