"""Trainings that run beside the dashboard: one folder and one process each, one at a time.

A run is stored on disk, so it survives a closed tab and a restarted server. This package loads neither
streamlit nor torch; only the worker process imports training.
"""

from recsys_core.jobs.presets import PRESETS, Preset
from recsys_core.jobs.run import Run, measured_slowdown
from recsys_core.jobs.runs import Runs
from recsys_core.jobs.spec import RunSpec

__all__ = ["PRESETS", "Preset", "Run", "RunSpec", "Runs", "measured_slowdown"]
