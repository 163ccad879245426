import ast
import io
import re
import string
import tomllib
import zipfile
from pathlib import Path

import pytest

from recsys_core.data import load, uploads
from recsys_core.ui.text.words import Words

ROOT = Path(__file__).resolve().parents[2]

COLUMNS = [
    "User",
    "Item",
    "Rating",
    "What happened",
    "Time",
    "Split (train, valid, test)",
    "Title",
    "Year",
    "Categories",
    "Creator",
    "Description",
    "Encoding",
    "Between values",
    "Decimal mark",
    "First row",
    "The rating column holds",
    "How to split",
]


@pytest.fixture(autouse=True)
def root(tmp_path, monkeypatch):
    monkeypatch.setenv("EQUIPOISE_DATA", str(tmp_path / "datasets"))
    return tmp_path / "datasets"


@pytest.fixture
def open_page(open_page):
    """The page at the door for interactions."""

    def run(name, **params):
        return open_page(name, **({"door": "interactions"} if name == "pages/data.py" else {}), **params)

    return run


def csv(header="userId,movieId,rating,moment"):
    rows = [f"p{row % 12},i{row // 12 % 25},{1 + row % 5},{1_600_000_000 + row}" for row in range(300)]
    return (header + "\n" + "\n".join(rows) + "\n").encode()


def shown(page):
    elements = [*page.markdown, *page.caption, *page.info, *page.error, *page.success, *page.warning]
    return " ".join(element.value for element in elements).replace("\\", "")


def button(page, label):
    return next(button for button in page.button if button.label == label)


def upload(page, name, content, kind="text/csv"):
    page.file_uploader[0].set_value((name, content, kind)).run()
    assert not page.exception, page.exception
    return page


def test_data_are_listed_with_their_health_and_terms(open_page):
    page = open_page("pages/data.py")
    assert "Invented films (simulated people)" in shown(page)
    assert "100,000 ratings, not on this machine yet" in shown(page)
    assert "the films are invented and the people simulated" in shown(page)
    assert {metric.label: metric.value for metric in page.metric}["Interactions"] == "14,218"
    assert "users has no liked item in the test part" in shown(page)


def test_an_upload_is_mapped_checked_used_and_removed(open_page, root):
    page = upload(open_page("pages/data.py"), "my films.csv", csv())
    assert [box.label for box in page.selectbox] == COLUMNS
    assert [box.value for box in page.selectbox][:4] == ["userId", "movieId", "rating", ""]
    assert "drawn at random" in shown(page)
    page.selectbox[4].set_value("moment").run()
    way = page.selectbox[-1]
    assert way.label == "How to split" and "One date for everybody" in way.options
    way.set_value("date").run()
    page.text_input[-1].set_value("yesterday").run()
    assert "“yesterday” is no date to split at" in page.error[0].value
    page.text_input[-1].set_value("").run()
    name = page.text_input[0]
    assert name.value == "my films"
    name.set_value("Our club").run()
    button(page, "Check these data").click().run()
    assert "Usable." in shown(page) and "Ids serve as titles." in shown(page)
    assert [metric.value for metric in page.metric if metric.label == "Interactions"] == ["300"]
    button(page, "Use these data").click().run()
    assert not page.exception, page.exception
    (kept,) = [path.name for path in root.iterdir()]
    assert page.query_params["data"] == kept and kept.startswith("Our_club-")
    assert "**Our club**" in shown(page) and "uploaded as my films.csv" in shown(page)
    assert kept not in shown(page) and "Remove Our club for everybody" in shown(page)
    assert {metric.label: metric.value for metric in page.metric}["Interactions"] == "300"
    assert "These data have no fine-tuned model yet" in shown(page)
    assert page.success[0].value == "Our club is in use on every page now."
    assert button(page, "See the trade-off") and button(page, "Train a model")
    button(page, "Yes, remove it").click().run()
    assert not page.exception, page.exception
    assert page.query_params["data"] == "sample" and not list(root.iterdir())


