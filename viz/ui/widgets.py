"""Widgets: draws one widget for each part of a setting, with wording, bounds and steps from the setting's own kind."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

import streamlit as st

from viz.activations import ACTIVATIONS
from viz.spec.activation_text import read_activation
from viz.spec.codec import Number, Sequence, Settings
from viz.ui.parts import decimals, grid, joined, parts_of, readable, stops

STYLE = Path(__file__).with_name("controls.css")


class Widgets:
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
    ) -> None:
        """Draw a slider for a number.

        low, high: narrower bounds for the slider than the setting has.  at: the values that it stops at, instead of
        the setting's step.  A value that is set in another way, by a link, is always among them.  said: what stands
        for the value at the end of the label.
        """
        kind = self._number(name, part)
        number = int if kind.integer else float
        value = self._value(name, part)
        if at is None and kind.log:
            at = stops(kind.low, kind.high)
        if at is None and (low is not None or high is not None):
            at = grid(kind.low if low is None else low, kind.high if high is None else high, kind.step or 1)
        wording = self._wording(name, label, said or value)
        if at is None:
            self._plain_slider(name, part, number(kind.low), number(kind.high), number(kind.step or 1), wording)
        else:
            # Not st.slider: it becomes another widget, and forgets its value, when its bounds change.
            options = sorted({*map(number, at), value})
            self._draw(st.select_slider, name, part, value=value, options=options, format_func=readable, **wording)

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
        """Draw a choice of activation; its parameters are drawn by :meth:`parameters`."""
        self._select(name, part, ACTIVATIONS, lambda option: ACTIVATIONS[option].label, label)

    def parameters(self, name: str, part: str = "") -> None:
        """Draw a slider for each parameter that an activation has."""
        value = getattr(self.settings, name)
        activation = read_activation(value if not part else value[0 if part == "each" else int(part)])
        for parameter in activation.parameters:
            place = joined(part, activation.name, parameter.name)
            wording = {"label": _with_value(parameter.label, self._value(name, place)), "help": parameter.description}
            self._plain_slider(name, place, parameter.low, parameter.high, parameter.step, wording)

    def switch(self, name: str, label: str, *, on: bool, flipped: Callable[[bool], object]) -> bool:
        """Draw a switch that is no setting itself, and return its position.

        on: whether the settings say that it is on.  flipped: called with the new position before the next run.
        """
        key = self._following_key(name, on)
        return st.toggle(label, on, key=key, on_change=self._report, args=(flipped, key))

    def pick(
        self,
        name: str,
        label: str,
        options: Mapping[str, str],
        *,
        chosen: str | None,
        picked: Callable[[str], object],
        otherwise: str = "",
        labelled: bool = True,
    ) -> None:
        """Draw a choice that is no setting itself but stands for others.

        options: name -> wording.  chosen: the one that the settings agree with, if any; else `otherwise` is shown.
        picked: called with the name before the next run.
        """
        key = self._following_key(name, chosen)
        names = list(options)
        st.selectbox(
            label,
            names,
            None if chosen is None else names.index(chosen),
            format_func=lambda option: options[option],
            key=key,
            on_change=self._report,
            args=(picked, key),
            placeholder=otherwise,
            label_visibility="visible" if labelled else "collapsed",
        )

    # What they share -------------------------------------------------------------------------------------------------

    def key(self, name: str) -> str:
        """Return the key of a button of the page, which stays the same however often settings come from elsewhere."""
        return joined(self.page, name)

    def _key(self, name: str, part: str) -> str:
        renewals = self._renewals.get(name, 0)
        return joined(self.page, name, part) + (f"~{renewals}" if renewals else "")

    def _following_key(self, name: str, truth: Any) -> str:
        """Return the key of a widget that stands for settings: another one when they change to what it doesn't show.

        A new widget at each change would do too, but for a moment the old one stands beside it, and a press on that
        one is lost.
        """
        memory = f"{self.page}/{name} follows"
        count, followed = st.session_state.get(memory, (0, truth))
        key = f"{self._key(name, 'following')}~{count}"
        if followed != truth and st.session_state.get(key, truth) != truth:
            count += 1
        st.session_state[memory] = count, truth
        return f"{self._key(name, 'following')}~{count}"

    def _draw(self, widget: Callable[..., Any], name: str, part: str, **arguments: Any) -> None:
        widget(key=self._key(name, part), **arguments)

    def _select(
        self, name: str, part: str, options: Iterable[str], format: Callable[[str], str], label: str | None
    ) -> None:
        value = self._value(name, part)
        every = list(dict.fromkeys([*options, value]))
        wording = self._wording(name, label)
        self._draw(st.selectbox, name, part, options=every, index=every.index(value), format_func=format, **wording)

    @staticmethod
    def _report(told: Callable[[Any], object], key: str) -> None:
        told(st.session_state[key])

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
        return {"label": label if value is None else _with_value(label, value), "help": metadata["help"] or None}

    def _number(self, name: str, part: str) -> Number:
        kind = self.settings.kind(name)
        if isinstance(kind, Sequence):
            kind = Number(kind.shortest, kind.longest, integer=True) if part == "count" else kind.kind
        if not isinstance(kind, Number):
            raise TypeError(f"{name} is no number")
        return kind


def _with_value(label: str, value: float | str) -> str:
    """Return a slider's label with its value, which controls.css puts at the end of the line."""
    exact = value if isinstance(value, str) else readable(value)
    return f"{label} **{exact if isinstance(value, str) or len(exact) <= 10 else f'{value:.6g}'}**"
