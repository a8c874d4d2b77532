"""A table of one's own: the file, what of it is to be predicted, what was done about gaps and texts, or what is wrong.

Everything stays in the session's memory; a link holds the name of the table and none of its rows.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import product
from pathlib import PurePath
from typing import Any

import streamlit as st

from viz.engine.csv_table import Columns, read_table
from viz.engine.csv_text import MAX_BYTES, TableError
from viz.engine.datasets import DATASETS
from viz.engine.table_of import Kind, digest_of, guess_kind, guess_target, table_of
from viz.engine.uploads import uploaded
from viz.spec.experiment import UPLOAD
from viz.spec.training import TrainingSpec
from viz.ui.cache import share_table
from viz.ui.share import plain
from viz.ui.training.data_choice import changes_for, sizes
from viz.ui.training.section import Run

ENDINGS = ["csv", "tsv", "txt"]
KINDS: dict[Kind, str] = {"classes": "A class (classification)", "values": "A number (regression)"}
KEPT = 8  # tables of a session, besides those that are on screen
SHORT = 4  # remarks that are shown without scrolling

_ASKED, _ANSWERED = "table", "tables by digest"
_WANTED, _WRONG = "table wanted", "what is wrong with the file"


@dataclass(frozen=True, eq=False)
class Asked:
    """What a file is to be used for; `wrong` says why it can't be, `column` which column is to blame."""

    columns: Columns
    target: str
    kind: Kind
    left_out: tuple[str, ...] = ()
    wrong: str = ""
    column: str | None = None


def want(controls: Run, wanted: bool) -> None:
    """Say that the reader would like to upload a table, or would not any more."""
    asked: Asked | None = controls.kept(_ASKED)
    controls.keep(_WANTED, controls.settings.dataset if wanted else "")
    controls.keep(_WRONG, "")
    if wanted and asked is not None:
        _ask(controls, asked)


def wanted(controls: Run) -> bool:
    """Return whether a file is asked for: by the reader, or by a link that was made where there was one."""
    spec = controls.settings
    if spec.dataset == UPLOAD:
        return False
    if spec.upload and spec.upload not in controls.tables:
        return True
    instead_of: str | None = controls.kept(_WANTED)  # a data set; a preset or a link with another one ends the wish
    return instead_of == spec.dataset


def has_table(spec: TrainingSpec) -> bool:
    """Return whether any lane is trained on an uploaded table."""
    return spec.dataset == UPLOAD or any(_on_table(lane) for lane in spec.others)


def upload(controls: Run) -> None:
    """Draw the field for the file or, once there is one, the questions about it."""
    asked: Asked | None = controls.kept(_ASKED)
    if asked is not None and not asked.wrong:  # another lane, or a link, may be about another target
        asked = (controls.kept(_ANSWERED) or {}).get(controls.settings.upload, asked)
    if asked is not None:
        _questions(controls, asked)
        return
    megabytes = MAX_BYTES // 2**20
    controls.file("file", "CSV file", endings=ENDINGS, megabytes=megabytes, given=lambda file: _given(controls, file))
    if wrong := controls.kept(_WRONG):
        st.error(plain(wrong))
    st.caption(
        f"Up to {megabytes} MB, cells divided by commas, semicolons or tabs. The rows stay in the memory of this "
        "session: they are not stored, and not in the link."
    )


def _questions(controls: Run, asked: Asked) -> None:
    names = {name: name for name in asked.columns.names}
    st.caption(f"**{plain(asked.columns.name)}** · {_size(controls, asked)}")
    controls.pick(
        "table-target",
        "Predict",
        names,
        chosen=asked.target,
        picked=lambda name: _retarget(controls, asked, name),
    )
    controls.pick(
        "table-kind",
        "It is",
        {str(kind): wording for kind, wording in KINDS.items()},
        chosen=asked.kind,
        picked=lambda kind: _ask(controls, replace(asked, kind="classes" if kind == "classes" else "values")),
    )
    controls.picks(
        "table-left-out",
        "Leave out",
        {name: name for name in names if name != asked.target},
        chosen=asked.left_out,
        picked=lambda chosen: _ask(controls, replace(asked, left_out=tuple(chosen))),
        all_shown=False,
        placeholder="No column",
    )
    if asked.wrong:
        st.error(plain(asked.wrong))
        if asked.column is not None and asked.column != asked.target:
            without = replace(asked, left_out=(*asked.left_out, asked.column))
            st.button(
                f"Leave out {plain(asked.column)}",
                on_click=lambda: _ask(controls, without),
                key=controls.key("leave-out"),
                width="stretch",
            )
    else:
        _remarks(controls)
    st.button(
        "Forget this table", on_click=lambda: _forget(controls), key=controls.key("forget-table"), width="stretch"
    )


