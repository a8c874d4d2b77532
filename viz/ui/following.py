"""Widgets that are no setting themselves but stand for settings: switches, and choices of one or of several."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from functools import partial
from typing import Any

import streamlit as st

from viz.ui.parts import joined


class FollowingWidgets:
    """Draws them on one page; they follow the settings whoever changes those."""

    page: str
    _renewals: dict[str, int]

    def switch(self, name: str, label: str, *, on: bool, flipped: Callable[[bool], object]) -> bool:
        """Draw a switch that is no setting itself, and return its position.

        on: whether the settings say that it is on.  flipped: called with the new position before the next run.
        """
        key = self._following_key(name, on)
        return st.toggle(label, on, key=key, on_change=self._report, args=(flipped, key, name))

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
            args=(picked, key, name),
            placeholder=otherwise,
            label_visibility="visible" if labelled else "collapsed",
        )

    def picks(
        self,
        name: str,
        label: str,
        options: Mapping[str, str],
        *,
        chosen: Collection[str],
        picked: Callable[[list[str]], object],
        all_shown: bool = True,
        **more: Any,
    ) -> None:
        """Draw a choice of several that is no setting itself but stands for others; see :meth:`pick`.

        all_shown: every option is a button, else there is a list to choose from.
        """
        key = self._following_key(name, list(chosen))
        widget: Callable[..., Any] = partial(st.pills, selection_mode="multi") if all_shown else st.multiselect
        widget(
            label,
            list(options),
            default=list(chosen),
            format_func=lambda option: options[option],
            key=key,
            on_change=self._report,
            args=(picked, key, name),
            **more,
        )

    def renew(self, name: str) -> None:
        """Have a widget that stands for settings show them again, although they did not change as it was asked."""
        memory = self._memory(name)
        st.session_state[memory] = st.session_state[memory][0], None

    # What they share -------------------------------------------------------------------------------------------------

    def _key(self, name: str, part: str) -> str:
        renewals = self._renewals.get(name, 0)
        return joined(self.page, name, part) + (f"~{renewals}" if renewals else "")

    def _following_key(self, name: str, truth: Any) -> str:
        """Return the key of a widget that stands for settings: another one when they change to what it doesn't show.

        A new widget at each change would do too, but for a moment the old one stands beside it, and a press on that
        one is lost.
        """
        memory = self._memory(name)
        count, followed = st.session_state.get(memory, (0, truth))
        key = self._following(name, count)
        if followed != truth and st.session_state.get(key, truth) != truth:
            count += 1
        st.session_state[memory] = count, truth
        return self._following(name, count)

    def _following(self, name: str, count: int) -> str:
        return f"{self._key(name, 'following')}~{count}"

    def _memory(self, name: str) -> str:
        return f"{self.page}/{name} follows"

    def _report(self, told: Callable[[Any], object], key: str, name: str = "") -> None:
        """Tell what a widget shows now, unless it has been replaced.

        What draws the page again by itself may send along what a widget showed that the server has replaced meanwhile;
        to Streamlit that is a change of it.
        """
        if not name or key == self._following(name, st.session_state[self._memory(name)][0]):
            told(st.session_state[key])
