"""Life cycle of a shipment: management sends it, the station confirms its arrival (guide 4.6-7)."""

from accounts.rights import Perm
from certificates.models import Shipment, ShipmentStatus
from certificates.posting.receiving import bring_back, missing_explained, note_arrival
from workflow.lifecycle import Transition, Words, register

ON_ITS_WAY = frozenset({ShipmentStatus.SENT})

register(
    Shipment,
    Transition(
        "receive",
        "签收",
        "签收了证书邮寄件",
        ON_ITS_WAY,
        ShipmentStatus.RECEIVED,
        Perm.SHIPMENT_RECEIVE,
        words=Words.OPTIONAL,
        words_label="差异说明",
        warning="请当面清点证书的数量和姓名；有缺少、破损或多出的，写在差异说明里，管理站据此处理。",
        guards=(missing_explained,),
        changes=(note_arrival,),
    ),
    Transition(
        "cancel",
        "取消邮寄登记",
        "取消了邮寄登记，其中的证书待重新邮寄",
        ON_ITS_WAY,
        ShipmentStatus.CANCELLED,
        Perm.SHIP,
        words=Words.REQUIRED,
        words_label="取消的原因",
        warning="邮寄件丢失，或运单号、日期、所选证书登记有误的，取消后其中的证书恢复为未寄出，可重新登记邮寄。",
        main=False,
        changes=(bring_back,),
    ),
)
