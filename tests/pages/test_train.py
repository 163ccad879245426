import json
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from recsys_core import data
from recsys_core.jobs import Runs
from recsys_core.jobs.presets import recipe
from recsys_core.models.language_model.checkpoint import FORMAT

QUICK = Path(__file__).parents[1] / "jobs" / "quick_trainer.py"
ROOT = Path(__file__).parents[2]


@pytest.fixture
def runs(tmp_path, monkeypatch):
    """Trainings in a folder of their own, over in a moment, unless QUICK_PAUSE says otherwise."""
    sample = data.load("sample")
    monkeypatch.setenv("EQUIPOISE_RUNS", str(tmp_path / "runs"))
    monkeypatch.setenv("QUICK_FINGERPRINT", sample.fingerprint)
    monkeypatch.setenv("QUICK_CONTENT", sample.content)
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    command = [sys.executable, str(QUICK)]
    monkeypatch.setattr("recsys_core.ui.shell.session.runs", lambda: Runs(tmp_path / "runs", command))
    made = Runs(tmp_path / "runs", command)
    made.sample = sample
    yield made
    for run in made.all():
        made.cancel(run)


@pytest.fixture
def ask(runs):
    def ask(strategy="lora", *, twin=True):
        asked = recipe("quick", strategy)
        return runs.submit(runs.sample, "sample", preset="quick", recipe=asked, twin=twin)

    return ask


def ended(runs, run_id):
    deadline = time.monotonic() + 20
    while not (run := runs.get(run_id)).ended:
        assert time.monotonic() < deadline
        time.sleep(0.05)
    return run


def finish(run, rows=("zero_shot", "ease", "twin", "model"), *, over_twin=0.0):
    """Give an ended run a result as a real one would have, with this gain over the frozen twin."""

    def tag(value):
        return {"value": value, "low": value - 0.01, "high": value + 0.01}

    def figures(value):
        return {"ndcg@10": tag(value), "ild@10": tag(0.7), "coverage@10": tag(0.4)}

    cost = {"trainable": {"language model": 110592, "towers": 480498}, "minutes": 1.5}
    none = {"trainable": None, "minutes": None}
    made = [
        {"name": name, **figures(0.1 + at / 20), **(cost if name in ("twin", "model") else none)}
        for at, name in enumerate(rows)
    ]
    gains = zip(rows[:-1], (0.15, 0.1, over_twin), strict=False)
    gained = [{"name": name, **figures(gain)} for name, gain in gains]
    result = {"k": 10, "people": 300, "variety": "categories", "rows": made, "differences": gained}
    run.folder.result.write_text(json.dumps(result))


def shown(page):
    elements = [*page.markdown, *page.caption, *page.info, *page.error, *page.success, *page.subheader]
    return " ".join(element.value for element in elements)


def button(page, label):
    return next(button for button in page.button if button.label == label)


def test_the_empty_page_says_what_will_be_seen_and_what_to_expect(runs, open_page):
    page = open_page("pages/train.py")
    assert "No training is open" in shown(page)
    assert "did not improve ranking" in shown(page)
    assert [radio.label for radio in page.radio] == [
        "How thorough",
        "What is trained in the language model",
    ]


