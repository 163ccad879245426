"""Errors that a user can mend: pages show their text, the command line prints it and exits 2."""


class RecsysError(Exception):
    """Base of what a user can mend; the message says what was expected, what came, how to mend it."""


class DataError(RecsysError):
    """A data file is missing, unreadable or does not hold what was expected."""


class LimitError(DataError):
    """What a visitor supplied needs more memory or time than one file may take."""


class CheckpointError(RecsysError):
    """A checkpoint is damaged, foreign or was made for other data."""


class NotFittedError(RecsysError):
    """A model was asked for scores before it was fitted."""


class SettingError(RecsysError):
    """A named choice (model, reranker, space, setting) does not exist or cannot serve this data."""


class StoreError(RecsysError):
    """The database cannot be used, or a change is not allowed."""


class StoreConflict(StoreError):  # noqa: N818 - names the situation: somebody else saved first
    """Somebody else saved first; the message says who saved what and when, and how to go on."""


class HandoffError(RecsysError):
    """A decision, bundle or plan cannot be made, read or carried out."""
