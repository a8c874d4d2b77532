"""TrainingSpec: what the page "Training" shows, one run or several lanes of a race, of which one is selected."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields, replace
from typing import Any, Self
from urllib.parse import parse_qsl, urlencode

from viz.spec.actions import Action
from viz.spec.codec import VERSION, VERSION_KEY, Flag, Number, Text, setting
from viz.spec.codec import Sequence as SequenceKind
from viz.spec.experiment import ExperimentSpec
from viz.spec.fork import forked
from viz.spec.lane_label import lane_labels

MAX_LANES = 4
MAX_SEEDS = 100
MAX_NAME = 40
_NAME = "name"
_DEFAULT = ExperimentSpec()


def canonical_name(text: str) -> str:
    """Return a lane's name with single spaces; ValueError for one that is too long or can't be printed."""
    name = " ".join(text.split())
    if len(name) > MAX_NAME or not name.isprintable():
        raise ValueError(f"{name[:60]!r} is no name: accepted are up to {MAX_NAME} printable characters")
    return name


def canonical_unit(text: str) -> str:
    """Return the place of a unit, ``2.5``, counted from 1, or nothing; ValueError for anything else."""
    layer, _, unit = text.partition(".")
    if text and not (layer.isascii() and unit.isascii() and layer.isdigit() and unit.isdigit() and len(text) < 8):
        raise ValueError(f"{text[:40]!r} is not of the form layer.unit")
    return f"{int(layer)}.{int(unit)}" if text else ""


def canonical_lane(text: str) -> str:
    """Return the one spelling of a lane; ValueError as :func:`read_lane`."""
    return write_lane(*read_lane(text))


def read_lane(text: str) -> tuple[str, ExperimentSpec]:
    """Return name and run of a lane; ValueError names the first thing that can't be read."""
    query = dict(parse_qsl(text, keep_blank_values=True, max_num_fields=100))
    name = canonical_name(query.pop(_NAME, ""))
    spec, problems = ExperimentSpec.from_query(query)
    if problems:
        raise ValueError(problems[0])
    return name, spec


def write_lane(name: str, spec: ExperimentSpec) -> str:
    """Return the text of a lane."""
    query = {key: value for key, value in spec.to_query().items() if key != VERSION_KEY}
    return urlencode({**({_NAME: name} if name else {}), **query}, safe="();:,.~-*/=") or f"{VERSION_KEY}={VERSION}"


@dataclass(frozen=True)
class Lane:
    """One run of a race.

    label : its name, or what distinguishes it from the other lanes.
    """

    name: str
    spec: ExperimentSpec
    label: str


@dataclass(frozen=True)
class TrainingSpec(ExperimentSpec):
    """The run that is selected, and those beside it.

    The fields of :class:`ExperimentSpec` are the selected lane's, so that what the sidebar changes is that lane.
    """

    lane: str = setting("", Text(canonical_name), "Name of the lane")
    others: tuple[str, ...] = setting((), SequenceKind(Text(canonical_lane), "|", MAX_LANES - 1), "Other lanes")
    place: int = setting(0, Number(0, MAX_LANES - 1, integer=True), "Place of the lane")
    together: bool = setting(False, Flag(), "Race", "All lanes side by side, in step.")
    seeds: int = setting(
        1,
        Number(1, MAX_SEEDS, integer=True),
        "Seeds",
        "Trains every lane so many times, with seeds one after the other.",
    )
    unit: str = setting("", Text(canonical_unit), "Unit")

    def conflicts(self) -> dict[str, str]:
        """Return field name -> what is wrong, for fields that don't go with the others."""
        wrong = super().conflicts()
        if self.place > len(self.others):
            wrong["place"] = f"there is no lane {self.place + 1}: there are {len(self.others) + 1}"
        if self.together and not self.others:
            wrong["together"] = "a race takes two lanes or more"
        if self.unit and not wrong:
            layer, unit = map(int, self.unit.split("."))
            widths = (*self.hidden, self.outputs)  # the last layer is the output
            if not 1 <= layer <= len(widths) or not 1 <= unit <= widths[layer - 1]:
                wrong["unit"] = f"there is no unit {unit} in layer {layer}"
        return wrong

    @classmethod
    def of(cls, spec: ExperimentSpec, like: TrainingSpec | None = None) -> Self:
        """Return the page with `spec` in the selected lane; all else as on the page `like`."""
        around: dict[str, Any] = (
            {name: getattr(like, name) for name in _PAGE if name != "unit"} if like is not None else {}
        )
        return cls(**{entry.name: getattr(spec, entry.name) for entry in fields(ExperimentSpec)}, **around)

    def experiment(self) -> ExperimentSpec:
        """Return the selected lane's run."""
        return _DEFAULT.unchecked({entry.name: getattr(self, entry.name) for entry in fields(ExperimentSpec)})

    @property
    def lanes(self) -> tuple[Lane, ...]:
        """All lanes in order."""
        lanes = self._named()
        labels = lane_labels([spec for _, spec in lanes])
        return tuple(Lane(name, spec, name or label) for (name, spec), label in zip(lanes, labels, strict=True))

    def select(self, place: int) -> Self:
        """Return the page with another lane selected."""
        return self._with(self._named(), place)

    def add(self, spec: ExperimentSpec, name: str = "") -> Self:
        """Return the page with one more lane, which is selected; ValueError if there are as many as can be."""
        lanes = self._named()
        if len(lanes) == MAX_LANES:
            raise ValueError(f"there are {MAX_LANES} lanes, and no room for more: remove one first")
        return self._with([*lanes, (name, spec)], len(lanes))

    def remove(self, place: int) -> Self:
        """Return the page without one lane; ValueError if it is the only one."""
        lanes = self._named()
        if len(lanes) == 1:
            raise ValueError("the last lane can't be removed")
        del lanes[place]
        return self._with(lanes, min(len(lanes) - 1, self.place - (place < self.place)))

    def rename(self, name: str) -> Self:
        """Return the page with another name for the selected lane."""
        return replace(self, lane=name)

    def fork(self, step: int, actions: Sequence[Action] = (), **changes: Any) -> Self:
        """Return the page with a fork of the selected lane as one more lane, selected; see `viz.spec.fork.forked`."""
        return self.add(forked(self.experiment(), step, actions, **changes))

    def _named(self) -> list[tuple[str, ExperimentSpec]]:
        lanes = [read_lane(text) for text in self.others]
        lanes.insert(self.place, (self.lane, self.experiment()))
        return lanes

    def _with(self, lanes: Sequence[tuple[str, ExperimentSpec]], place: int) -> Self:
        name, spec = lanes[place]
        others = tuple(write_lane(*lane) for number, lane in enumerate(lanes) if number != place)
        together = self.together and bool(others)
        page: dict[str, Any] = {
            "lane": name,
            "others": others,
            "place": place,
            "together": together,
            "seeds": self.seeds,
        }
        return type(self)(**{entry.name: getattr(spec, entry.name) for entry in fields(ExperimentSpec)}, **page)


_PAGE = tuple(name for name in asdict(TrainingSpec()) if name not in asdict(ExperimentSpec()))
