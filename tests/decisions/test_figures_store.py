import io
import os
import time
import zipfile

import numpy as np
import pytest

from recsys_core.decisions import figures_store
from recsys_core.decisions.figures import PositionFigures
from recsys_core.decisions.figures_store import FiguresStore
from recsys_core.stats.interval import Interval
from tests.code_reach import parts_of, parts_reached

KEY = ("data", "model", "10")
METHODS = [f"method_{at}" for at in range(12)] + ["mmr"]  # two digits: the order is not that of the text


def some_figures(seed=0, n=7):
    """Figures of random bits: no rounding of any of them is harmless."""
    rng = np.random.default_rng(seed)

    def interval():
        return Interval(*rng.normal(size=(3, n)) / 3)

    return PositionFigures(
        rng.random(n), {name: rng.random(n) for name in ("ild", "ild_co_rating", "coverage")},
        interval(), interval(), interval(), level=1 - 0.05 / 3, n_users=907,
        gains={name: interval() for name in ("ild", "coverage")}, starts={"ild": rng.random()},
        from_reference=bool(seed % 2),
    )  # fmt: skip


def all_figures():
    return {method: some_figures(seed) for seed, method in enumerate(METHODS)}


def fail():
    raise AssertionError("must come from disk")


def assert_same(found, expected):
    assert list(found) == list(expected)
    for method, one in expected.items():
        other = found[method]
        assert (other.level, other.n_users) == (one.level, one.n_users)
        assert isinstance(other.n_users, int)
        assert other.lambdas.tobytes() == one.lambdas.tobytes()
        assert list(other.objectives) == list(one.objectives)
        for name, values in one.objectives.items():
            assert other.objectives[name].tobytes() == values.tobytes()
        assert (other.starts, other.from_reference) == (one.starts, one.from_reference)
        assert list(other.gains) == list(one.gains)
        pairs = [(getattr(other, name), getattr(one, name)) for name in ("accuracy", "coverage", "worse_off")]
        for found_interval, interval in [
            *pairs,
            *((other.gains[name], one.gains[name]) for name in one.gains),
        ]:
            for end in ("value", "low", "high"):
                stored, made = (getattr(each, end) for each in (found_interval, interval))
                assert stored.dtype == made.dtype
                assert stored.tobytes() == made.tobytes()


@pytest.fixture
def stored(tmp_path):
    """A store with one file, and that file."""
    store = FiguresStore(tmp_path)
    store.get(KEY, all_figures)
    (file,) = tmp_path.iterdir()
    return store, file


def test_what_is_read_is_what_was_computed_to_the_last_bit(tmp_path, stored):
    assert_same(FiguresStore(tmp_path).get(KEY, fail), all_figures())


def test_what_is_returned_the_first_time_is_what_was_computed(tmp_path):
    made = all_figures()
    assert FiguresStore(tmp_path).get(KEY, lambda: made) is made


def test_figures_that_do_not_exist_stay_nan(tmp_path):
    nothing = some_figures()
    nothing.accuracy.value[:] = nothing.accuracy.low[:] = nothing.accuracy.high[:] = np.nan
    store = FiguresStore(tmp_path)
    store.get(KEY, lambda: {"mmr": nothing})
    assert_same(store.get(KEY, fail), {"mmr": nothing})


@pytest.mark.parametrize("other", [("data", "model", "5"), ("data", "model"), ("data", "model1", "0"), ()])
def test_another_key_is_computed(stored, other):
    calls = []
    stored[0].get(other, lambda: calls.append(1) or all_figures())
    assert calls == [1]


# --- other code ---------------------------------------------------------------------------------------------


def test_figures_of_other_code_are_never_used(stored, monkeypatch):
    store, _ = stored
    monkeypatch.setattr(figures_store, "code_fingerprint", lambda *parts: "other")
    newer = {"mmr": some_figures(99)}
    assert_same(store.get(KEY, lambda: newer), newer)
    assert_same(store.get(KEY, fail), newer)
    monkeypatch.undo()
    assert_same(store.get(KEY, fail), all_figures())


def test_all_code_that_makes_figures_is_in_their_key(tmp_path, monkeypatch):
    assert parts_reached("decisions.figures", "workbench.advice") <= parts_of(figures_store._CODE)
    asked = []
    monkeypatch.setattr(figures_store, "code_fingerprint", lambda *parts: str(asked.append(parts)))
    FiguresStore(tmp_path).get(KEY, all_figures)
    assert asked == [figures_store._CODE]


# --- files that cannot be used ------------------------------------------------------------------------------


