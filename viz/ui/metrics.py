"""What this server counts of itself and how long things take, in Prometheus' terms.

Counting goes on whether anybody asks for the numbers or not; `viz.ui.server` answers. Labels are names of the program's
own, never anything that a visitor typed.
"""

from __future__ import annotations

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector

REGISTRY = CollectorRegistry()  # not the library's own: when Streamlit loads this file anew, each metric is new, too
ProcessCollector(registry=REGISTRY)  # memory, CPU time and open files

PAGE_RUN_SECONDS = Histogram(
    "relu_lab_page_run_seconds",
    "Seconds from the wait of a page for its turn to its end, or until a newer run took its place.",
    ["page"],
    buckets=(0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10),
    registry=REGISTRY,
)

# Work is of a kind: a training, or the experiment of a lab by its name.

BEGUN = Counter("relu_lab_work_begun", "Trainings and experiments that were begun.", ["kind"], registry=REGISTRY)
RUNNING = Gauge(
    "relu_lab_work_running",
    "Trainings and experiments that go on or wait in line; not those that rest since nobody looks.",
    ["kind"],
    registry=REGISTRY,
)
ENDED_SECONDS = Histogram(
    "relu_lab_work_seconds",
    "Seconds that trainings and experiments went on or waited in line until they were done or failed.",
    ["kind", "outcome"],
    buckets=(0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300),
    registry=REGISTRY,
)
