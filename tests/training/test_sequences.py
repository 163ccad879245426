import torch

from recsys_core.training.sequences import Sequences, following, preceding, random_cuts

ONES = torch.ones(5)


def batch_of(history, *users):
    return Sequences(history).batch(torch.tensor(users))


def test_rows_are_the_given_users(history):
    batch = batch_of(history, 4, 0)
    assert batch.items.tolist()[0] == history.item_idx[40:50].tolist()
    assert (batch.levels[1] + 1).tolist() == history.level[:10].tolist()
    assert batch.lengths.tolist() == [10, 10]


def test_shorter_histories_are_padded(history):
    short = history.where((history.user_idx != 1) | (history.timestamp < 13))
    batch = batch_of(short, 0, 1)
    assert batch.lengths.tolist() == [10, 3]
    assert batch.items.shape == (2, 10)
    everything = preceding(batch, batch.lengths, 20)
    assert everything.sum(1).tolist() == [10, 3]


def test_a_cut_separates_history_from_targets(history):
    batch = batch_of(history, 0)
    before = preceding(batch, torch.tensor([4]), 20)
    after = following(batch, torch.tensor([4]), torch.tensor([3]), ONES, 20)
    assert set(before[0].nonzero().squeeze(1).tolist()) == set(history.item_idx[:4].tolist())
    assert set(after[0].nonzero().squeeze(1).tolist()) == set(history.item_idx[4:7].tolist())


def test_targets_are_weighted_by_level(history):
    weights = torch.tensor([0.0, 0.0, 0.1, 0.8, 1.0])
    after = following(batch_of(history, 0), torch.tensor([0]), torch.tensor([10]), weights, 20)[0]
    for item, level in zip(history.item_idx[:10], history.level[:10], strict=True):
        assert after[item] == weights[level - 1]


def test_cuts_leave_something_on_both_sides():
    lengths = torch.tensor([3, 4, 50, 2] * 50)
    cuts = random_cuts(lengths, torch.Generator().manual_seed(0))
    assert (cuts >= 1).all() and (cuts < lengths).all()
    assert len(set(cuts[2::4].tolist())) > 20
