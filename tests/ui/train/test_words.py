"""What the Train and Data pages ask for by made-up keys exists in every language."""

import re
from pathlib import Path

import pytest

from recsys_core.data.readers.columns import COMMON_NAMES
from recsys_core.jobs.presets import PRESETS, strategies
from recsys_core.jobs.run import ENDED
from recsys_core.training.language_model import plan
from recsys_core.training.language_model.config import OPTIMISER_NAMES, SCHEDULE_NAMES, STOP_NAMES
from recsys_core.ui.text.catalogues import languages
from recsys_core.ui.text.words import Words
from recsys_core.ui.train.curves import measure_name


@pytest.mark.parametrize("lang", sorted(languages()))
def test_strategies_presets_states_and_columns_have_words(lang):
    words = Words(lang)
    keys = [f"train.strategy.{name}{part}" for name in strategies() for part in ("", ".line")]
    keys += [f"train.preset.{name}{part}" for name in PRESETS for part in ("", ".line", ".name")]
    keys += [f"train.choice.{name}" for name in (*OPTIMISER_NAMES, *SCHEDULE_NAMES)]
    keys += [f"train.{name}" for name in ("optimiser", "schedule")]
    keys += [f"train.state.{state}" for state in (*ENDED, "queued", "running", "cancelling")]
    keys += [f"data.part.{part}" for part in COMMON_NAMES]
    for key in keys:
        assert words(key)
    for name in STOP_NAMES:
        assert name.partition("@")[2] in measure_name(name, words)


@pytest.mark.parametrize("lang", sorted(languages()))
def test_every_phase_of_a_training_has_words(lang):
    code = Path(plan.__file__).read_text()
    written = set(re.findall(r'Phase\(f?"([^"]+)"', code))
    assert len(written) >= 3
    for phase in written:
        for stage in ("train", "train and validation"):
            key = "train.phase." + phase.format(name=stage, which="")
            assert Words(lang).known(key, ""), key
