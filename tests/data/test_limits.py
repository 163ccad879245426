"""Small files that unpack to large ones cost a process and a sentence, as does whatever breaks a reader."""

import io
import resource

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from recsys_core.data import limits
from recsys_core.errors import DataError, LimitError


def write(folder, name, content):
    path = folder / name
    path.write_bytes(content)
    return path


def dictionary_bomb():
    """3,500 rows that all hold the same megabyte of text: a few kB of Parquet, 3.5 GB once unpacked."""
    table = pa.table({"user_id": pa.array(["x" * 1_000_000] * 50)})
    file = io.BytesIO()
    with pq.ParquetWriter(file, table.schema, compression="zstd", use_dictionary=True) as writer:
        for _ in range(70):
            writer.write_table(table)
    return file.getvalue()


def test_a_small_parquet_with_gigabytes_of_text_costs_a_process(tmp_path):
    content = dictionary_bomb()
    assert len(content) < 100_000
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with pytest.raises(LimitError, match=r"bomb\.parquet needs more than the 2\.0 GB"):
        limits.read_table_limited(write(tmp_path, "bomb.parquet", content))
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 200_000, "kB, in this process"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (",".join(f"c{n}" for n in range(5_000)).encode() + b"\n" * 30_000, "5,000 columns; at most 1,000"),
        (b"\t".join(b"c%d" % n for n in range(200_000)) + b"\n1\t2\n", "200,000 columns; at most 1,000"),
    ],
)
def test_a_table_that_is_too_wide_is_refused_before_it_is_read(tmp_path, monkeypatch, content, said):
    monkeypatch.setattr(limits, "read_table", lambda path, text: pytest.fail("it was read"))
    with pytest.raises(DataError, match=said):
        limits._read(write(tmp_path, "wide.csv", content), None)


def test_too_many_cells_are_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(limits, "MAX_CELLS", 5)
    path = write(tmp_path, "a.csv", b"a,b\n1,2\n3,4\n5,6\n")
    with pytest.raises(DataError, match="6 cells; at most 5"):
        limits._read(path, None)
    pd.DataFrame({"a": range(3), "b": range(3)}).to_parquet(tmp_path / "a.parquet")
    with pytest.raises(DataError, match="6 cells; at most 5"):
        limits.check_width(tmp_path / "a.parquet")


def break_reader(path):
    raise AttributeError("'NoneType' object has no attribute 'strip'")


def test_what_no_reader_expected_is_a_sentence_and_a_log_entry(tmp_path, caplog):
    path = write(tmp_path, "odd.csv", b"a,b\n1,2\n")
    with pytest.raises(DataError, match=r"odd\.csv cannot be read: something in it") as caught:
        limits._call(break_reader, path, name=path.name)
    assert "\n" not in str(caught.value) and "AttributeError" in caplog.text


def test_an_ordinary_table_is_read_as_it_is(tmp_path):
    table = limits.read_table_limited(write(tmp_path, "a.csv", b"user,item\nu1,i1\n\nu2,i2\n"))
    assert table.to_dict("list") == {"user": ["u1", "u2"], "item": ["i1", "i2"]}
    assert table.index.tolist() == [2, 4]
