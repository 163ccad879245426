"""Tiny data sets in every layout; all titles are invented."""

from pathlib import Path

import pytest

# user, item, rating, time: unsorted, user 1 has a tie in time, ids sort differently as text.
ROWS = [
    (10, 2, 3, 50), (1, 10, 5, 20), (1, 2, 4, 20), (2, 1, 2, 7), (1, 1, 1, 10), (2, 3, 5, 8),
    (10, 1, 4, 60), (10, 3, 2, 40), (2, 10, 4, 9), (1, 3, 3, 30), (10, 10, 5, 70), (2, 2, 1, 5),
]  # fmt: skip
# id, title, year, genres; as MovieLens and as RecBole spell them
FILMS = [
    (1, "Lanterne, La (Lantern, The)", "1995", ["Drama", "Sci-Fi"]),
    (2, "Café at Noon", "1987", ["Children's"]),
    (3, "Ants, Ants", "1990", []),
    (10, "", "", []),
]


def lines(rows, separator):
    return "".join(separator.join(map(str, row)) + "\n" for row in rows)


def write_movielens_100k(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "u.data").write_text(lines(ROWS, "\t"))
    order = (
        "unknown Action Adventure Animation Children's Comedy Crime Documentary Drama Fantasy Film-Noir "
        "Horror Musical Mystery Romance Sci-Fi Thriller War Western"
    ).split()
    items = []
    for item, title, year, genres in FILMS:
        flags = [int(genre in (genres or ["unknown"])) for genre in order]
        items.append(
            (
                item,
                f"{title} ({year})" if title else "unknown",
                "01-Jan-1999" if title else "",
                "",
                "",
                *flags,
            )
        )
    (folder / "u.item").write_text(lines(items, "|"), encoding="latin-1")
    people = [
        (1, 24, "F", "writer", "00001"),
        (2, 53, "M", "other", "00002"),
        (10, 30, "F", "lawyer", "00003"),
    ]
    (folder / "u.user").write_text(lines(people, "|"), encoding="latin-1")
    (folder / "README").write_text("Terms of use.\n")
    return folder


def write_recbole(folder: Path, name: str = "ml-100k") -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    header = "user_id:token\titem_id:token\trating:float\ttimestamp:float\n"
    (folder / f"{name}.inter").write_text(header + lines(ROWS, "\t"))
    items = [
        (item, title or "unkonwn", year or "unkonwn", " ".join(genres) or "unknown")
        for item, title, year, genres in FILMS
    ]
    header = "item_id:token\tmovie_title:token_seq\trelease_year:token\tclass:token_seq\n"
    (folder / f"{name}.item").write_text(header + lines(items, "\t"), encoding="utf-8")
    header = "user_id:token\tage:token\tgender:token\toccupation:token\tzip_code:token\n"
    people = [
        (1, 24, "F", "writer", "00001"),
        (2, 53, "M", "other", "00002"),
        (10, 30, "F", "lawyer", "00003"),
    ]
    (folder / f"{name}.user").write_text(header + lines(people, "\t"))
    return folder


def write_movielens_1m(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "ratings.dat").write_text(lines(ROWS, "::"))
    items = [(item, f"{title} ({year})", "|".join(genres)) for item, title, year, genres in FILMS if title]
    (folder / "movies.dat").write_text(lines(items, "::"), encoding="latin-1")
    (folder / "users.dat").write_text("1::F::18::10::48067\n2::M::25::16::70072\n10::F::35::2::10000\n")
    return folder


def write_latest(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "ratings.csv").write_text("userId,movieId,rating,timestamp\n" + lines(ROWS, ","))
    items = [
        (item, f'"{title} ({year})"', "|".join(genres) or "(no genres listed)")
        for item, title, year, genres in FILMS
        if title
    ]
    (folder / "movies.csv").write_text("movieId,title,genres\n" + lines(items, ","), encoding="utf-8")
    (folder / "links.csv").write_text("movieId,imdbId\n1,2\n")
    return folder


@pytest.fixture
def layouts(tmp_path):
    """The same data in four layouts: name -> folder."""
    return {
        "100k": write_movielens_100k(tmp_path / "100k"),
        "recbole": write_recbole(tmp_path / "recbole"),
        "1m": write_movielens_1m(tmp_path / "1m"),
        "latest": write_latest(tmp_path / "latest"),
    }


@pytest.fixture
def csv_of(tmp_path):
    """A function that writes ratings.csv and returns its path."""

    def write(text, name="ratings.csv", encoding="utf-8"):
        path = tmp_path / name
        path.write_bytes(text.encode(encoding))
        return path

    return write


@pytest.fixture
def plain_rows():
    """Twelve clean rows of user, item, rating, timestamp as CSV text."""
    return "user_id,item_id,rating,timestamp\n" + lines(ROWS, ",")
