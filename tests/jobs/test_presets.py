import pytest

from recsys_core.jobs.presets import PRESETS, encoders, expected_seconds, recipe, strategies
from recsys_core.jobs.spec import RunSpec
from recsys_core.training.language_model.config import TrainingConfig


def test_every_preset_has_a_recipe_for_every_strategy():
    assert strategies()[0] == "frozen"
    for preset in PRESETS:
        for strategy in strategies():
            assert recipe(preset, strategy).strategy == strategy


def test_the_full_recipe_is_the_default_configuration():
    assert recipe("full", "lora") == TrainingConfig(strategy="lora")


@pytest.mark.parametrize("preset", sorted(PRESETS))
def test_every_preset_can_stop_early(preset):
    config = recipe(preset, "lora", stop_on="ndcg@10")
    patience = config.patience or config.epochs // 3  # the default of training
    assert patience + config.check_every < config.epochs


def test_quick_takes_less_than_full_and_frozen_less_than_tuned(sample):
    def seconds(preset, strategy):
        return expected_seconds(recipe(preset, strategy), sample)

    assert seconds("quick", "lora") < seconds("full", "lora") / 2
    assert seconds("quick", "frozen") < seconds("quick", "lora") < seconds("quick", "full")


@pytest.mark.parametrize("preset", sorted(PRESETS))
def test_a_spec_survives_json(preset):
    spec = RunSpec("1", "sample", "Sample", "f", preset, recipe(preset, "lora"), True, 1.5, {"model": 2.0})
    assert RunSpec.from_dict(spec.to_dict()) == spec


def test_the_default_encoder_is_offered_first():
    assert encoders()[0] == TrainingConfig().encoder
