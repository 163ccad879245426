import pytest

from recsys_core import config
from recsys_core.data import available, load, loading
from recsys_core.data.features import category_space
from recsys_core.errors import DataError


def test_the_sample_says_that_its_users_are_simulated():
    dataset = load("sample")
    assert dataset.simulated and dataset.title == "Invented films (simulated people)"
    assert dataset.notes == ()
    assert (dataset.items["description"] != "").all() and (dataset.items["creator"] != "").all()
    assert category_space(dataset).known.all()
    assert len(dataset.users) == len(dataset.user_ids) and "age_group" in dataset.users


def test_available_lists_folders_with_data_and_the_sample(tmp_path, monkeypatch, layouts):
    monkeypatch.setenv("EQUIPOISE_DATA", str(tmp_path))
    (tmp_path / "empty").mkdir()
    layouts["latest"].rename(tmp_path / ".fetch-1")
    assert available() == ["100k", "1m", "recbole", "sample"]
    assert load("1m").name == "1m"


def test_available_without_any_folder(tmp_path, monkeypatch):
    monkeypatch.setenv("EQUIPOISE_DATA", str(tmp_path / "absent"))
    monkeypatch.setattr(loading, "sample_root", lambda: tmp_path / "absent")
    assert available() == []


@pytest.mark.parametrize("leftover", [None, "README", ".fetch-1/u.data"])
def test_a_known_name_whose_folder_has_no_data(tmp_path, monkeypatch, leftover):
    monkeypatch.setenv("EQUIPOISE_DATA", str(tmp_path))
    (tmp_path / "ml-100k").mkdir()
    if leftover:
        (tmp_path / "ml-100k" / leftover).parent.mkdir(exist_ok=True)
        (tmp_path / "ml-100k" / leftover).write_text("")
    with pytest.raises(DataError, match="Run: python -m recsys_core data fetch ml-100k"):
        load("ml-100k")


def test_data_root_follows_the_environment(tmp_path, monkeypatch):
    monkeypatch.setenv("EQUIPOISE_DATA", str(tmp_path))
    assert config.data_root() == tmp_path
    monkeypatch.setenv("EQUIPOISE_DATA", " ")
    assert config.data_root() == config.project_root() / "datasets"


@pytest.mark.parametrize("name", ["ratings.csv", "plain"])
def test_the_name_of_a_users_own_data_is_the_stem(tmp_path, csv_of, plain_rows, name):
    path = csv_of(plain_rows, name if "." in name else "interactions.csv")
    dataset = load(path if "." in name else path.parent)
    assert dataset.name == (path.stem if "." in name else path.parent.name)
    assert (dataset.licence, dataset.citation, dataset.simulated) == ("", "", False)


@pytest.mark.parametrize("written", ["Our club\nmore", " \n", ""])
def test_a_folder_can_give_its_data_a_title(csv_of, plain_rows, written):
    folder = csv_of(plain_rows, "interactions.csv").parent
    (folder / "title.txt").write_text(written)
    assert load(folder).title == ("Our club" if "club" in written else folder.name)


def test_only_what_lies_in_a_listed_folder_is_offered_by_name(tmp_path, monkeypatch):
    rows = "\n".join(f"u{user},i{item}" for user in range(6) for item in range(4))
    for place in ("listed", "elsewhere"):
        (tmp_path / place).mkdir()
        (tmp_path / place / f"{place}.csv").write_text("user_id,item_id\n" + rows)
    (tmp_path / "listed" / "notes.md").write_text("nothing to read")
    before = available()
    monkeypatch.setenv("EQUIPOISE_FOLDERS", str(tmp_path / "listed"))
    assert set(available()) - set(before) == {"listed.csv"}
    assert len(load("listed.csv").user_ids) == 6
    with pytest.raises(DataError):
        load("elsewhere.csv")
