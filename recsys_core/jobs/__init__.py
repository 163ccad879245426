"""Trainings that run beside the dashboard: a folder for each, a process of its own, a queue of one at a time.

Everything about a run is on disk, so it survives a closed tab and a restarted server. Neither streamlit nor
torch is loaded here; the worker process alone opens training.
"""

from recsys_core.jobs.presets import PRESETS, Preset
from recsys_core.jobs.registry import Runs
from recsys_core.jobs.run import Run, slower_on
from recsys_core.jobs.spec import RunSpec

__all__ = ["PRESETS", "Preset", "Run", "RunSpec", "Runs", "slower_on"]