def field(page, label):
    elements = [*page.selectbox, *page.text_input, *page.number_input]
    return next(element for element in elements if element.label == label)


def test_a_file_is_read_again_as_the_fields_say_and_kept_so(open_page, root):
    content = csv("userId;movieId;rating;moment").replace(b",", b";")
    page = upload(open_page("pages/data.py"), "films.csv", content)
    assert "“;” between values" in shown(page)
    field(page, "Between values").set_value(",").run()
    assert not page.exception, page.exception
    assert "Choose a column for: User, Item." in shown(page)
    field(page, "Between values").set_value(None).run()
    field(page, "Encoding").set_value("utf-16").run()
    (error,) = page.error
    assert "films.csv is not utf-16 text: row 1 cannot be decoded." in error.value.replace("\\", "")
    field(page, "Encoding").set_value(None).run()
    page.selectbox[4].set_value("moment").run()
    field(page, "Counts as liked from").set_value(3.0).run()
    field(page, "From this day on").set_value("2020-09-13").run()
    button(page, "Check these data").click().run()
    assert not page.exception, page.exception
    assert "p0 liked i1 on Sep 13, 2020." in shown(page)
    assert "p0 and i0 on Sep 13, 2020: 1 does not count as liked." in shown(page)
    assert "a rating of at least 3" in shown(page)
    button(page, "Use these data").click().run()
    (kept,) = [path.name for path in root.iterdir()]
    said = load(kept).reading.settings.meaning
    assert (said.liked_from, said.since) == (3.0, "2020-09-13")


def test_a_field_that_cannot_be_read_is_one_sentence(open_page):
    page = upload(open_page("pages/data.py"), "films.csv", csv())
    field(page, "Values that mean “not rated”").set_value("none").run()
    assert not page.exception, page.exception
    (error,) = page.error
    assert "“none” cannot be read here. Write it as: 0, 99." in error.value.replace("\\", "")


def test_missing_and_repeated_columns_are_explained_before_any_check(open_page):
    page = upload(open_page("pages/data.py"), "a.csv", csv("who,what,stars,when"))
    assert "Choose a column for: User, Item." in shown(page)
    assert button(page, "Check these data").disabled
    page.selectbox[0].set_value("who").run()
    page.selectbox[1].set_value("who").run()
    assert "The column “who” is chosen twice" in shown(page)


def test_unknown_column_names_are_not_called_a_guess(open_page):
    page = upload(open_page("pages/data.py"), "a.csv", csv("Kunde,Ref,Sterne,Wann"))
    assert "None of the column names is known." in shown(page)
    assert "Guessed from the column names" not in shown(page)


@pytest.mark.parametrize("first", ["interactions", "items"])
def test_the_item_column_of_one_file_is_proposed_in_the_other(open_page, first):
    page = upload(open_page("pages/data.py"), "a.csv", csv("Kunde,Ref,Sterne,Wann"))
    catalogue = b"Ref,Sorte\n" + b"".join(b"i%d,A|B\n" % at for at in range(25))
    page.file_uploader[1].set_value(("films.csv", catalogue, "text/csv")).run()
    assert not page.exception, page.exception
    fields = [at for at, box in enumerate(page.selectbox) if box.label == "Item"]
    picked, other = fields if first == "interactions" else fields[::-1]
    page.selectbox[picked].set_value("Ref").run()
    assert page.selectbox[other].value == "Ref"


def zipped():
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("a.csv", "x")
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("content", "pattern"),
    [
        (b"", "is empty"),
        (b"\x00\x01\x02", "is not text: row 1 holds a zero byte"),
        (b"\x89PNG\r\n\x1a\n", "holds PNG and not text"),
        (zipped(), "no rows|values|cannot be"),
    ],
)
def test_a_bad_file_is_one_sentence(open_page, content, pattern):
    page = upload(open_page("pages/data.py"), "a.csv", content)
    assert len(page.error) == 1 and re.search(pattern, shown(page))


