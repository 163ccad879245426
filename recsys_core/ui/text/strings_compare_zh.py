"""Every Chinese (简体中文) word of the Compare page; the keys of ``strings_compare.py``."""

CHINESE: dict[str, str] = {
    "nav.compare": "比较",
    "compare.title": "换一个模型或方法会更好吗？",
    "compare.models": "模型",
    "compare.methods": "方法",
    "compare.empty": "请至少选择一个模型和一种方法。",
    "compare.report": (
        "请在“调节”页选择，那里的建议使用验证期；本页只报告测试期，按钮只是让其他页改用您在那里选好的方法。"
    ),
    "compare.not_added": (
        "未加入：{names}。加入后会有 {asked} 种模型与方法的组合，而一张图上只能分清 {most} 种。"
        "请先去掉一个模型或方法。"
    ),
    "compare.left_out": (
        "地址要求 {asked} 种模型与方法的组合，而一张图上只能分清 {most} 种。未选中：{names}。"
    ),
    "compare.unknown": "地址中有这里没有的名称，因此不作比较：{names}。",
    "compare.working": "正在计算{name}，只需一次。",
    "compare.fronts": "每个设置下的准确度与多样性",
    "compare.fronts_help": "每条线是一种方法的帕累托前沿：从最相关到最多样，各设置的平均准确度与多样性。",
    "compare.fronts_note": "越靠右上越好。灰色：另有设置在两方面都更好。大标记：当前设置。",
    "compare.alt": "所示 {n} 种组合的准确度与多样性；其中所有设置合起来最好的是{best}。",
    "compare.which": "所有设置合起来，哪种更好？",
    "compare.pairs_title": "两两比较",
    "compare.method_in_use": "✓ 方法正在使用",
    "compare.area_help": (
        "术语为超体积：从准确度 0、多样性 0 起，前沿之下的面积（Zitzler 与 Thiele，1999）乘以 100；"
        "95% 区间来自同一批重抽样的人。不同选择之间可以比较得分，不同数据、列表长度或多样性度量之间不可以。"
    ),
    "compare.area_note": (
        "得分：当列表至少要达到某一多样性时仍能达到的准确度（NDCG@{k}，0 到 100），"
        "对多样性从 0 到 1 的所有水平取平均，附 95% 区间；不受同时选择了什么的影响。"
        "准确度与多样性两列取各方法可达多样性的 {percent}。"
    ),
    "compare.area_column": "得分",
    "compare.alone": "没有可比较的对象",
    "compare.best": "优于所示的所有其他组合",
    "compare.first": "在所示组合中排第一，但不是明显领先于每一种",
    "compare.as_good": "与{name}没有明显差异",
    "compare.worse_than": "不如{name}",
    "compare.use": "采用此方法",
    "compare.use_help": "“调节”“列表”“谁付代价”各页随之改用此方法。",
    "compare.in_use": "✓ 各页正在使用",
    "compare.taken": "现在各页都使用：{method}。",
    "compare.model_stays": "按钮只采用方法；其他页的列表仍来自模型“{model}”。",
    "compare.method": "方法",
    "compare.pairs_note": "全部 {n} 项差异：哪种更好，得分相差多少，附 95% 区间。",
    "compare.pairs_scroll": "滚动表格可看到全部 {n} 项差异：哪种更好，得分相差多少，附 95% 区间。",
    "compare.difference": "差异",
    "compare.verdict": "结论",
    "compare.no_difference": "{one} 与 {two}：没有明显差异",
    "compare.better": "{one} 优于 {two}",
    "compare.lists": "{user} 号会看到什么",
    "compare.lists_note": "每种方法都取其可达多样性的 {percent}。",
    "model.item_knn": "物品近邻",
    "model.ease_recency": "EASE（近期优先）",
    "model.item_knn_recency": "物品近邻（近期优先）",
    "model.als": "ALS",
    "model.pure_svd": "PureSVD",
    "model.bpr": "BPR",
    "model.neural_cf": "神经协同过滤",
    "model.zero_shot": "微调前的 MiniLM",
    # a setting for each person
    "personal.title": "为每个人单独设置，而不是所有人一个设置？",
    "personal.note": (
        "{method}：为每个人单独选择设置，在测试期与所有人共用一个设置比较。"
        "这里的得分只计超出“所有人一个设置”最低准确度与多样性的部分，与上面的得分不同。"
    ),
    "personal.way_all": "所有人一个设置",
    "personal.way_history": "按各自的验证期",
    "personal.way_breadth": "按口味广度",
    "personal.better": "**{way}**为每个人设置更好：所有设置合起来的得分高 {gain}（{interval}）。",
    "personal.worse": (
        "**{way}**为每个人设置更差：所有设置合起来的得分低 {gain}（{interval}）。请保持一个设置。"
    ),
    "personal.no_difference": (
        "**{way}**为每个人设置并不比一个设置更好：得分变化 {change}，区间（{interval}）包含零。"
        "一个设置更简单，请保持。"
    ),
    "personal.way": "设置的选择",
    "personal.gain": "与一个设置相比的得分",
    "personal.interval": "95% 区间",
    "personal.alt": "所有人一个设置与每人一个设置的准确度与多样性",
    # variety on paper only
    "on_paper.flagged": (
        "只在纸面上：在此设置下列表按{optimised}更多样，按{others}却没有。那里至多显现增益的 {share}"
        "（上限 {high}），人们可能感觉不到。"
    ),
    "on_paper.or": "或",
    "on_paper.categories": "类别",
    "on_paper.text": "文本内容",
    "on_paper.co_rating": "喜欢它们的人",
}
