"""Widgets: draws one widget for each part of a setting, with wording, bounds and steps from the setting's own kind."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import streamlit as st

from viz.activations import ACTIVATIONS
from viz.spec.activation_text import read_activation
from viz.spec.codec import Number, Sequence, Settings
from viz.ui.parts import decimals, joined, parts_of, readable, stops


class Widgets:
    """The widgets of one page, keyed by page, setting and part.

    A widget that is on screen is set through its key when the setting has another value; one that is not gets the value
    as its default.  Never the other way round: Streamlit keeps what is stored under the key of a widget that is not
    there, and would bring it back the next time the widget appears.
    """

    settings: Settings

    def __init__(self, page: str) -> None:
        self.page = page

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
    ) -> None:
        """Draw a slider for a number.

        low, high: narrower bounds for the slider than the setting has.  at: the values that it stops at, instead of
        the setting's step.  A value that is set in another way, by a link, is always among them.
        """
        kind = self._number(name, part)
        number = int if kind.integer else float
        value = self._value(name, part)
        low = kind.low if low is None else low
        high = kind.high if high is None else high
        if at is None and kind.log:
            at = stops(low, high)
        wording = self._wording(name, label)
        if at is None:
            bounds = {"min_value": number(min(low, value)), "max_value": number(max(high, value))}
            step = {"step": number(kind.step or 1), "format": f"%.{decimals(kind.step or 1)}f"}
            self._draw(st.slider, name, part, {"value": value}, **bounds, **step, **wording)
        else:
            options = sorted({*map(number, at), value})
            self._draw(st.select_slider, name, part, {"value": value}, options=options, format_func=readable, **wording)

    def number(self, name: str, part: str = "", *, label: str | None = None) -> None:
        """Draw a field to type a number into."""
        kind = self._number(name, part)
        number = int if kind.integer else float
        bounds = {"min_value": number(kind.low), "max_value": number(kind.high), "step": number(kind.step or 1)}
        self._draw(
            st.number_input, name, part, {"value": self._value(name, part)}, **bounds, **self._wording(name, label)
        )

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
            {"default": self._value(name, "")},
            options=kind.options,
            format_func=kind.label,
            required=True,
            **self._wording(name, label),
        )

    def flag(self, name: str, *, label: str | None = None) -> None:
        """Draw a switch."""
        self._draw(st.toggle, name, "", {"value": self._value(name, "")}, **self._wording(name, label))

    def activation(self, name: str, part: str = "", *, label: str | None = None) -> None:
        """Draw a choice of activation; its parameters are drawn by :meth:`parameters`."""
        self._select(name, part, ACTIVATIONS, lambda option: ACTIVATIONS[option].label, label)

    def parameters(self, name: str, part: str = "") -> None:
        """Draw a slider for each parameter that an activation has."""
        value = getattr(self.settings, name)
        activation = read_activation(value if not part else value[0 if part == "each" else int(part)])
        for parameter in activation.parameters:
            place = joined(part, activation.name, parameter.name)
            self._draw(
                st.slider,
                name,
                place,
                {"value": self._value(name, place)},
                label=parameter.label,
                help=parameter.description,
                min_value=parameter.low,
                max_value=parameter.high,
                step=parameter.step,
                format=f"%.{decimals(parameter.step)}f",
            )

    def several(
        self, name: str, options: Iterable[str], format: Callable[[str], str], *, label: str | None = None
    ) -> None:
        """Draw a choice of several, in the order in which they were chosen; all that are chosen are also options."""
        value = self._value(name, "")
        every = list(dict.fromkeys([*options, *value]))
        self._draw(
            st.multiselect,
            name,
            "",
            {"default": value},
            options=every,
            format_func=format,
            **self._wording(name, label),
        )

    def switch(self, name: str, label: str, *, value: bool, help: str | None = None) -> bool:
        """Draw a switch that is no setting but only changes which widgets the page shows; return its position."""
        return st.toggle(label, value, key=self.key(name), help=help)

    # What they share -------------------------------------------------------------------------------------------------

    def key(self, name: str, part: str = "") -> str:
        """Return the key of the widget of one part of a setting."""
        return joined(self.page, name, part)

    def _draw(self, widget: Callable[..., Any], name: str, part: str, shows: dict[str, Any], **arguments: Any) -> None:
        """Draw a widget; `shows` is the argument by which a new one is told what to show."""
        key = self.key(name, part)
        if key not in st.session_state:
            arguments |= shows
        elif st.session_state[key] != self._value(name, part):
            st.session_state[key] = self._value(name, part)
        widget(key=key, **arguments)

    def _select(
        self, name: str, part: str, options: Iterable[str], format: Callable[[str], str], label: str | None
    ) -> None:
        value = self._value(name, part)
        every = list(dict.fromkeys([*options, value]))
        shows = {"index": every.index(value)}
        self._draw(st.selectbox, name, part, shows, options=every, format_func=format, **self._wording(name, label))

    def _drawn_before(self) -> bool:
        """Return whether the page's widgets are on screen; Streamlit forgets them when another page opens."""
        return any(str(key).startswith(f"{self.page}.") for key in st.session_state)

    def _shown(self, name: str, part: str, known: Any) -> Any:
        """Return what a widget shows, `known` if it is not on screen."""
        return st.session_state.get(self.key(name, part), known)

    def _value(self, name: str, part: str) -> Any:
        entry = self.settings.field(name)
        return parts_of(entry.metadata["kind"], entry.default).split(getattr(self.settings, name))[part]

    def _wording(self, name: str, label: str | None) -> dict[str, Any]:
        metadata = self.settings.field(name).metadata
        return {"label": label or metadata["label"], "help": metadata["help"] or None}

    def _number(self, name: str, part: str) -> Number:
        kind = self.settings.kind(name)
        if isinstance(kind, Sequence):
            kind = Number(kind.shortest, kind.longest, integer=True) if part == "count" else kind.kind
        if not isinstance(kind, Number):
            raise TypeError(f"{name} is no number")
        return kind
