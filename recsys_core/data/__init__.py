"""Read interactions, items and users, clean them, report what was found, split them in time order."""

from recsys_core.data.dataset import Dataset
from recsys_core.data.fetching import fetch
from recsys_core.data.loading import available, load
from recsys_core.data.readers.columns import ColumnNames
from recsys_core.data.split import Split, split_by_time

__all__ = ["ColumnNames", "Dataset", "Split", "available", "fetch", "load", "split_by_time"]
