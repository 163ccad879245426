"""Make the checkpoints that ship: ``python -m recsys_core.training.language_model.pretrained [NAME ...]``."""

from __future__ import annotations

import argparse
import logging

from tqdm import tqdm

from recsys_core import data
from recsys_core.config import cache_root
from recsys_core.models.language_model.checkpoint import PRETRAINED
from recsys_core.training.language_model.config import TrainingConfig
from recsys_core.training.language_model.train import Progress, train

RECIPES = {
    "ml-100k": TrainingConfig(members=2),
    "sample": TrainingConfig(members=2),
}

logger = logging.getLogger(__name__)


def main() -> None:
    """Train every shipped checkpoint, or those named, in place of the ones that are there."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", choices=[*RECIPES, []], help="data sets (default: all)")
    names = parser.parse_args().names or list(RECIPES)
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    for name in names:
        with tqdm(unit="step") as bar:
            def show(progress: Progress, bar: tqdm = bar) -> None:
                if bar.desc != progress.phase:
                    bar.reset(progress.total)
                    bar.desc = progress.phase
                bar.update(progress.step - bar.n)
                bar.set_postfix_str(progress.message)

            kept = cache_root() / "training" / name  # a training that was stopped goes on next time
            card = train(data.load(name), PRETRAINED / name, RECIPES[name], show, snapshots=kept)
        logger.info("%s", card)


if __name__ == "__main__":
    main()
