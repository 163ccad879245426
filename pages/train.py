"""Train: does fine-tuning help? Ask for a training, watch it, compare before and after, use it."""

from recsys_core.ui.shell import error_boundary, open_page
from recsys_core.ui.train import page as train

with error_boundary():
    train.render(open_page("train", train.address()))
