import json

import pytest

from recsys_core.errors import SettingError
from recsys_core.training.language_model.config import TrainingConfig


def test_it_survives_json():
    assert json.loads(json.dumps(TrainingConfig().to_dict(), allow_nan=False))["strategy"] == "lora"


@pytest.mark.parametrize(
    ("setting", "message"),
    [
        ({"strategy": "magic"}, "one of lora, frozen, top"),
        ({"epochs": 0}, "epochs must be at least 1"),
        ({"learning_rate": float("nan")}, "learning_rate must be above 0"),
        ({"dropout": 1.0}, "dropout must be in"),
        ({"top_layers": -1}, "top_layers must be at least 0"),
        ({"optimiser": "lion"}, "no optimiser 'lion'; choose one of adamw, adam, sgd"),
        ({"schedule": "step"}, "no schedule 'step'; choose one of one_cycle, cosine, constant"),
        ({"stop_on": "auc"}, "no measure to stop on 'auc'; choose one of ndcg@10"),
        ({"patience": 0}, "patience must be at least 1, got 0"),
        ({"wide_decays": ()}, "wide_decays must hold at least one value"),
        ({"wide_decays": (1e9, 10.0)}, "in ascending order"),
        ({"met_strength": -1.0}, "met_strength must be at least 0"),
        ({"met_l2": 0.0}, "met_l2 must be above 0"),
        ({"popularity_penalty": -0.1}, "popularity_penalty must be at least 0"),
        ({"accumulate": 0}, "accumulate must be at least 1, got 0"),
        ({"weight_decay": -0.1}, "weight_decay must be at least 0"),
    ],
)
def test_invalid_settings_are_rejected(setting, message):
    with pytest.raises(SettingError, match=message):
        TrainingConfig(**setting)
