"""English words of the Data page, by key; ``strings_data_zh.py`` holds the same keys in Chinese."""

ENGLISH: dict[str, str] = {
    "nav.data": "Data",
    "data.title": "Can I use my own data?",
    "data.about": (
        "A table of who did what is enough: a column of users and a column of items. Ratings, times and "
        "item titles make it better."
    ),
    # choosing
    "data.choose": "Choose data",
    "data.used": "in use",
    "data.use": "Use",
    "data.fetch": "Fetch",
    "data.fetching": "Fetching {data}. This takes up to a few minutes.",
    "data.fetched": "{data} is here now.",
    "data.kind.known": "a public data set, known by name",
    "data.kind.sample": "comes with the product: invented films, simulated people",
    "data.kind.upload": "uploaded as {file}",
    "data.kind.other": "found in the data folder",
    "data.absent": "{n} ratings, not on this machine yet",
    "data.remove": "Remove",
    "data.remove.sure": "Remove {data} for everybody on this server? Trainings on it keep their figures.",
    "data.remove.yes": "Yes, remove it",
    # uploading
    "data.own": "Upload your own",
    "data.own.line": (
        "CSV, TSV or Parquet, up to 20 MB. Everybody who opens this server will be able to choose it."
    ),
    "data.interactions": "Who did what (required)",
    "data.items": "What the items are (optional)",
    "data.example": "An example file",
    "data.rows_read": "{file}: {rows} rows, {columns} columns. The first ones:",
    "data.map": "Which column is what",
    "data.map.items": "Which column of the item file is what",
    "data.map.line": "Guessed from the column names; check it.",
    "data.map.unknown": "No column name here is a known one. Choose a column for each part that you have.",
    "data.none": "none",
    "data.part.user_id": "User",
    "data.part.item_id": "Item",
    "data.part.rating": "Rating",
    "data.part.timestamp": "Time",
    "data.part.title": "Title",
    "data.part.year": "Year",
    "data.part.categories": "Categories",
    "data.part.creator": "Creator",
    "data.part.description": "Description",
    "data.need": "Choose a column for: {parts}.",
    "data.twice": "The column “{column}” is chosen twice; each part needs a column of its own.",
    "data.no_rating": "Without ratings every row counts as liked.",
    "data.no_time": "Without times the order of the rows counts as the order in time.",
    "data.no_title": (
        "Without titles or an item file, lists show ids, and the language model has nothing to read."
    ),
    "data.name": "Name",
    "data.name.help": "What these data are called on every page and in memos.",
    "data.check": "Check these data",
    "data.checked": "Usable. Read below what was found, then use them.",
    "data.take": "Use these data",
    "data.discard": "Discard",
    # health
    "data.health": "Health report",
    "data.health.of": "{data}: what is in it, what was found, and what that means for the figures",
    "data.count.interactions": "Interactions",
    "data.count.users": "People",
    "data.count.items": "Items",
    "data.count.density": "Filled",
    "data.count.liked_share": "Liked",
    "data.count.evaluated_users": "People measured",
    "data.count.popularity_gini": "Inequality",
    "data.help.density": "Share of all pairs of person and item that occur.",
    "data.help.liked_share": "Share of interactions that count as liked: level 4 or 5 of 5.",
    "data.help.evaluated_users": (
        "People who liked something in the last fifth of what they did: accuracy is theirs."
    ),
    "data.help.popularity_gini": (
        "Gini index of popularity: 0 if all items are equally popular, towards 1 if one takes all."
    ),
    "data.clean": "Nothing was found that would bend the figures.",
    "data.found": "Found",
    "data.done": "What was done",
    "data.means": "What it means",
    "data.download": "Download the report",
    "data.next": "Next",
    "data.next.line": "These data have no fine-tuned model yet; lists come from {model}.",
    "data.next.taken": "{data} is in use on every page now.",
    "data.next.tune": "See the trade-off",
    "data.next.train": "Train a model",
    # sources
    "data.source": "Source and terms",
    "data.licence": "Licence",
    "data.citation": "Please cite",
    "data.own_terms": "Your own file; its terms are yours to know.",
    "data.fingerprint": "Fingerprint",
}
