"""Chinese of the Data page, keys as in ``strings_data.py``; ``FINDINGS`` are messages of the data package."""

CHINESE: dict[str, str] = {
    "nav.data": "数据",
    "data.title": "可以用自己的数据吗？",
    "data.about": "一张“谁做了什么”的表就够了：一列用户，一列物品。有评分、时间和物品标题会更好。",
    # choosing
    "data.choose": "选择数据",
    "data.used": "使用中",
    "data.use": "使用",
    "data.fetch": "获取",
    "data.fetching": "正在获取 {data}，最多需要几分钟。",
    "data.fetched": "{data} 已就绪。",
    "data.kind.known": "公开数据集，可按名称获取",
    "data.kind.sample": "产品自带：虚构的电影，模拟的人",
    "data.kind.upload": "上传的文件：{file}",
    "data.kind.other": "在数据文件夹中找到",
    "data.absent": "{n} 条评分，尚未下载到本机",
    "data.remove": "移除",
    "data.remove.sure": "为这台服务器上的所有人移除 {data}？在它上面的训练会保留其结果。",
    "data.remove.yes": "是，移除",
    # uploading
    "data.own": "上传自己的数据",
    "data.own.line": "CSV、TSV 或 Parquet，最大 20 MB。打开这台服务器的每个人都可以选用它。",
    "data.interactions": "谁做了什么（必需）",
    "data.items": "物品是什么（可选）",
    "data.example": "示例文件",
    "data.rows_read": "{file}：{rows} 行，{columns} 列。前几行：",
    "data.map": "哪一列是什么",
    "data.map.items": "物品文件的哪一列是什么",
    "data.map.line": "由列名猜出，请核对。",
    "data.map.unknown": "没有认出任何列名。请为您有的每项内容选择一列。",
    "data.none": "无",
    "data.part.user_id": "用户",
    "data.part.item_id": "物品",
    "data.part.rating": "评分",
    "data.part.timestamp": "时间",
    "data.part.title": "标题",
    "data.part.year": "年份",
    "data.part.categories": "类别",
    "data.part.creator": "创作者",
    "data.part.description": "简介",
    "data.need": "请为以下内容选择一列：{parts}。",
    "data.twice": "列“{column}”被选了两次；每项内容需要自己的一列。",
    "data.no_rating": "没有评分时，每一行都算作喜欢。",
    "data.no_time": "没有时间时，行的顺序就当作时间顺序。",
    "data.no_title": "没有标题也没有物品文件时，列表只显示编号，语言模型无文可读。",
    "data.name": "名称",
    "data.name.help": "这份数据在每个页面和备忘录中的名称。",
    "data.check": "检查这些数据",
    "data.checked": "可以使用。请先阅读下面的发现，然后使用。",
    "data.take": "使用这些数据",
    "data.discard": "放弃",
    # health
    "data.health": "健康报告",
    "data.health.of": "{data}：里面有什么、发现了什么、对数字意味着什么",
    "data.count.interactions": "交互",
    "data.count.users": "人",
    "data.count.items": "物品",
    "data.count.density": "填充率",
    "data.count.liked_share": "喜欢",
    "data.count.evaluated_users": "参与测量的人",
    "data.count.popularity_gini": "不均衡",
    "data.help.density": "所有“人与物品”组合中实际出现的比例。",
    "data.help.liked_share": "算作喜欢（五级中的 4 或 5 级）的交互比例。",
    "data.help.evaluated_users": "在各自最后五分之一行为中喜欢过物品的人：准确度以他们为准。",
    "data.help.popularity_gini": "热度的基尼系数：所有物品同样热门为 0，一个物品占尽时趋近 1。",
    "data.clean": "没有发现会扭曲数字的问题。",
    "data.found": "发现",
    "data.done": "已做的处理",
    "data.means": "意味着什么",
    "data.download": "下载报告",
    "data.next": "下一步",
    "data.next.line": "这份数据还没有微调过的模型；列表来自 {model}。",
    "data.next.taken": "现在所有页面都使用“{data}”。",
    "data.next.tune": "查看取舍",
    "data.next.train": "训练一个模型",
    # sources
    "data.source": "来源与条款",
    "data.licence": "许可",
    "data.citation": "请引用",
    "data.own_terms": "您自己的文件；其条款由您掌握。",
    "data.fingerprint": "指纹",
}

