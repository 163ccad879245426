"""Who pays: who loses, who gains? Segments of people, the worst off, and the items shown instead."""

from recsys_core.ui import frame, mishap
from recsys_core.ui.pays import page

with mishap.caught():
    page.draw(frame.begin("who_pays"))
