"""Train the shipped checkpoints: ``python -m recsys_core.training.language_model.pretrained [NAME ...]``."""

from __future__ import annotations

import argparse
import logging

from recsys_core import data
from recsys_core.config import cache_root
from recsys_core.models.language_model.checkpoint import PRETRAINED
from recsys_core.protocol import MeasurementProtocol
from recsys_core.training.language_model.config import TrainingConfig
from recsys_core.training.language_model.train import train
from recsys_core.training.progress import ProgressBar

RECIPES = {
    "ml-100k": TrainingConfig(members=2),
    "sample": TrainingConfig(members=2),
}

logger = logging.getLogger(__name__)


def main() -> None:
    """Train all shipped checkpoints, or those named, and replace the current ones."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", choices=[*RECIPES, []], help="data sets (default: all)")
    names = parser.parse_args().names or list(RECIPES)
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    for name in names:
        snapshots = cache_root() / "training" / name  # a stopped training resumes next time
        with ProgressBar() as bar:
            card = train(
                data.load(name),
                PRETRAINED / name,
                RECIPES[name],
                bar.show,
                protocol=MeasurementProtocol(),
                snapshots=snapshots,
            )
        logger.info("%s", card)


if __name__ == "__main__":
    main()