def test_the_page_loads_no_torch(tmp_path):
    code = (
        "import sys; from streamlit.testing.v1 import AppTest;"
        "page = AppTest.from_file('pages/train.py', default_timeout=200).run();"
        "print(len(page.exception), page.title[0].value, 'torch' in sys.modules)"
    )
    places = {"EQUIPOISE_RUNS": str(tmp_path), "EQUIPOISE_DATA": str(tmp_path), "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env=places, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "0 Does fine-tuning help? False"


def test_starting_opens_the_training_and_puts_it_into_the_address(runs, open_page, monkeypatch):
    monkeypatch.setenv("QUICK_STEPS", "500")
    monkeypatch.setenv("QUICK_PAUSE", "0.1")
    page = open_page("pages/train.py")
    page.radio(key="train_strategy").set_value("frozen").run()
    assert not page.checkbox, "a frozen training needs no frozen twin"
    button(page, "Start training").click().run()
    (run,) = runs.all()
    assert page.query_params["job"] == run.id
    assert f"Training {run.id}" in shown(page)
    assert (run.spec.config.strategy, run.spec.preset) == ("frozen", "quick")


def test_the_loop_can_be_chosen_and_is_the_tuned_one_by_itself(runs, open_page, monkeypatch):
    monkeypatch.setenv("QUICK_STEPS", "500")
    monkeypatch.setenv("QUICK_PAUSE", "0.1")
    page = open_page("pages/train.py")
    page.radio(key="train_strategy").set_value("frozen").run()
    button(page, "Start training").click().run()
    page.selectbox(key="train_optimiser").set_value("sgd").run()
    assert "The learning rates are tuned for AdamW" in shown(page)
    page.selectbox(key="train_schedule").set_value("cosine")
    page.selectbox(key="train_stop_on").set_value("recall@50")
    page.number_input(key="train_accumulate").set_value(4).run()
    button(page, "Start training").click().run()
    asked, usual = (run.spec.config for run in runs.all())
    assert usual == recipe("quick", "frozen")
    assert (asked.optimiser, asked.schedule, asked.stop_on, asked.accumulate) == (
        "sgd",
        "cosine",
        "recall@50",
        4,
    )


def test_the_curve_is_named_after_what_is_looked_at(runs, open_page, monkeypatch):
    monkeypatch.setenv("QUICK_STEPS", "500")
    monkeypatch.setenv("QUICK_PAUSE", "0.1")
    asked = recipe("quick", "frozen", stop_on="recall@50")
    run = runs.submit(runs.sample, "sample", preset="quick", recipe=asked, twin=False)
    while not runs.get(run.id).reports:
        time.sleep(0.05)
    assert "Recall@50, not trained on" in shown(open_page("pages/train.py", job=run.id))


def test_cancel_then_resume_from_the_page(runs, open_page, monkeypatch, ask):
    monkeypatch.setenv("QUICK_STEPS", "500")
    monkeypatch.setenv("QUICK_PAUSE", "0.05")
    run = ask()
    page = open_page("pages/train.py", job=run.id)
    while not runs.get(run.id).has_saved_work:
        time.sleep(0.05)
    page.button(key="train_cancel_here").click().run()
    assert ended(runs, run.id).state == "cancelled"
    page.run()
    assert "It was cancelled" in shown(page) and "continues where it stopped" in shown(page)
    monkeypatch.setenv("QUICK_STEPS", "2")
    button(page, "Resume").click().run()
    resumed = ended(runs, run.id)
    assert resumed.state == "done", resumed.message


def test_a_waiting_training_sees_its_place(runs, open_page, monkeypatch, ask):
    monkeypatch.setenv("QUICK_STEPS", "500")
    monkeypatch.setenv("QUICK_PAUSE", "0.1")
    ask(), ask()
    page = open_page("pages/train.py", job=ask().id)
    assert "2 trainings are ahead of it" in shown(page)
    assert list(page.dataframe[0].value["State"])[:2] == ["Waiting", "Waiting"]


def test_a_running_training_shows_progress_curves_and_time_left(runs, open_page, monkeypatch, ask):
    monkeypatch.setenv("QUICK_STEPS", "60")
    monkeypatch.setenv("QUICK_PAUSE", "0.1")
    run = ask("frozen", twin=False)
    while len(runs.get(run.id).reports) < 6:
        time.sleep(0.05)
    page = open_page("pages/train.py", job=run.id)
    here, bar = page.get("progress")
    assert here.proto.text == bar.proto.text, "above the button of the form, and in the card"
    assert bar.proto.text in ("Less than a minute left", "About 1 minute left")
    assert "Now: Training the ranking heads, " in shown(page)
    assert "A training is already running; a new one starts after it." in shown(page)
    assert list(page.dataframe[0].value["State"]) == ["Training"], "card and table agree"
    heads, metric = page.get("plotly_chart")
    assert json.loads(heads.proto.spec)["data"][-1]["y"][:3] == [8.0, 7.0, 6.0]
    assert json.loads(metric.proto.spec)["data"][-1]["x"][0] == 5


def test_a_training_of_other_data_says_nothing_of_the_time_here(runs, open_page, monkeypatch, ask):
    monkeypatch.setenv("QUICK_PAUSE", "0.05")
    run = ended(runs, ask("frozen").id)
    finish(run)
    assert "judging by the last training on these data" in shown(open_page("pages/train.py"))
    spec = run.folder.read(run.folder.spec)
    run.folder.write(run.folder.spec, spec | {"fingerprint": "of other data"})
    assert "on an idle core" in shown(open_page("pages/train.py"))


def test_a_second_fit_is_told_from_the_first(runs, open_page, ask):
    run = ended(runs, ask("frozen").id)
    finish(run)
    assert "The dotted curve is a second fit" not in shown(open_page("pages/train.py", job=run.id))
    again = {"part": "model", "phase": "training towers on train and validation"}
    run.folder.append_report({**run.reports[0], **again})
    assert "The dotted curve is a second fit" in shown(open_page("pages/train.py", job=run.id))


def test_a_finished_training_compares_and_serves_every_page(runs, open_page, ask, random_checkpoint):
    run = ended(runs, ask().id)
    finish(run)
    shutil.rmtree(run.checkpoint)
    random_checkpoint(run.checkpoint, runs.sample)
    page = open_page("pages/train.py", job=run.id)
    assert "Against the frozen language model, there is no clear difference in accuracy" in shown(page)
    assert "Against EASE, accuracy rises by 66.7%" in shown(page)
    table = page.table[0].value
    assert list(table["Model"])[0] == "This training"
    assert table["Weights trained"][0] == "110,592 in the language model, 480,498 in the ranking heads"
    assert table["Accuracy NDCG@10"][0].startswith("0.250")
    button(page, "Use this model everywhere").click().run()
    assert page.query_params["model"] == run.id
    assert "Every page uses this model now." in shown(page)
    assert f"your training {run.id}" in " ".join(text.value for text in page.text)
    assert f"your training {run.id}" in " ".join(
        text.value for text in open_page("pages/people.py", model=run.id, plain="true").text
    )
    button(page, "Back to the model that ships with Equipoise").click().run()
    assert "model" not in page.query_params


@pytest.fixture
def open_finished(runs, open_page, ask, random_checkpoint):
    """The page of a finished training that gained so much over its frozen twin."""

    def open_finished(over_twin):
        run = ended(runs, ask().id)
        finish(run, over_twin=over_twin)
        shutil.rmtree(run.checkpoint)
        random_checkpoint(run.checkpoint, runs.sample)
        return open_page("pages/train.py", job=run.id)

    return open_finished


def kinds(page):
    """The kind of every button by its label."""
    return {button.label: button.proto.type for button in page.button}


@pytest.mark.parametrize("over_twin", [0.0, -0.05], ids=["no difference", "loss"])
def test_a_training_that_is_not_better_is_not_recommended(open_finished, over_twin):
    page = open_finished(over_twin)
    assert kinds(page)["Keep the current model"] == "primary"
    assert kinds(page)["Use this model everywhere"] == "secondary"
    assert "there is no reason to switch" in shown(page)
    button(page, "Keep the current model").click().run()
    assert "No training is open" in shown(page)
    assert not {"job", "model"} & set(page.query_params)


def test_a_training_that_is_clearly_better_is_recommended(open_finished):
    page = open_finished(0.05)
    assert kinds(page)["Use this model everywhere"] == "primary"
    assert "Keep the current model" not in kinds(page)


def test_a_model_of_another_version_cannot_be_used_and_that_is_said(runs, open_page, ask):
    run = ended(runs, ask("frozen", twin=False).id)
    finish(run, ("zero_shot", "ease", "model"))
    open_card = run.checkpoint / "card.json"
    open_card.write_text(json.dumps(json.loads(open_card.read_text()) | {"format": FORMAT - 1}))
    page = open_page("pages/train.py", job=run.id)
    assert "made by an older version or is damaged; train it again." in shown(page)
    assert "Use this model everywhere" not in [button.label for button in page.button]
    linked = shown(open_page("pages/people.py", model=run.id, plain="true"))
    assert "is not one of this version" in linked and str(runs.root) not in linked.replace("\\", "")
    assert "由旧版本生成或已损坏" in shown(open_page("pages/train.py", job=run.id, lang="zh"))


@pytest.mark.parametrize(("lang", "said"), [("en", "used other data"), ("zh", "该训练所用的数据")])
def test_a_model_of_other_data_is_refused_without_the_place_where_it_lies(
    runs, open_page, ask, random_checkpoint, lang, said
):
    run = ended(runs, ask("frozen", twin=False).id)
    finish(run, ("zero_shot", "ease", "model"))
    shutil.rmtree(run.checkpoint)
    random_checkpoint(run.checkpoint, runs.sample)
    card = run.checkpoint / "card.json"
    known = json.loads(card.read_text())
    card.write_text(json.dumps(known | {"data": known["data"] | {"fingerprint": "0" * 16}}))
    page = open_page("pages/people.py", model=run.id, plain="true", lang=lang)
    assert said in shown(page)
    assert "model" not in page.query_params
    assert str(runs.root) not in shown(page).replace("\\", "")


def test_a_training_asked_for_by_another_version_is_a_sentence_and_another_can_be_started(
    runs, open_page, ask, monkeypatch
):
    run = ended(runs, ask("frozen").id)
    monkeypatch.setenv("QUICK_STEPS", "500")
    monkeypatch.setenv("QUICK_PAUSE", "0.1")  # what is started below must not be over before it is looked at
    spec = run.folder.read(run.folder.spec)
    del spec["config"]["met_strength"]
    run.folder.write(run.folder.spec, spec)
    page = open_page("pages/train.py", job=run.id)
    assert "created by another version" in shown(page) and "Start it again" in shown(page)
    assert "No training is open" in shown(page)
    button(page, "Start training").click().run()
    assert page.query_params["job"] != run.id


def test_a_training_that_failed_or_died_says_why(runs, open_page, monkeypatch, ask):
    monkeypatch.setenv("QUICK_TRIAL", "refuse")
    failed = ended(runs, ask().id)
    assert "The loss is nan" in shown(open_page("pages/train.py", job=failed.id)).replace("\\", "")
    monkeypatch.setenv("QUICK_TRIAL", "slip")
    died = ended(runs, ask().id)
    assert "ZeroDivisionError" in shown(open_page("pages/train.py", job=died.id)).replace("\\", "")


@pytest.mark.parametrize("job", ["nothing", "../..", "<b>x</b>"])
def test_a_training_that_is_not_there_is_a_sentence(runs, open_page, job):
    page = open_page("pages/train.py", job=job)
    assert "no training called" in shown(page)
    assert "No training is open" in shown(page)


def test_a_model_that_is_not_there_falls_back_with_a_sentence(runs, open_page):
    page = open_page("pages/train.py", model="0101-0000-0000")
    assert "no training called" in shown(page)
    assert "model" not in page.query_params


def test_the_page_speaks_chinese(runs, open_page):
    assert "没有打开的训练" in shown(open_page("pages/train.py", lang="zh"))
