"""A teacher's small table: read on any scale, refused in one sentence."""

import pytest

from recsys_core.data.small_table import read_small_table
from recsys_core.errors import DataError

ROWS = "A,4,sea|crime\nB,5,sea\nC,3,family\nD,1,\n"


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_any_usual_separator_a_mark_at_the_start_and_any_case_of_names(separator):
    text = "\ufeffTitle,Relevance ,LABELS,extra\n" + "".join(f"{row},x\n" for row in ROWS.splitlines())
    table = read_small_table(text.replace(",", separator))
    assert table.titles == ("B", "A", "C", "D")
    assert table.labels[1] == ("sea", "crime") and table.labels[3] == ()
    assert table.relevance.tolist() == [1.0, 0.75, 0.5, 0.0]


def test_similarity_is_the_overlap_of_labels():
    space = read_small_table("title,relevance,labels\n" + ROWS).space()
    assert space.kind == "jaccard" and space.vectors.shape == (4, 3)


def test_decimal_commas_and_ties_in_the_order_of_the_rows():
    table = read_small_table("title;relevance;labels\nA;0,5;x\nB;0,5;y\nC;1;x\nD;0;z\n")
    assert table.titles == ("C", "A", "B", "D")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "This is no table."),
        ("title,labels\nA,x\n", "The column relevance is missing (found: title, labels)."),
        ("title,relevance,labels\nA,1,x\n", "There must be 4 to 30 rows with a title, and there are 1."),
        (
            "title,relevance,labels\n" + ROWS.replace("5", "many"),
            "“many” in the column relevance is no number.",
        ),
        (
            "title,relevance,labels\n" + ROWS.replace("5", "inf"),
            "“inf” in the column relevance is no number.",
        ),
        ("title,relevance,labels\n" + ROWS.replace("B,", "A,"), "The title “A” stands there twice."),
        ("title,relevance,labels\nA,1,x\nB,1,x\nC,1,x\nD,1,x\n", "All items have the same relevance"),
        ("title,relevance,labels\nA,1,\nB,2,\nC,3,\nD,4,\n", "No item has a label"),
        ('title,relevance,labels\n"A,1,x\n', "This is no table."),
    ],
)
def test_what_cannot_be_used_is_refused_with_an_example(text, said):
    with pytest.raises(DataError) as error:
        read_small_table(text)
    assert str(error.value).startswith(said) and "Salt Road,0.9,sea|crime" in str(error.value)
