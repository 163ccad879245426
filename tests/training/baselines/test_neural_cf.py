import numpy as np
import pytest
import torch

from recsys_core.models.classic.recency import Recency
from recsys_core.training.baselines.neural_cf import NeuralCfTrainer, _Net
from recsys_core.training.loop import TrainingError


def test_numpy_scores_as_torch_does(history):
    """Torch's forward pass over all pairs equals the exported model."""
    model = NeuralCfTrainer(n_epochs=2, recency=Recency(5.0, 0.2)).fit(history)
    net = _Net(20, 64, 64, 0.0).eval()
    weights = model.weights
    with torch.no_grad():
        for name in ("history_product", "item_product", "history_hidden", "item_hidden"):
            getattr(net, name).weight.copy_(torch.from_numpy(getattr(weights, name)))
        for name in ("product_out", "hidden_out", "item_bias"):
            getattr(net, name).copy_(torch.from_numpy(getattr(weights, name)))
        net.second.weight.copy_(torch.from_numpy(weights.second.T))
        net.second.bias.copy_(torch.from_numpy(weights.second_bias))
        owner, items = (torch.from_numpy(index.ravel()) for index in np.divmod(np.arange(30 * 20), 20))
        scores = net(
            torch.from_numpy(history.item_idx.astype(np.int64)),
            torch.from_numpy(history.user_idx.astype(np.int64)),
            torch.from_numpy(model.history_weights(history)),
            30,
            owner,
            items,
            torch.zeros(30 * 20),
        )
    np.testing.assert_allclose(model.score(history), scores.view(30, 20).numpy(), atol=1e-4)


def test_a_like_is_removed_from_the_history_that_predicts_it():
    """Without the pair's own weight, a history of two items predicts like one of the other item alone."""
    net = _Net(3, 4, 4, 0.0).eval()
    both = torch.tensor([0, 1]), torch.tensor([0, 0]), torch.tensor([0.5, 1.0])
    alone = torch.tensor([1]), torch.tensor([0]), torch.tensor([1.0])
    pair = torch.tensor([0]), torch.tensor([0])
    left_out = net(*both, 1, *pair, torch.tensor([0.5]))
    np.testing.assert_allclose(
        left_out.detach().numpy(), net(*alone, 1, *pair, torch.zeros(1)).detach().numpy(), atol=1e-6
    )


def test_a_fit_without_interactions_raises(history):
    with pytest.raises(TrainingError, match="no interaction"):
        NeuralCfTrainer().fit(history.where(np.zeros(300, bool)))


def test_it_recommends_items_of_the_same_taste(history):
    scores = NeuralCfTrainer(n_epochs=30).fit(history).score(history)
    assert scores[0::2, :10].mean() > scores[0::2, 10:].mean()
    assert scores[1::2, :10].mean() < scores[1::2, 10:].mean()


def test_fitting_does_not_change_the_global_generator(history):
    torch.manual_seed(5)
    expected = torch.rand(1)
    torch.manual_seed(5)
    NeuralCfTrainer(n_epochs=1).fit(history)
    assert torch.rand(1) == expected


@pytest.mark.parametrize(
    ("setting", "value"),
    [("n_dimensions", 0), ("n_hidden", 1), ("n_negatives", 0), ("n_epochs", 0), ("dropout", 1.0)],
)
def test_invalid_settings_are_rejected(setting, value):
    with pytest.raises(ValueError, match=setting):
        NeuralCfTrainer(**{setting: value})
