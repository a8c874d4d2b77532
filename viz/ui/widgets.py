"""Widgets: draws one widget for each part of a setting, with wording, bounds and steps from the setting's own kind."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import streamlit as st

from viz.activations import Activation
from viz.activations.formula import EXAMPLES, formula_text, typed_text
from viz.spec.activation_text import CHOICES, FORMULA, choice_of, read_activation
from viz.spec.codec import Number, Sequence, Settings
from viz.ui.following import FollowingWidgets
from viz.ui.formula_editor import HELP, Draft, below_formula
from viz.ui.parts import decimals, grid, item_of, joined, labelled_with, parts_of, readable, stops

STYLE = Path(__file__).with_name("controls.css")


class Widgets(FollowingWidgets, ABC):
    """The widgets of one page, keyed by page, setting and part.

    A widget is told what to show when it appears, and never again.  A setting that is changed from elsewhere, by a link
    or a preset, gets new widgets: their keys end in the number of times that this has happened.  Setting the old ones
    through their keys would not do, for until the browser has taken that over it goes on reporting what they showed
    before, and that looks like a change by the reader.
    """

    settings: Settings

    def __init__(self, page: str) -> None:
        self.page = page
        self._renewals: dict[str, int] = {}  # setting -> how often its widgets were replaced
        st.html(STYLE)

    # One widget for one part of a setting ----------------------------------------------------------------------------

    def slider(
        self,
        name: str,
        part: str = "",
        *,
        label: str | None = None,
        low: float | None = None,
        high: float | None = None,
        at: Iterable[float] | None = None,
        said: str = "",
        cap: float | None = None,
    ) -> None:
        """Draw a slider for a number.

        low, high: narrower bounds for the slider than the setting has.  at: the values that it stops at, instead of
        the setting's step.  A value that is set in another way, by a link, is always among them.  said: what stands
        for the value at the end of the label.  cap: the highest value that makes a difference: the slider ends there,
        and one above it, set by a link, is shown as that.
        """
        kind = self._number(name, part)
        number = int if kind.integer else float
        value = self._value(name, part)
        high = high if cap is None else cap
        most = kind.high if cap is None else cap
        if at is None and kind.log:
            at = stops(kind.low, kind.high)
        if at is None and (low is not None or high is not None):
            at = grid(kind.low if low is None else low, kind.high if high is None else high, kind.step or 1)
        wording = self._wording(name, label, said or min(value, number(most)))
        if at is None:
            self._plain_slider(name, part, number(kind.low), number(kind.high), number(kind.step or 1), wording)
        else:
            # Not st.slider: it becomes another widget, and forgets its value, when its bounds change.
            steps = {*map(number, at), value}
            if cap is not None:
                steps = {*(each for each in steps if each < cap), max(value, number(cap))}
            wording["format_func"] = lambda option: readable(min(option, most))
            self._draw(st.select_slider, name, part, value=value, options=sorted(steps), **wording)

    def _plain_slider(
        self, name: str, part: str, low: float, high: float, step: float, wording: dict[str, Any]
    ) -> None:
        bounds = {"min_value": low, "max_value": high, "step": step, "format": f"%.{decimals(step)}f"}
        self._draw(st.slider, name, part, value=self._value(name, part), **bounds, **wording)

    def number(self, name: str, part: str = "", *, label: str | None = None) -> None:
        """Draw a field to type a number into."""
        kind = self._number(name, part)
        number = int if kind.integer else float
        bounds = {"min_value": number(kind.low), "max_value": number(kind.high), "step": number(kind.step or 1)}
        self._draw(st.number_input, name, part, value=self._value(name, part), **bounds, **self._wording(name, label))

    def text(self, name: str, *, label: str | None = None, longest: int | None = None, placeholder: str = "") -> None:
        """Draw a field to type a text into; `placeholder` stands there while it is empty."""
        value, wording = self._value(name, ""), self._wording(name, label)
        self._draw(st.text_input, name, "", value=value, max_chars=longest, placeholder=placeholder, **wording)

    def choice(
        self, name: str, part: str = "", *, label: str | None = None, options: Iterable[str] | None = None
    ) -> None:
        """Draw a choice; `options` narrows it to those that go with the other settings."""
        kind = self.settings.kind(name)
        self._select(name, part, options or kind.options, kind.label, label)

    def segments(self, name: str, *, label: str | None = None) -> None:
        """Draw a choice of two or three as buttons side by side."""
        kind = self.settings.kind(name)
        self._draw(
            st.segmented_control,
            name,
            "",
            default=self._value(name, ""),
            options=kind.options,
            format_func=kind.label,
            required=True,
            **self._wording(name, label),
        )

    def flag(self, name: str, *, label: str | None = None) -> None:
        """Draw a switch."""
        self._draw(st.toggle, name, "", value=self._value(name, ""), **self._wording(name, label))

    def activation(self, name: str, part: str = "", *, label: str | None = None) -> None:
        """Draw a choice of activation; its parameters, or the field for a formula, are drawn by :meth:`parameters`."""
        self._select(name, part, CHOICES, lambda option: CHOICES[option], label)

    def parameters(self, name: str, part: str = "") -> None:
        """Draw a slider for each parameter that an activation has, above them the field for a formula of one's own."""
        activation = read_activation(item_of(getattr(self.settings, name), part))
        if choice_of(activation) == FORMULA:
            self._formula(name, part, activation)
        for parameter in activation.parameters:
            place = joined(part, choice_of(activation), parameter.name)
            wording = {"label": labelled_with(parameter.label, self._value(name, place)), "help": parameter.description}
            self._plain_slider(name, place, parameter.low, parameter.high, parameter.step, wording)

    def tuned(self, name: str, activation: Activation, *, width: int) -> Activation:
        """Draw sliders for the parameters of an activation that is no setting, and return it with what they show.

        name: of their keys.  width: of each, in px.
        """
        shown: dict[str, float] = {}
        for parameter in activation.parameters:
            key, first = (
                self.key(joined(name, choice_of(activation), parameter.name)),
                activation.values[parameter.name],
            )
            shown[parameter.name] = st.slider(
                labelled_with(parameter.label, st.session_state.get(key, first)),
                parameter.low, parameter.high, first, parameter.step, key=key, help=parameter.description, width=width,
            )  # fmt: skip
        return activation.with_parameters(**shown)

    def _formula(self, name: str, part: str, activation: Activation) -> None:
        """Draw the field for a formula, which keeps what is typed also where it is refused."""
        memory = f"{self.page}/{joined(name, part)} typed"
        draft = st.session_state.get(memory, Draft()).following(formula_text(activation))
        key = f"{self._key(name, joined(part, 'text'))}~{draft.count}"
        if key not in st.session_state:
            draft = draft.shown(typed_text(activation))
        st.session_state[memory] = draft

        def tried(typed: str) -> None:
            entry = self.settings.field(name)
            parts = parts_of(entry.metadata["kind"], entry.default)
            try:
                value = parts.change(getattr(self.settings, name), joined(part, "text"), typed)
            except ValueError as error:
                st.session_state[memory] = draft.refusing(typed, error)
            else:
                st.session_state[memory] = draft.meaning(formula_text(read_activation(item_of(value, part))))
                self.change(**{name: value})

        st.text_input(
            "f(x) =", draft.initial, key=key, placeholder=EXAMPLES[0][0], help=HELP,
            on_change=self._report, args=(tried, key),
        )  # fmt: skip
        below_formula(activation, draft, joined(name, part).replace(".", "-"))

    @abstractmethod
    def change(self, **changes: Any) -> None:
        """Have the next run start with `changes`, as if a widget had said it."""

    def file(
        self, name: str, label: str, *, endings: list[str], megabytes: int, given: Callable[[Any], object]
    ) -> None:
        """Draw a field for one file.  given: called with the file (its `name` and `getvalue()`), or with None."""
        key = self.key(name)
        st.file_uploader(label, endings, key=key, max_upload_size=megabytes, on_change=self._report, args=(given, key))

    # What they share -------------------------------------------------------------------------------------------------

    def key(self, name: str) -> str:
        """Return the key of a button of the page, which stays the same however often settings come from elsewhere."""
        return joined(self.page, name)

    def _draw(self, widget: Callable[..., Any], name: str, part: str, **arguments: Any) -> None:
        widget(key=self._key(name, part), **arguments)

    def _select(
        self, name: str, part: str, options: Iterable[str], format: Callable[[str], str], label: str | None
    ) -> None:
        value = self._value(name, part)
        every = list(dict.fromkeys([*options, value]))
        wording = self._wording(name, label)
        self._draw(st.selectbox, name, part, options=every, index=every.index(value), format_func=format, **wording)

    def _drawn_before(self) -> bool:
        """Return whether the page's widgets are on screen; Streamlit forgets them when another page opens."""
        return any(str(key).startswith(f"{self.page}.") for key in st.session_state)

    def _shown(self, name: str, part: str, known: Any) -> Any:
        """Return what a widget shows, `known` if it is not on screen."""
        return st.session_state.get(self._key(name, part), known)

    def _value(self, name: str, part: str) -> Any:
        entry = self.settings.field(name)
        return parts_of(entry.metadata["kind"], entry.default).split(getattr(self.settings, name))[part]

    def _wording(self, name: str, label: str | None, value: float | str | None = None) -> dict[str, Any]:
        metadata = self.settings.field(name).metadata
        label = label or str(metadata["label"])
        return {"label": label if value is None else labelled_with(label, value), "help": metadata["help"] or None}

    def _number(self, name: str, part: str) -> Number:
        kind = self.settings.kind(name)
        if isinstance(kind, Sequence):
            kind = Number(kind.shortest, kind.longest, integer=True) if part == "count" else kind.kind
        if not isinstance(kind, Number):
            raise TypeError(f"{name} is no number")
        return kind
