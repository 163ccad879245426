"""Who pays: who loses, who gains? Segments of people, the worst off, and the items shown instead."""

from recsys_core.ui import frame
from recsys_core.ui.pays import page

page.draw(frame.begin("who_pays"))
