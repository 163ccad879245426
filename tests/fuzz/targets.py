"""What is fuzzed: a name, what it starts from, and a call that may refuse its input but must not break.

A call returns, or raises what bad input is expected to raise. Anything else is a finding.
"""

import hashlib
import json
import random
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from urllib.parse import parse_qsl

from recsys_core import data
from recsys_core.data.health.report import check_health
from recsys_core.errors import RecsysError
from recsys_core.handoff import decision_file
from recsys_core.handoff.trial import results
from recsys_core.models.language_model import checkpoint
from recsys_core.models.language_model.recommender import LanguageModelRecommender
from recsys_core.ui.shell import choice
from tests.fuzz.mutate import mutate
from tests.fuzz.tables import write_table

CORPUS = Path(__file__).parent / "corpus"


@dataclass(frozen=True)
class Target:
    """One thing that reads what others wrote.

    Attributes:
        name: a folder of the corpus, too.
        run: reads content that was made from the named file of the corpus.
        seconds: how long one input may take.
    """

    name: str
    run: Callable[[str, bytes], object]
    seconds: float = 2.0

    @property
    def seeds(self) -> dict[str, bytes]:
        """The corpus by file name."""
        return _corpus(self.name)

    def change(self, rng: random.Random) -> tuple[str, bytes]:
        """A file of the corpus, changed; its name comes with it."""
        name = rng.choice(sorted(self.seeds))
        return name, mutate(self.seeds[name], list(self.seeds.values()), rng)

    def try_one(self, name: str, content: bytes) -> bool:
        """Whether the input was accepted; raises what is neither an answer nor a refusal."""
        try:
            self.run(name, content)
        except RecsysError as error:
            assert str(error).strip(), "a refusal without a sentence"
            return False
        return True


@cache
def _corpus(name: str) -> dict[str, bytes]:
    if name == "tables":
        return {"seed": b"0"}
    if name == "checkpoints":  # those that ship
        folder = checkpoint.PRETRAINED / "sample"
        return {
            file: (folder / file).read_bytes()
            for file in (checkpoint.CARD, checkpoint.ITEMS, "test.safetensors")
        }
    return {path.name: path.read_bytes() for path in sorted((CORPUS / name).iterdir())}


def _check(folder_or_file: Path) -> None:
    """What `data check` does with it."""
    report = check_health(data.load(folder_or_file))
    json.dumps(report.to_dict())
    for finding in report.findings:
        assert f"{finding.found}{finding.fix}{finding.consequence}"


def _read_file(name: str, content: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(content)
        _check(path)


def _read_catalogue(name: str, content: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        rows = [f"u{n % 9},i{n * 7 % 12},{1 + n % 5},{n}" for n in range(90)]
        text = "user_id,item_id,rating,timestamp\n" + "\n".join(rows)
        (Path(folder) / "interactions.csv").write_text(text, encoding="utf-8")
        (Path(folder) / name).write_bytes(content)
        _check(Path(folder))


def _read_table(name: str, content: bytes) -> None:
    """Tables of any types: the content is the seed of one."""
    rng = random.Random(content)
    with tempfile.TemporaryDirectory() as folder:
        if rng.random() < 0.5:
            write_table(Path(folder) / "interactions.parquet", rng)
        else:
            (Path(folder) / "interactions.csv").write_bytes(_corpus("readers")["ratings.csv"])
        if rng.random() < 0.5:
            write_table(Path(folder) / "items.parquet", rng, ("item_id", "title", "categories", "year"))
        _check(Path(folder))


def _read_address(name: str, content: bytes) -> None:
    params = dict(parse_qsl(content.decode("utf-8", "replace"), keep_blank_values=True))
    asked = choice.read(params, choice.Choice(), languages=("en", "zh"))
    there = {"users": ["u1", "u2"], "rerankers": ["mmr", "dpp"], "items": ["i1", "17"], "measures": ["ild"]}
    resolved, notices = choice.resolve(asked, example="u1", groupings=["activity"], **there)
    again = choice.read(choice.write(resolved), choice.Choice(), languages=("en", "zh"))
    found, _ = choice.resolve(again, example="u1", groupings=["activity"], **there)
    assert choice.write(found) == choice.write(resolved), "an address that does not survive being written"
    assert all(isinstance(value, str) for _, values in notices for value in values.values())


def _read_decision(name: str, content: bytes) -> None:
    text = content.decode("utf-8", "replace")
    try:
        decision_file.parse(text, "decision.json")
    finally:
        whole = _json(text)
        if isinstance(whole, dict):  # as somebody would who seals what was changed
            sealed = whole | {"sha256": ""}
            seal = hashlib.sha256(decision_file._text(sealed).encode("utf-8", "replace")).hexdigest()
            decision_file.parse(decision_file._text(sealed | {"sha256": seal}), "decision.json")


def _json(text: str) -> object:
    try:
        return json.loads(text, parse_constant=lambda name: None)
    except (ValueError, RecursionError):
        return None


@cache
def _sample() -> data.Dataset:
    return data.load("sample")


def _read_checkpoint(name: str, content: bytes) -> None:
    """A shipped checkpoint with one file replaced, whose card has the new checksum."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "model"
        shutil.copytree(checkpoint.PRETRAINED / "sample", folder, copy_function=_link)
        (folder / name).unlink()
        (folder / name).write_bytes(content)
        if name != checkpoint.CARD:
            card = json.loads((folder / checkpoint.CARD).read_bytes())
            card["files"][name] = hashlib.sha256(content).hexdigest()
            (folder / checkpoint.CARD).unlink()
            (folder / checkpoint.CARD).write_text(json.dumps(card))
        checkpoint.check_data(folder, _sample())
        checkpoint.read_split_shares(folder)
        model = LanguageModelRecommender.from_checkpoint(folder, "test", _sample())
        assert model.n_items == len(_sample().item_ids)


def _link(source: str, target: str) -> None:
    Path(target).symlink_to(Path(source).resolve())


def _read_results(name: str, content: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(content)
        results.read_results(path)


TARGETS = {
    target.name: target
    for target in (
        Target("readers", _read_file),
        Target("catalogues", _read_catalogue),
        Target("tables", _read_table),
        Target("addresses", _read_address),
        Target("decisions", _read_decision),
        Target("results", _read_results),
        Target("checkpoints", _read_checkpoint),
    )
}
