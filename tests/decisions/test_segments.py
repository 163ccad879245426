import numpy as np
import pandas as pd
import pytest

from recsys_core.decisions.segments import mainstream, segmentations
from recsys_core.evaluation.ground_truth import GroundTruth
from recsys_core.types import Interactions, ItemSpace

GENRES = ItemSpace("categories", np.array([[1, 0], [0, 1], [1, 1], [1, 0]], np.float32), "jaccard")


def history(rows, n_users):
    user, item = np.array(sorted(rows), np.int32).T
    n = len(user)
    return Interactions(user, item, np.ones(n, np.float32), np.full(n, 5, np.int8), 100.0 - user, n_users, 4)


@pytest.fixture
def ground_truth():
    # user u has u items, the last to come the longest here; user 0 has none
    known = history([(u, i) for u in range(1, 5) for i in range(u)], 5)
    return GroundTruth(known, known, {"categories": GENRES})


def test_every_user_with_history_is_in_one_group_of_each(ground_truth):
    found = {division.by: division for division in segmentations(ground_truth)}
    assert list(found) == ["activity", "mainstream taste", "breadth of taste", "newness"]
    for division in found.values():
        assert division.labels[0] == -1
        assert set(division.labels[1:]) <= {0, 1, 2}
    assert found["activity"].labels.tolist() == [-1, 0, 0, 1, 2]
    assert found["newness"].names[found["newness"].labels[1]] == "newcomers"


def test_mainstream_by_hand(ground_truth):
    # items are known by 4, 3, 2, 1 users
    np.testing.assert_allclose(mainstream(ground_truth), [0, 4, 3.5, 3, 2.5])


def test_columns_of_the_user_table(ground_truth):
    users = pd.DataFrame(
        {
            "gender": ["F", "M", "F", None, "M"],
            "id": [f"u{i}" for i in range(5)],
            "same": ["x"] * 5,
            "member": [True, False, True, False, False],
        }
    )
    found = {division.by: division for division in segmentations(ground_truth, users)}
    assert found["gender"].names == ("F", "M")
    assert found["gender"].labels.tolist() == [0, 1, 0, -1, 1]
    assert found["member"].names == ("False", "True")
    assert "id" not in found
    assert "same" not in found


@pytest.mark.parametrize("as_text", [False, True])
def test_many_numbers_are_cut_into_thirds(as_text):
    n = 30
    known = history([(u, 0) for u in range(n)], n)
    ages = np.arange(20, 20 + n)
    users = pd.DataFrame({"age": ages.astype(str) if as_text else ages})
    (age,) = [d for d in segmentations(GroundTruth(known, known, {"text": GENRES}), users) if d.by == "age"]
    assert np.bincount(age.labels).tolist() == [10, 10, 10]
    assert age.names[0].startswith("age up to ")


def test_a_user_table_of_other_length_is_refused(ground_truth):
    with pytest.raises(ValueError, match="user table has 2 rows for 5 users"):
        segmentations(ground_truth, pd.DataFrame({"age": [1, 2]}))
