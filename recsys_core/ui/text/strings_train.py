"""English words of the Train page, by key; ``strings_train_zh.py`` holds the same keys in Chinese."""

ENGLISH: dict[str, str] = {
    "nav.train": "Train",
    "train.title": "What does fine-tuning buy?",
    "train.about": "{data}: {users} people, {items} items, {rows} interactions.",
    "train.new": "New training",
    "train.rules": (
        "One training runs at a time on this server, in a process of its own. It goes on when you leave "
        "the page."
    ),
    # the form
    "train.preset": "How thorough",
    "train.preset.quick": "Quick look, {time}",
    "train.preset.quick.line": "A fifth of the passes: enough to see the curves move, not to judge by.",
    "train.preset.full": "Full, {time}",
    "train.preset.full.line": "The tuned recipe. It goes to the end unless you let it stop early below.",
    "train.strategy": "What is trained in the language model",
    "train.strategy.frozen": "Nothing (frozen)",
    "train.strategy.frozen.line": (
        "Texts are read as the pretrained model reads them; only the ranking heads learn."
    ),
    "train.strategy.lora": "LoRA",
    "train.strategy.lora.line": "Small matrices are added beside the weights and learn; the weights stay.",
    "train.strategy.top": "Top layers",
    "train.strategy.top.line": "The last layers learn, those below stay as they are.",
    "train.strategy.full": "Everything",
    "train.strategy.full.line": "Every weight learns; slowest, and the easiest to overfit.",
    "train.strategy.adalora": "AdaLoRA",
    "train.strategy.adalora.line": "LoRA that moves its capacity to the layers that use it.",
    "train.strategy.bottleneck": "Adapters",
    "train.strategy.bottleneck.line": "Small two-layer networks are put between the layers and learn.",
    "train.diversity": "Diversity in the loss",
    "train.diversity.line": (
        "0 trains for accuracy alone. More makes the model’s own lists more varied and a bit less accurate; "
        "on MovieLens 100K the slider on Tune reached the same trade without training."
    ),
    "train.encoder": "Language model that reads the texts",
    "train.encoder.line": "Only models that are installed on this server can be chosen.",
    "train.encoder.name.minilm": "all-MiniLM-L6-v2",
    "train.more": "How it learns",
    "train.optimiser": "Optimiser",
    "train.optimiser.line": "The learning rates are tuned for AdamW; others may learn too slowly with them.",
    "train.schedule": "Learning rate over time",
    "train.choice.adamw": "AdamW",
    "train.choice.adam": "Adam",
    "train.choice.sgd": "SGD with momentum",
    "train.choice.one_cycle": "Up for a tenth of the time, then down",
    "train.choice.cosine": "Down from the start (cosine)",
    "train.choice.constant": "Always the same",
    "train.stop_on": "Stops where this no longer improves on validation",
    "train.stop_never": "Nothing: it trains to the end",
    "train.measure.ndcg": "NDCG@{k}",
    "train.measure.recall": "Recall@{k}",
    "train.measure.map": "MAP@{k}",
    "train.measure.precision": "Precision@{k}",
    "train.measure.mrr": "MRR@{k}",
    "train.accumulate": "Batches behind each step",
    "train.accumulate.line": "More than one learns as from larger batches, in the memory of a small one.",
    "train.twin": "Also train it with a frozen language model, to compare ({time} more)",
    "train.start": "Start training",
    "train.cost": "{time} on a quiet core.",
    "train.cost.measured": "{time}, going by the last training on these data here.",
    "train.cost.free": "It starts at once.",
    "train.cost.queue.one": "A training is under way already; a new one comes after it.",
    "train.cost.queue.many": "{n} trainings are under way or waiting; a new one comes after them.",
    "train.expect": "What to expect",
    "train.expect.warm": (
        "For people and items with a history, fine-tuning the language model did not improve ranking on "
        "MovieLens 100K: frozen and fine-tuned came out alike. Besides the heads that read text, the model "
        "holds two EASE matrices, of what people liked and of what they met, and takes a little off the "
        "scores of popular items."
    ),
    "train.expect.cold": (
        "It did help with new items, which nobody has rated yet: there the text is all there is, and "
        "fine-tuning "
        "teaches the model what people mean by it."
    ),
    "train.expect.run": (
        "Every run ends with a comparison on the same people, so you can see which it is for you."
    ),
    # how a run stands
    "train.run": "Training {run}",
    "train.run.about": "{data} · {strategy} · {preset}",
    "train.preset.quick.name": "quick look",
    "train.preset.full.name": "full",
    "train.none": "No training is open",
    "train.none.line": (
        "Start one with the form, or open one below. You will see its loss and its accuracy on validation as "
        "they "
        "move, the time left, and in the end what it changed."
    ),
    "train.state.queued": "Waiting",
    "train.state.running": "Training",
    "train.state.cancelling": "Stopping",
    "train.state.done": "Finished",
    "train.state.cancelled": "Cancelled",
    "train.state.failed": "Failed",
    "train.state.died": "Stopped by itself",
    "train.queued.first": "It starts in a moment.",
    "train.queued.line": "{ahead} before it; {time} until it starts.",
    "train.before.one": "1 training is",
    "train.before.many": "{n} trainings are",
    "train.left": "{percent}% of the time is over. {time} left.",
    "train.now": "Now: {phase}, {step} of {total} steps done.",
    "train.starting": "Reading the data and loading the language model.",
    "train.stopping": "It ends within seconds.",
    "train.cancel": "Cancel",
    "train.resume": "Resume",
    "train.again": "Start again",
    "train.remove": "Remove",
    "train.remove.sure": "Remove this training and its model for everybody?",
    "train.remove.yes": "Yes, remove it",
    "train.cancelled.line": "It was cancelled.",
    "train.died.line": (
        "Its process is gone: the machine was restarted, or memory ran out. Its last words: “{why}”"
    ),
    "train.died.silent": "Its process is gone without a word: the machine was restarted, or memory ran out.",
    "train.resume.kept": "What was done is kept: it goes on where it stopped, to the same result.",
    "train.resume.nothing": "Nothing was saved yet, so it will start from its beginning.",
    "train.minutes.less": "less than a minute",
    "train.minutes.one": "1 minute",
    "train.minutes.many": "{n} minutes",
    "train.about_time": "about {time}",
    # phases, as training names them
    "train.part.twin": "Frozen, to compare",
    "train.part.model": "This training",
    "train.phase.encoding item texts": "Reading the item texts",
    "train.phase.fine-tuning the language model on train": "Fine-tuning the language model",
    "train.phase.training towers on train": "Training the ranking heads",
    "train.phase.fine-tuning the language model on train and validation": (
        "Fine-tuning once more, with validation included"
    ),
    "train.phase.training towers on train and validation": (
        "Training the heads once more, with validation included"
    ),
    "train.phase.comparing": "Comparing before and after",
    # curves
    "train.curve.lm": "Language model, loss",
    "train.curve.lm.note": "predicting taste from text",
    "train.curve.lm.x": "step",
    "train.curve.heads": "Ranking heads, loss",
    "train.curve.heads.note": "predicting what comes next",
    "train.curve.metric": "Accuracy on validation",
    "train.curve.metric.note": "{measure}, not trained on",
    "train.curve.x": "pass over all people",
    "train.curve.waiting": "This curve begins when its phase does.",
    "train.curve.alt": "{title}: {n} points, from {first} to {last}.",
    "train.curve.legend": "━━ this training   ┅┅ once more, with validation included",
    "train.curve.legend.twin": "━━ this training   ╌╌ frozen   ┅┅ once more, with validation included",
    "train.curve.again": (
        "The dotted curve is a second fit, begun anew on more data (validation included): compare its shape, "
        "not its height."
    ),
    "train.curve.own": "this training",
    "train.curve.twin": "frozen",
    "train.curve.refit": "with validation included",
    # before and after
    "train.result": "Before and after",
    "train.result.note": "top {k} for {people} people in the test period, bars are 95% intervals",
    "train.result.nobody": "Nobody in the test period liked anything, so nothing can be compared.",
    "train.result.better": "Against {other}, accuracy rises by {change} (95% interval {low} to {high}).",
    "train.result.worse": "Against {other}, accuracy falls by {change} (95% interval {low} to {high}).",
    "train.result.same": (
        "Against {other}, no difference in accuracy can be told: {change} (95% interval {low} to {high})."
    ),
    "train.model.zero_shot": "Not trained (zero-shot)",
    "train.model.ease": "EASE, a classic without text",
    "train.model.twin": "Frozen language model",
    "train.model.model": "This training",
    "train.other.zero_shot": "the untrained language model",
    "train.other.ease": "EASE",
    "train.other.twin": "the frozen language model",
    "train.table.model": "Model",
    "train.table.ndcg": "Accuracy NDCG@{k}",
    "train.table.ild": "Variety",
    "train.table.coverage": "Catalogue shown",
    "train.table.weights": "Weights trained",
    "train.table.parts": "{model} in the language model, {heads} in the ranking heads",
    "train.table.minutes": "Minutes",
    "train.table.cell": "{value}  ({low} to {high})",
    "train.result.alt": (
        "Accuracy, variety and catalogue shown of each model with 95% intervals; the table holds the values."
    ),
    "train.use": "Use this model everywhere",
    "train.older": "This model was made by an older version or is damaged; train it again.",
    "train.used": "Every page uses this model now.",
    "train.unuse": "Back to the model that ships",
    "train.other_data": "It was trained on {data}; using it opens these data.",
    # all runs
    "train.all": "All trainings on this server",
    "train.all.none": "None yet.",
    "train.all.run": "Training",
    "train.all.state": "State",
    "train.all.data": "Data",
    "train.all.strategy": "Language model",
    "train.all.preset": "Recipe",
    "train.all.accuracy": "Accuracy",
    "train.all.when": "Asked for",
    "train.all.open": "Select a row to open it.",
}