FINDINGS: dict[str, str] = {
    "health.rows_left_out": "这些行被略去。",
    "health.missing_ids.found": "{n:,} 行没有用户或物品（第一个：{file} 第 {row} 行）。",
    "health.missing_ids.consequence": "除非这些行大多来自同一类用户或物品，否则不影响任何数字。",
    "health.unreadable_ratings.found": "{n:,} 行的评分无法读取（第一个：{file} 第 {row} 行，'{value}'）。",
    "health.unreadable_ratings.consequence": "相关用户的历史比文件中的短。",
    "health.out_of_range.found": (
        "{n:,} 行的评分不在 {low:g} 到 {high:g} 之间（第一个："
        "{file} 第 {row} 行，'{value}'）。"
    ),
    "health.out_of_range.consequence": "若保留，会拉长评分范围，改变什么算作喜欢。",
    "health.unreadable_times.found": "{n:,} 行的时间无法读取（第一个：{file} 第 {row} 行，'{value}'）。",
    "health.unreadable_times.consequence": "没有时间位置，既不能作历史，也不能作测试。",
    "health.duplicates.found": "{n:,} 行重复（同一用户和同一物品），已略去；以最后一行为准。",
    "health.duplicates.fix": "保留时间上最后的一行；时间相同则保留文件中最后的一行。",
    "health.duplicates.consequence": "否则同一物品会同时在历史和测试中，使模型显得过好。",
    "health.no_ratings.found": "{file} 没有评分，因此每条交互都算作喜欢。",
    "health.no_ratings.fix": "每条交互都算作喜欢。",
    "health.no_ratings.consequence": "准确度衡量的是是否被选择，而不是是否令人满意。",
    "health.no_times.found": "{file} 没有时间，因此以行的顺序作为时间顺序。",
    "health.no_times.fix": "以行的顺序作为时间顺序。",
    "health.no_times.consequence": "若文件按别的方式排序，测试部分就不是未来，准确度会失真。",
    "health.repeated_items.found": "物品目录中有 {n:,} 行重复描述同一物品；以第一行为准。",
    "health.repeated_items.fix": "保留每个物品的第一行。",
    "health.repeated_items.consequence": "标题和类别取自该行，按类别的数字随之而定。",
    "health.no_catalogue.found": "没有物品目录，因此以编号作标题。",
    "health.ids_as_titles": "以编号作标题。",
    "health.no_catalogue.consequence": "推荐只依据谁选了什么；多样性按谁选了物品来衡量。",
    "health.items_without_row.found": "{n:,} 个物品不在目录中，因此以其编号作标题（第一个：'{item}'）。",
    "health.items_without_row.fix": "以其编号作标题。",
    "health.items_without_row.consequence": (
        "语言模型对它们一无所知；按类别的多样性把它们算作与其他物品没有不同。"
    ),
    "health.idle_people.found": "{n:,} 人没有任何交互，已略去。",
    "health.idle_people.fix": "这些人被略去。",
    "health.idle_people.consequence": "没有数字因此改变：没有交互的人不进入任何数字。",
    "health.unchanged": "没有改动。",
    "health.timestamp_ties.found": "{n:,} 条交互与同一用户的另一条时间相同。",
    "health.timestamp_ties.fix": "相同时间保持文件中的顺序（稳定排序）。",
    "health.timestamp_ties.consequence": (
        "{total:,} 个用户中有 {users:,} 个的测试部分从相同时间之内开始，"
        "文件顺序不同时，测试的物品会不同。"
    ),
    "health.items_without_text.found": "{total:,} 个物品中有 {n:,} 个没有文字说明。",
    "health.items_without_text.fix": "以编号作其标题，语言模型读到的是“{text}”。",
    "health.items_without_text.consequence": (
        "模型只能从谁选了它们来认识；按文本的多样性把它们算作与其他物品没有不同。"
    ),
    "health.items_without_categories.found": "{total:,} 个物品中有 {n:,} 个没有类别。",
    "health.items_without_categories.fix": "按类别衡量多样性时，这样的物品算作与其他物品没有不同。",
    "health.items_without_categories.consequence": (
        "包含它们的列表显得不够多样；若全无类别，则按文本衡量多样性。"
    ),
    "health.items_alike.found": "{n:,} 个物品的文字与另一物品相同（第一个：“{text}”）。",
    "health.items_alike.fix": "它们仍是各自独立的物品。",
    "health.items_alike.consequence": "列表可能两次展示同一内容；两者在文本和类别上都没有不同。",
    "health.users_without_target.found": "{total:,} 人中有 {n:,} 人的测试部分没有喜欢的物品。",
    "health.users_without_target.fix": "他们不进入任何数字；他们的列表仍可查看。",
    "health.users_without_target.consequence": "准确度描述的是其余的人，他们往往更活跃。",
    "health.popularity_skew.found": "最热门的 1% 物品占了全部交互的 {share:.0%}。",
    "health.popularity_skew.consequence": "这里的准确度偏爱热门列表；请与目录覆盖和长尾一起看。",
    "health.few_users.found": "只有 {n:,} 个用户。",
    "health.few_users.consequence": "少于 {minimum} 个用户时区间很宽，大多数设置无法区分。",
    "health.few_items.found": "只有 {n:,} 个物品。",
    "health.few_items.consequence": (
        "少于 {minimum} 个物品时，十项列表就展示了大半目录，"
        "覆盖率说明不了什么。"
    ),
    "error.too_few_rows": (
        "{file} 可用的行太少：至少需要 {min_interactions} 条交互、{min_users} 个用户和 {min_items} 个物品，"
        "而文件中有 {interactions} 条、{users} 个和 {items} 个。"
        "请增加数据行。"
    ),
    "error.too_many_values": (
        "{file}：第 {row} 行有 {n} 个值，应有 {expected} 个。"
        "请给含有分隔符的值加上引号。"
    ),
    "error.too_many_rows": "{file} 有 {n:,} 行；最多可上传 {max_rows:,} 行。请保留最近的行。",
    "error.too_many_scores": (
        "{file} 过大：这里会为每个用户给每个物品打分。最多可有 {max_items:,} 个物品"
        "和 {max_scores:,} 个“用户与物品”组合；"
        "文件中有 {items:,} 个物品和 {scores:,} 个组合。请保留最活跃的用户和物品。"
    ),
    "error.file_too_large": (
        "{file} 有 {megabytes:.0f} MB；最多可上传 {max_megabytes:.0f} MB。"
        "请去掉一些列或较早的行，或保存为 Parquet。"
    ),
}