def assert_computed_again(stored, damaged):
    """A damaged file is replaced by what ``make`` gives, and that is read the next time."""
    store, file = stored
    file.write_bytes(damaged)
    newer = {"mmr": some_figures(99)}
    assert_same(store.get(KEY, lambda: newer), newer)
    assert_same(store.get(KEY, fail), newer)


@pytest.mark.parametrize("share", [0.01, 0.5, 0.99])
def test_a_file_that_was_cut_off_is_computed_again(stored, share):
    whole = stored[1].read_bytes()
    assert_computed_again(stored, whole[: int(share * len(whole))])


def arrays_of(file, **changed):
    """The bytes of the same file with some arrays changed, None to drop one."""
    with np.load(file) as found:
        arrays = {name: found[name] for name in found.files} | changed
    out = io.BytesIO()
    np.savez(out, **{name: values for name, values in arrays.items() if values is not None})
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "values"), [("accuracy", None), ("measured", None), ("measured", np.zeros(3))]
)
def test_a_file_without_an_array_is_computed_again(stored, name, values):
    assert_computed_again(stored, arrays_of(stored[1], **{f"0/{METHODS[0]}/{name}": values}))


def test_a_file_without_methods_is_computed_again(stored):
    with np.load(stored[1]) as found:
        names = found.files
    assert_computed_again(stored, arrays_of(stored[1], **dict.fromkeys(names), other=np.zeros(3)))


def test_a_byte_that_flipped_is_noticed(stored):
    whole = bytearray(stored[1].read_bytes())
    at = whole.index(some_figures(3).lambdas.tobytes())
    whole[at + 5] ^= 1
    assert_computed_again(stored, bytes(whole))


@pytest.mark.parametrize(
    "damage", ["empty", "one array", "half an interval", "compressed", "encrypted", "renamed"]
)
def test_no_damage_stops_the_dashboard(stored, damage):
    whole = stored[1].read_bytes()
    one = io.BytesIO()
    np.save(one, np.zeros(3))
    central = whole.rindex(b"PK\x01\x02")  # where the archive lists its last array
    name = whole.rindex(f"0/{METHODS[0]}/objective/coverage".encode())  # in the same list
    assert_computed_again(stored, {
        "empty": b"",
        "one array": one.getvalue(),
        "half an interval": arrays_of(stored[1], **{f"0/{METHODS[0]}/accuracy": np.zeros((2, 7))}),
        "compressed": whole[: central + 10] + b"\x63" + whole[central + 11 :],
        "encrypted": whole[: central + 8] + b"\x01" + whole[central + 9 :],
        "renamed": whole[:name] + b"X" + whole[name + 1 :],
    }[damage])  # fmt: skip


class Harmful:
    loaded = False

    def __reduce__(self):
        return (setattr, (Harmful, "loaded", True))


def test_nothing_is_unpickled(stored):
    harmful = np.empty(1, object)
    harmful[0] = Harmful()
    assert_computed_again(stored, arrays_of(stored[1], **{f"0/{METHODS[0]}/lambdas": harmful}))
    assert not Harmful.loaded


def test_a_file_holds_arrays_of_numbers_alone(stored):
    with zipfile.ZipFile(stored[1]) as archive:
        for name in archive.namelist():
            values = np.load(io.BytesIO(archive.read(name)), allow_pickle=False)
            assert values.dtype == (np.uint8 if name == "digest.npy" else np.float64)


def test_an_unwritable_folder_is_ignored(tmp_path):
    blocked = tmp_path / "file"
    blocked.write_text("not a folder")
    made = all_figures()
    assert FiguresStore(blocked / "inside").get(KEY, lambda: made) is made


def test_what_cannot_be_computed_leaves_no_file(tmp_path):
    with pytest.raises(AssertionError, match="must come from disk"):
        FiguresStore(tmp_path).get(KEY, fail)
    assert list(tmp_path.iterdir()) == []


def test_figures_unused_for_a_month_are_deleted_except_the_newest(tmp_path):
    store = FiguresStore(tmp_path)
    one = {"mmr": some_figures()}
    for name in range(figures_store.KEPT_FILES + 3):
        store.get((str(name),), lambda: one)
    (tmp_path / "half.part").write_text("")
    for file in tmp_path.iterdir():
        os.utime(file, (time.time() - 40 * 86400,) * 2)
    store.get(("0",), fail)  # used again
    store.get(("new",), lambda: one)
    assert len(list(tmp_path.iterdir())) == figures_store.KEPT_FILES
    for name in ("0", "new"):
        store.get((name,), fail)
