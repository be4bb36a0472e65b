"""Fields of study and work, by the words that tell them in the names of subjects and of trades."""

# A field a paragraph: a subject and a trade that show words of the same one may well belong together. Broad
# on purpose, for a warning that comes too often is not read; whoever learned one subject of machine building
# (the first) has learned the ground of its trades.
_WORDS = """
机械 机电 机制 数控 机床 模具 装备 智能制造 增材 3D 工业设计 工业工程 CAD 制图 成型 成形 热处理
车工 铣工 磨工 镗工 钳工 铆工 下料 切削 切割 冲压 铸造 锻造 焊 轴承 齿轮 紧固件 弹簧 刀具 量具 磨具
链传动 锅炉 内燃机 汽轮机 阀门 液压 气动 分离 起重 点检

电气 电工 机电 自动化 电力 供用电 发电 电器 电机 变压器 变电 电线电缆 电子 仪器 仪表 可编程 电梯 楼宇
风电 光伏 新能源 机器人 智能控制 智能制造 物联网 电动工具 设备点检 办公设备 视觉 无人机

汽车 机动车 摩托车 车辆 网联 内燃机 拖拉机 交通运输

农机 农业机械 农业装备 农业工程 拖拉机

工程机械 起重 筑路 路桥 施工 矿山 港口 铁道 装载 挖掘

无人机 航空 飞行 航天

计算机 软件 程序 大数据 数据 人工智能 网络 信息 云计算 物联网 视觉

电子商务 商务师 市场 营销 物流 供应链 贸易 连锁 鉴定估价 汽车服务

印刷 印前 印后 包装 图文 出版 数字媒体 平面设计 广告设计 视觉传达 色彩

检测 检验 无损 探伤 计量 理化 化学 化工 分析 质量 材料 测控

材料 冶金 金属 粉末 高分子 硅酸盐 磨料 磨具 涂装 镀 表面 喷涂 化工

制冷 空调 暖通 供热 冷链 热能

光学 光电 光纤 光缆 通信 镜头 激光
"""

FIELDS = tuple(frozenset(field.split()) for field in _WORDS.strip().split("\n\n"))
