"""How many people lose and gain much, by hand."""

import numpy as np

from recsys_core.ui.widgets.measures import moving_shares


class FourPeople:
    k = 10

    def per_user(self, key, lambda_):
        assert key == "ndcg@10"
        return np.array([0.0, 0.5, 0.5, 0.5]) if lambda_ == 0 else np.array([0.4, 0.3, 0.52, 0.7])


def test_shares_are_of_everybody_and_small_changes_are_neither():
    losing, gaining = moving_shares(FourPeople(), np.array([0.0, 0.5]))
    assert losing.tolist() == [0, 1 / 4]
    assert gaining.tolist() == [0, 2 / 4]  # whoever had nothing and has something now among them
