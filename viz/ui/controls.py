"""The controls of a page: link -> settings -> widgets on opening, widgets -> settings -> link on every run after it.

A page makes one :class:`Controls` at the top of its run and has the settings at once, before any widget is drawn: what
the user changed is already in the session's state.  The widgets are then placed anywhere, in any order, or not at all::

    controls = Controls("training", ExperimentSpec, PlayerView)
    with st.sidebar:
        controls.slider("noise")
    draw(controls.settings)

This module is the only one that touches ``st.session_state`` and ``st.query_params``.  Who wins:

- The link, when the session first opens the page, when the browser goes back or forward, and when a link within the
  app leads to the page with settings of its own.
- Else what the widgets say.  Settings without a widget on screen keep their value, also while another page is open.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import fields, replace
from typing import Any, Generic, TypeAlias, TypeVar

import streamlit as st
from streamlit.delta_generator import DeltaGenerator
from streamlit.runtime.scriptrunner import get_script_run_ctx

from viz.engine.table import Table
from viz.engine.uploads import show_only
from viz.spec.codec import VERSION_KEY, Settings, unknown_keys
from viz.ui.again import draw_again
from viz.ui.parts import parts_of
from viz.ui.widgets import Widgets

S = TypeVar("S", bound=Settings)
V = TypeVar("V", bound=Settings)
Changes: TypeAlias = dict[str, Any]  # field -> new value

ENTERING = 0.3  # seconds from opening a page to saying its settings in the address
TABLES = "tables"  # key of the session's uploaded tables
TRANSIENT = ("frame",)  # keys of a link that mean nothing once the settings have changed


class Controls(Widgets, Generic[S]):
    """The settings of one page, and the widgets that change them.

    Attributes
    ----------
    settings : S
        What the page shows.
    problems : list of str
        One sentence for everything that was asked for and could not be had.
    restarts : int
        How many times the page was opened by a link, by the back button, or by an offer that is to count as one.

    Parameters
    ----------
    page : str
        Names the page in widget keys.
    kind : type of Settings
        The page's settings.
    others : types of Settings
        What else may stand in the page's link, see :meth:`other`.
    follow : settings, changes -> changes
        Adds to what was changed in the widgets what has to change with it.
    """

    def __init__(
        self, page: str, kind: type[S], *others: type[Settings], follow: Callable[[S, Changes], Changes] | None = None
    ) -> None:
        super().__init__(page)
        show_only(self.tables)
        self.kind = kind
        self._renewals = self._get("renewals", {})
        self._others = others
        self._follow = follow or (lambda _, changes: changes)
        offered: tuple[S, bool] | None = self._take("offered")
        if self._link_decides():
            self._open_link()
        elif offered is not None:
            self._take_offer(*offered)
        else:
            self._read_widgets()
        self.settings: S = self._get("settings")
        self.problems: list[str] = self._get("problems", [])
        self.restarts: int = self._get("restarts", 0)
        self._say_in_link(st.sidebar.container())

    def other(self, kind: type[V]) -> V:
        """Return what the link said about settings of another kind, when it was opened."""
        view: V = self._get(kind.__name__, kind())
        return view

    def offer(self, settings: S, *, again: bool = False, problems: Collection[str] = ()) -> None:
        """Have the next run start from `settings`; for the callback of a button or a choice of presets.

        again: as if a link had been opened, although nothing may have changed.  problems: what could not be had.
        """
        self._set("offered", (settings, again))
        self._set("refused", list(problems))

    def change(self, **changes: Any) -> None:
        """Have the next run start with `changes`, and with what has to change with them, as if a widget had said it."""
        settled, problems = settle(self.settings, self._follow(self.settings, changes))
        self.offer(settled, problems=problems)

    def before(self, of: Callable[[S], Any]) -> S | None:
        """Return the settings before `of` them became what it is; None while it is what it was at first."""
        latest: S
        latest, before = self._get("latest", (self.settings, None))
        if of(latest) != of(self.settings):
            before = latest
        self._set("latest", (self.settings, before))
        found: S | None = before
        return found

    def refuse(self, problem: str) -> None:
        """Have the next run say what can't be done."""
        self._set("problems", [problem])

    @staticmethod
    def answer(key: str, name: str) -> Any:
        """Return one value of a component's result, for its callback."""
        return dict(st.session_state.get(key) or {}).get(name)

    def keep(self, name: str, value: Any) -> None:
        """Remember, as long as the session lasts, something of the page that is no setting."""
        self._set(f"kept {name}", value)

    def kept(self, name: str) -> Any:
        """Return what was last kept under a name, None if nothing was."""
        return self._get(f"kept {name}")

    @property
    def tables(self) -> Mapping[str, Table]:
        """The tables that were uploaded in this session, by their digests: it alone sees them, on every page."""
        return st.session_state.get(TABLES, {})

    def hold(self, tables: Mapping[str, Table]) -> None:
        """Have the session hold these tables and no others; what nobody holds is gone."""
        if not set(self.tables) <= set(tables):
            self._take("latest")  # which may be about one that goes
        st.session_state[TABLES] = dict(tables)
        show_only(tables)

    def reset(self) -> None:
        """Have the next run start from the defaults; for the callback of a button."""
        self.offer(self.kind())

    # The link ---------------------------------------------------------------------------------------------------------

    def _link_decides(self) -> bool:
        """Return whether this run takes its settings from the address bar."""
        known: S | None = self._get("settings")
        entering = not self._drawn_before()
        stated = any(key in st.query_params for key in self._query_keys)
        context = get_script_run_ctx()
        travelling = context is not None and context.is_history_navigation
        if known is None:
            return True
        if not stated:
            self._set("linked", self.kind())  # which is what a bare address says
        if entering:
            # The app's navigation leads to a bare address, and what is remembered is written as a second entry of the
            # browser's history: going back to the first one must not undo it.
            remembered = not stated and not travelling and known != self.kind()
            self._set("left bare", remembered)
            self._set("just entered", remembered)
        if travelling:
            return stated or not self._get("left bare")
        return entering and stated

    @property
    def _query_keys(self) -> set[str]:
        readers: tuple[type[Settings], ...] = (self.kind, *self._others)
        return {VERSION_KEY} | {entry.name for reader in readers for entry in fields(reader)}

    def _open_link(self) -> None:
        query = st.query_params.to_dict()
        settings, problems = self.kind.from_query(query)
        self._adopt(settings, [], again=True)
        for other in self._others:
            view, more = other.from_query(query)
            self._set(other.__name__, view)
            problems += [problem for problem in more if problem not in problems]
        self._set("problems", [*problems, *unknown_keys(query, self.kind, *self._others)])
        self._set("linked", settings)

    def _say_in_link(self, place: DeltaGenerator) -> None:
        """Put the settings into the address bar, if it doesn't say them already.

        A page that has not changed never writes: the player keeps keys of its own in the address without telling the
        server, and they would be lost.

        place: a container that is always there, for the timer when it has to wait.
        """
        if self.settings == self._get("linked"):
            return
        if self._take("just entered"):
            # The browser may still have the address of the page before, and would add the query to that one.
            with place:
                draw_again(lambda: True, ENTERING)
            return
        others = {entry.name for other in self._others for entry in fields(other)} - set(TRANSIENT)
        kept = {key: value for key, value in st.query_params.to_dict().items() if key in others}
        st.query_params.from_dict({**self.settings.to_query(), **kept})
        self._set("linked", self.settings)

    # What changes the settings ----------------------------------------------------------------------------------------

    def _read_widgets(self) -> None:
        """Take over what was changed in the widgets since the last run."""
        settings: S = self._get("settings")
        changes: Changes = {}
        problems: list[str] = []
        for entry in fields(settings):
            kind = entry.metadata["kind"]
            old = value = getattr(settings, entry.name)
            parts = parts_of(kind, entry.default)
            try:
                for part, known in parts.split(old).items():
                    shown = self._shown(entry.name, part, known)
                    if shown != known:
                        value = kind.check(parts.change(value, part, shown))
            except ValueError as error:
                problems.append(f"{entry.metadata['label']}: {error}.")
                continue
            if value != old:
                changes[entry.name] = value
        if changes or problems:
            settled, clashes = settle(settings, self._follow(settings, changes))
            if problems or clashes:  # then widgets show what could not be had
                self._adopt(settled, problems + clashes)
            else:
                self._change(settled, [])

    def _take_offer(self, settings: S, again: bool) -> None:
        refused: list[str] = self._take("refused") or []
        if settings == self._get("settings"):
            self._change(settings, refused)
            self._set("restarts", self._get("restarts", 0) + again)
        else:
            self._adopt(settings, refused, again=again)

    def _adopt(self, settings: S, problems: list[str], *, again: bool = False) -> None:
        """Take settings from elsewhere than the widgets; those that show anything else make place for new ones."""
        for entry in fields(settings):
            parts = parts_of(entry.metadata["kind"], entry.default).split(getattr(settings, entry.name))
            if any(self._shown(entry.name, part, known) != known for part, known in parts.items()):
                self._renewals = {**self._renewals, entry.name: self._renewals.get(entry.name, 0) + 1}
        self._set("renewals", self._renewals)
        self._change(settings, problems)
        self._set("restarts", self._get("restarts", 0) + again)

    def _change(self, settings: S, problems: list[str]) -> None:
        self._set("settings", settings)
        self._set("problems", problems)
        for other in self._others:
            kept = self.other(other)
            gone = {entry.name: entry.default for entry in fields(other) if entry.name in TRANSIENT}
            self._set(other.__name__, replace(kept, **gone))

    # What the session remembers of the page while another is open -----------------------------------------------------

    def _get(self, name: str, default: Any = None) -> Any:
        return st.session_state.get(f"{self.page}/{name}", default)

    def _set(self, name: str, value: Any) -> None:
        st.session_state[f"{self.page}/{name}"] = value

    def _take(self, name: str) -> Any:
        return st.session_state.pop(f"{self.page}/{name}", None)


def settle(settings: S, changes: Changes) -> tuple[S, list[str]]:
    """Return `settings` with `changes`, and one sentence for everything that had to give way.

    A change that doesn't go with the rest is refused; an unchanged setting that no longer fits takes its default.
    """
    changes = dict(changes)
    problems: list[str] = []
    while clashes := settings.unchecked(changes).conflicts():
        for name, message in clashes.items():
            entry = settings.field(name)
            label = entry.metadata["label"]
            if name in changes and changes[name] != entry.default:
                del changes[name]
                problems.append(f"{label}: {message}; not changed.")
            elif name not in changes and getattr(settings, name) != entry.default:
                changes[name] = entry.default
                problems.append(f"{label}: {message}; the default is used.")
            else:  # its default does not fit either
                return settings, [f"{label}: {message}; nothing is changed."]
    return replace(settings, **changes), problems
