"""What the list of batches is narrowed by besides: the centre's batches to certify."""

from accounts.rights import Perm
from batches.narrowing import Narrowing, register_narrowing
from portal.todo.certifying import HELD, READY, held_keys, ready_keys

register_narrowing(READY, Narrowing("待核发证书", Perm.CERTIFICATE_ISSUE, ready_keys))
register_narrowing(HELD, Narrowing("暂不能核发证书", Perm.CERTIFICATE_ISSUE, held_keys))
