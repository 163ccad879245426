"""Every Chinese (简体中文) word of the Who pays page; keys of ``strings_pays.py``, names of the engine."""

CHINESE: dict[str, str] = {
    "nav.who_pays": "谁付代价",
    "pays.title": "谁失去，谁得到？",
    "pays.said": "{hurt} 的人失去一些准确度，其中一组明显多于其他人：{segment}。",
    "pays.said_even": "{hurt} 的人失去一些准确度；没有哪一组明显多付代价。",
    "pays.segments": "每一组付出什么",
    "pays.segments_note": (
        "准确度的变化及其 95% 区间，最确定受损的在前。实心：把所有组都算作尝试之后，仍与其他人不同。"
    ),
    "pays.segments_alt": "各组人的准确度变化；最确定受损的是{first}。",
    "pays.few": "每一组的人都太少，无法下结论。",
    "pays.change_axis": "准确度的变化",
    "pays.segment": "组",
    "pays.people": "人数",
    "pays.stands_out": "突出",
    "pays.yes": "是",
    "pays.table": "以表格显示",
    "pays.worst": "损失最大的人",
    "pays.worst_note": (
        "损失最大的 5%，共 {n} 人：平均 NDCG 变化 {mean}，所有人为 {everybody}。"
        "其中一部分是偶然：他们正是按这个损失挑出来的。选择一行即可打开其列表。"
    ),
    "pays.loss": "NDCG 变化",
    "pays.items": "改为展示什么",
    "pays.items_note": "在所有展示位置中的占比，之前与当前设置；竖线为占目录的比例。",
    "pays.items_alt": "各组物品在展示位置中的占比：只看相关度时与当前设置下。",
    "pays.by": "物品划分",
    "pays.by_popularity": "热门度",
    "pays.by_category": "类别",
    "pays.by_creator": "作者",
    "pays.group": "物品",
    "pays.before": "最相关",
    "pays.after": "在此设置下",
    "pays.catalogue": "占目录的比例",
    "pays.shift": "变化（百分点）",
    "pays.places_axis": "占展示位置的比例",
}

ENGINE: dict[str, str] = {
    "segment.activity": "活跃度",
    "segment.few ratings": "评分少",
    "segment.some ratings": "评分中等",
    "segment.many ratings": "评分多",
    "segment.mainstream taste": "大众口味",
    "segment.niche": "小众",
    "segment.mixed": "混合",
    "segment.mainstream": "大众",
    "segment.breadth of taste": "口味广度",
    "segment.narrow": "窄",
    "segment.medium": "中等",
    "segment.broad": "广",
    "segment.newness": "新旧",
    "segment.long here": "来得早",
    "segment.a while here": "来了一阵",
    "segment.newcomers": "新来的",
    "exposure.most popular tenth": "最热门的十分之一",
    "exposure.least popular tenth": "最冷门的十分之一",
    **{f"exposure.tenth {rank}": f"第 {rank} 个十分之一" for rank in range(2, 10)},
    "exposure.everyone else": "其他所有人",
}
