"""Learn: why does it work like this? Five lessons on eight invented films, predicted first, then shown."""

from recsys_core.ui.learn import page as learn
from recsys_core.ui.shell import error_boundary

with error_boundary():
    learn.render()
