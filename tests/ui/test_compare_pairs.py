from recsys_core.ui.compare.pairs import newest

A, B, C, D = (("m", name) for name in "abcd")


def test_the_last_chosen_stay_and_the_oldest_go():
    assert newest([A, B, C], [C, A], most=2) == ([A, B], [C])


def test_what_is_no_longer_chosen_is_forgotten():
    assert newest([A, D], [B, D, A], most=3) == ([D, A], [])


def test_first_time_the_order_given_counts():
    assert newest([A, B, C, D], [], most=3) == ([B, C, D], [A])


def test_a_pair_left_out_comes_back_when_there_is_room():
    kept, dropped = newest([A, B, C], [], most=2)
    assert newest([A, C], dropped + kept, most=2) == ([A, C], [])
