import numpy as np
import pytest
import torch

from recsys_core.models.classic.sequential import newest, user_vectors
from recsys_core.training.baselines.sequential import SequentialTrainer, _Net
from recsys_core.training.loop import TrainingError
from recsys_core.types import Interactions


def cycles(n_users, length, n_items):
    """All users walk through the catalogue in a circle, each from a different start."""
    user_idx = np.repeat(np.arange(n_users, dtype=np.int32), length)
    item_idx = ((user_idx + np.tile(np.arange(length), n_users)) % n_items).astype(np.int32)
    fives = np.full(len(user_idx), 5)
    time = np.arange(len(user_idx), dtype=float)
    level = fives.astype(np.int8)
    return Interactions(user_idx, item_idx, fives.astype(float), level, time, n_users, n_items)


def test_it_learns_the_order_of_items():
    """All users have interacted with every item; only the order determines the next one."""
    walks = cycles(24, 12, 6)
    scores = SequentialTrainer(n_epochs=40, n_dimensions=16, learning_rate=1e-2).fit(walks).score(walks)
    newest_item = walks.item_idx[walks.offsets[1:] - 1]
    np.testing.assert_array_equal(scores.argmax(axis=1), (newest_item + 1) % 6)


def test_numpy_computes_what_torch_computes(history):
    torch.manual_seed(0)
    settings = SequentialTrainer(n_dimensions=8, length=7, n_blocks=2)
    net = _Net(20, settings).eval()
    for parameter in net.parameters():  # away from the small starting values
        torch.nn.init.normal_(parameter, 0.0, 0.5)
    items, levels = newest(history.where(np.arange(len(history)) % 3 > 0), np.arange(30), 7)
    with torch.no_grad():
        expected = net(torch.from_numpy(items), torch.from_numpy(levels))[:, 0].numpy()
    found = user_vectors(net.export(np.zeros(20, np.float32)), items, levels)
    np.testing.assert_allclose(found, expected, atol=1e-4)


def test_no_position_sees_newer_ones(history):
    net = _Net(20, SequentialTrainer(n_dimensions=8, length=10)).eval()
    items, levels = map(torch.from_numpy, newest(history, np.arange(30), 10))
    before = net(items, levels)
    changed = items.clone()
    changed[:, 0] = (changed[:, 0] + 1) % 20
    after = net(changed, levels)
    assert torch.allclose(before[:, 1:], after[:, 1:], atol=1e-6)
    assert not torch.allclose(before[:, 0], after[:, 0], atol=1e-6)


def test_histories_are_newest_first_and_padded(history):
    few = history.where((history.user_idx > 0) | (np.arange(len(history)) < 2))
    items, levels = newest(few, np.array([0, 3]), 4)
    assert items[0].tolist() == [*few.item_idx[[1, 0]], -1, -1]
    assert items[1].tolist() == few.of_users(np.array([3])).item_idx[:-5:-1].tolist()
    assert levels[0, 0] == few.level[1] - 1


def test_a_fit_without_successors_raises(history):
    firsts = history.where(np.arange(len(history)) % 10 == 0)
    with pytest.raises(TrainingError, match="two interactions"):
        SequentialTrainer().fit(firsts)


@pytest.mark.parametrize(
    ("setting", "value"),
    [("n_dimensions", 63), ("n_blocks", 0), ("length", 1), ("n_epochs", 0), ("dropout", 1.0)],
)
def test_invalid_settings_are_rejected(setting, value):
    with pytest.raises(ValueError, match=setting):
        SequentialTrainer(**{setting: value})
