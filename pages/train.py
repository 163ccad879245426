"""Train: what does fine-tuning buy? Ask for a training, watch it, compare before and after, use it."""

from recsys_core.ui import mishap
from recsys_core.ui.train import page as train_page

with mishap.caught():
    page = train_page.begin()
    train_page.draw(page)