def test_unusable_data_are_one_sentence_and_leave_nothing(open_page, root):
    page = upload(open_page("pages/data.py"), "a.csv", b"userId,movieId\n1,2\n3,4\n")
    button(page, "Check these data").click().run()
    assert "too few usable rows" in shown(page)
    assert not list(root.iterdir())


def test_text_from_a_file_is_not_run_as_markup(open_page):
    evil = csv().replace(b"p1,", b"![x](https://e.org/x.png),", 1) + b"p1,i1,<script>,1\n"
    page = upload(open_page("pages/data.py"), "![x](https://e.org/y.png).csv", evil)
    page.selectbox[4].set_value("moment").run()
    button(page, "Check these data").click().run()
    written = " ".join(element.value for element in [*page.markdown, *page.caption])
    assert "![" not in written and "https://" not in written.replace("https\\:", "")


def test_a_missing_data_set_is_explained_and_another_opened(open_page):
    page = open_page("pages/data.py", data="gone-0123456789")
    assert "no data set called “gone-0123456789” here" in shown(page)
    assert page.query_params["data"] == "sample"


def test_findings_are_in_chinese_on_a_chinese_page(open_page):
    page = open_page("pages/data.py", lang="zh")
    assert "300 人中有 1 人的测试部分没有喜欢的物品" in shown(page)


def messages():
    """Every message that the data package writes: key -> its English templates."""
    calls = [
        node
        for path in (ROOT / "recsys_core" / "data").rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "message"
    ]
    return {
        call.args[0].value: [
            call.args[1].value,
            *(keyword.value.value for keyword in call.keywords if keyword.arg == "plural"),
        ]
        for call in calls
    }


def placeholders(template):
    return {name for _, name, _, _ in string.Formatter().parse(template) if name}


def test_every_message_has_a_chinese_template_with_the_same_placeholders():
    assert len(messages()) > 50
    for key, templates in messages().items():
        chinese = Words("zh").known(key, "")
        assert chinese, key
        for english in templates:
            assert placeholders(chinese) == placeholders(english), key


def test_an_error_with_counts_is_in_chinese_on_a_chinese_page(open_page):
    page = open_page("pages/data.py", lang="zh")
    upload(page, "a.csv", b"userId,movieId\n1,2\n3,4\n")
    page.button(key="data_check").click().run()
    (error,) = page.error
    assert "至少需要 10 条交互" in error.value and "{" not in error.value


def test_the_upload_limit_agrees_with_the_server():
    server = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text())
    assert uploads.MAX_BYTES <= server["server"]["maxUploadSize"] * 1_000_000
    assert server["client"]["disableDataExport"]


def test_data_replaced_under_an_open_page_are_read_again_with_a_notice(open_page, root):
    folder = root / "club"
    folder.mkdir(parents=True)
    (folder / "interactions.csv").write_bytes(csv("user_id,item_id,rating,timestamp"))
    page = open_page("pages/tune.py", plain="true", data="club", user="p3")
    assert page.query_params["user"] == "p3"
    other = csv("user_id,item_id,rating,timestamp").replace(b"\np", b"\nq")
    (folder / "interactions.csv").write_bytes(other)
    page.run()
    assert not page.exception, page.exception
    notices = " ".join(info.value for info in page.info)
    assert "have changed since you opened them" in notices
    assert "“p3”" in notices  # that user is gone, too
    assert page.metric
    (folder / "interactions.csv").write_text("nothing,that\ncan,be read\n")
    page.run()
    assert not page.exception
    assert page.error
    assert button(page, "Start again with the default settings")
    (folder / "interactions.csv").unlink()
    folder.rmdir()
    page.run()
    assert "no data set called “club” here" in shown(page)
    assert page.metric