def _size(controls: Run, asked: Asked) -> str:
    if controls.settings.dataset == UPLOAD and not asked.wrong:
        return sizes(controls.settings.info)
    return f"{len(asked.columns.columns)} columns"


def _remarks(controls: Run) -> None:
    """Say what was done about the file."""
    table = controls.tables.get(controls.settings.upload)
    said = table.said if table is not None else ()
    if said:
        with st.container(height=150 if len(said) > SHORT else "content", border=False, key="table-remarks"):
            st.caption("\n".join(f"- {plain(each)}" for each in said))


def _on_table(lane: str) -> bool:
    return f"dataset={UPLOAD}" in lane


def _sentence(error: TableError) -> str:
    text = str(error)
    return f"{text[0].upper()}{text[1:]}."


# What the widgets do --------------------------------------------------------------------------------------------------


def _given(controls: Run, file: Any) -> None:
    controls.keep(_WRONG, "")
    if file is None:
        return
    try:
        columns = read_table(file.getvalue(), PurePath(file.name).stem)
    except TableError as error:
        controls.keep(_WRONG, f"{file.name}: {error}.")
        return
    controls.keep(_WANTED, controls.settings.dataset)
    for target, kind in product(columns.names, KINDS):
        if digest_of(columns, target, kind) == controls.settings.upload:  # the table that the link was made from
            _ask(controls, Asked(columns, target, kind))
            return
    target = guess_target(columns)
    _ask(controls, Asked(columns, target, guess_kind(columns[target])))


def _retarget(controls: Run, asked: Asked, target: str) -> None:
    left_out = tuple(name for name in asked.left_out if name != target)
    _ask(controls, replace(asked, target=target, kind=guess_kind(asked.columns[target]), left_out=left_out))


def _ask(controls: Run, asked: Asked) -> None:
    """Train on the table that is asked for, or keep the run and say what is wrong."""
    spec = controls.settings
    try:
        table = share_table(table_of(asked.columns, asked.target, asked.kind, asked.left_out))
    except TableError as error:
        controls.keep(_ASKED, replace(asked, wrong=_sentence(error), column=error.column))
        return
    asked = replace(asked, wrong="", column=None)
    controls.keep(_ASKED, asked)
    controls.keep(_ANSWERED, {**(controls.kept(_ANSWERED) or {}), table.digest: asked})
    controls.keep(_WANTED, "")
    recent = list(controls.tables)[-KEPT:]
    shown = {digest: held for digest, held in controls.tables.items() if digest in recent or digest in repr(spec)}
    controls.hold({**shown, table.digest: table})
    linked = spec.upload == table.digest
    changes = {} if linked else changes_for(spec, uploaded(table.digest))
    controls.change(dataset=UPLOAD, upload=table.digest, **changes)


def _forget(controls: Run) -> None:
    """Let go of file and tables; runs on them can't be shown any more."""
    spec = controls.settings
    controls.keep(_ASKED, None)
    controls.keep(_ANSWERED, None)
    default = str(spec.field("dataset").default)
    controls.keep(_WANTED, default if spec.dataset == UPLOAD else spec.dataset)
    changes: dict[str, Any] = {"upload": ""}
    if spec.dataset == UPLOAD:
        changes |= {"dataset": default, **changes_for(spec, DATASETS[default])}
    lanes = [(place, lane) for place, lane in enumerate(spec.others) if not _on_table(lane)]
    before = sum(place < spec.place for place, _ in lanes)
    others = tuple(lane for _, lane in lanes)
    controls.hold({})
    controls.change(**changes, others=others, place=before, together=spec.together and bool(others))
