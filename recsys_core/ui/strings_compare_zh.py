"""Every Chinese (简体中文) word of the Compare page; the keys of ``strings_compare.py``."""

CHINESE: dict[str, str] = {
    "nav.compare": "比较",
    "compare.title": "换一个模型或方法会更好吗？",
    "compare.models": "模型",
    "compare.methods": "方法",
    "compare.empty": "请至少选择一个模型和一种方法。",
    "compare.too_many": "{asked} 种组合太多，一张图上分不清；只显示前 {most} 种。",
    "compare.working": "正在计算{name}，只需一次。",
    "compare.fronts": "各自的所有设置",
    "compare.fronts_note": "越靠右上越好。灰色：另有设置在两方面都更好。标记：当前设置。",
    "compare.alt": "{n} 条准确度与多样性的前沿，面积最大的是{best}。",
    "compare.area": "每条前沿围住的面积",
    "compare.area_note": "占最差与最好之间方框的比例，附 95% 区间。",
    "compare.area_column": "面积",
    "compare.method": "方法",
    "compare.pairs_note": "在同一批重抽样的人上的面积差，以百分点计，附 95% 区间。",
    "compare.pair": "组合",
    "compare.difference": "差异",
    "compare.verdict": "结论",
    "compare.no_difference": "没有明显差异",
    "compare.better": "{name}更好",
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
    "personal.note": "{method}：为每个人选择 λ，在测试时段与所有人共用一个 λ 的前沿比较。",
    "personal.way_all": "所有人一个设置",
    "personal.way_history": "按各自的验证时段",
    "personal.way_breadth": "按口味广度",
    "personal.better": "**{way}**为每个人设置更好：前沿包围的面积多 {gain}（{interval}）。",
    "personal.worse": "**{way}**为每个人设置更差：前沿包围的面积少 {gain}（{interval}）。请保持一个设置。",
    "personal.no_difference": (
        "**{way}**为每个人设置并不比一个设置更好：面积变化 {change}，区间（{interval}）包含零。"
        "一个设置更简单，请保持。"
    ),
    "personal.way": "λ 的选择",
    "personal.gain": "与一个设置相比的面积",
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
