"""Learn: why does it work like this? Twelve lessons: predict first, then see; alone or in a live class."""

from recsys_core.ui.learn import page as learn
from recsys_core.ui.shell import error_boundary

with error_boundary():
    learn.render()
