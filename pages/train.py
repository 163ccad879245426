"""Train: what does fine-tuning buy? Ask for a training, watch it, compare before and after, use it."""

from recsys_core.ui.shell import error_boundary
from recsys_core.ui.train import page as train_page

with error_boundary.caught():
    page = train_page.begin()
    train_page.draw(page)
