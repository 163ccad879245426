"""Learn: why does it work like this? Five lessons on eight invented films, predicted first, then shown."""

from recsys_core.ui import mishap
from recsys_core.ui.learn import page

with mishap.caught():
    page.draw()
