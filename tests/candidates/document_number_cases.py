"""Document numbers as people type them, on 2026-08-01: all made up, where possible in areas not in use."""

from dataclasses import dataclass
from datetime import date

from accounts.identity import DocumentType, Sex, check_digit

ID = DocumentType.RESIDENT_ID
PERMIT = DocumentType.RESIDENCE_PERMIT
MACAO = DocumentType.HONGKONG_MACAO_PERMIT
TAIWAN = DocumentType.TAIWAN_PERMIT
FOREIGN = DocumentType.FOREIGN_PERMANENT
PASSPORT = DocumentType.PASSPORT
OFFICER = DocumentType.OFFICER


def numbered(head: str) -> str:
    """Return seventeen digits with their check digit."""
    return head + check_digit(head)


def of_day(day: str, *, area: str = "990101", serial: str = "002") -> str:
    """Return a right number of somebody born on a day written ``20060315``."""
    return numbered(f"{area}{day}{serial}")


WOMAN, MAN = of_day("20060315"), of_day("20060315", serial="003")
WITH_X = next(n for n in (of_day("20060315", serial=f"{i:03d}") for i in range(100)) if n.endswith("X"))
WIDE = WITH_X.translate({ord(str(digit)): 0xFF10 + digit for digit in range(10)})
SHAPE = "证件号码应为 18 位数字，末位可为 X"
LOOK_AGAIN = "请对照证件逐位核对后重新填写。"
NO_DAY = f"证件号码第 7 至 14 位不是有效的出生日期。{LOOK_AGAIN}"
CHECK_DIGIT = f"证件号码校验位不符（GB 11643）。{LOOK_AGAIN}"
YOUNG = "未满 14 周岁不能注册（个人信息保护法第三十一条）。请年满后再注册。"
NOT_PERMIT = "港澳台居民居住证号码应以 810000、820000、830000 之一开头。请核对证件类型和号码。"
OTHER_CARD = "18 位号码是居民身份证等证件的号码，不是{}号码。请核对证件类型和号码。"
AGAIN = "请对照证件重新填写。"


@dataclass(frozen=True, slots=True)
class Case:
    """A kind, what was typed, the cleaned form, and the sentence that refuses it; empty for a right one."""

    kind: DocumentType
    typed: str
    clean: str
    sentence: str = ""

    def __str__(self) -> str:
        return f"{self.kind}-{self.typed!a}"


def right(kind: DocumentType, typed: str, clean: str = "") -> Case:
    return Case(kind, typed, clean or typed)


def wrong(kind: DocumentType, typed: str, sentence: str, clean: str = "") -> Case:
    return Case(kind, typed, clean or typed, sentence)


SPELLINGS = [
    right(ID, WOMAN),
    right(ID, MAN),
    right(ID, WITH_X),
    right(ID, WITH_X.lower(), WITH_X),
    right(ID, f"{WITH_X[:6]} {WITH_X[6:14]} {WITH_X[14:]}", WITH_X),
    right(ID, f"  {WITH_X}\n", WITH_X),
    right(ID, WITH_X.replace("X", "Ｘ"), WITH_X),
    right(ID, WITH_X.replace("X", "ｘ"), WITH_X),
    right(ID, WIDE, WITH_X),
    right(ID, f"{WITH_X[:6]}\u3000{WITH_X[6:]}", WITH_X),
    right(ID, f"{WITH_X[:6]}-{WITH_X[6:]}", WITH_X),
    right(ID, f"{WITH_X[:6]}—{WITH_X[6:]}", WITH_X),
    right(ID, f"{WITH_X[:6]}－{WITH_X[6:]}", WITH_X),
    right(ID, f"{WITH_X[:6]}−{WITH_X[6:]}", WITH_X),
    right(ID, f"\u202a{WITH_X}\u202c", WITH_X),
    right(ID, f"\ufeff{WITH_X[:3]}\u200b{WITH_X[3:]}", WITH_X),
    right(ID, WITH_X.replace("X", "×"), WITH_X),
    right(ID, WITH_X.replace("X", "\u0425"), WITH_X),
    right(ID, WITH_X.replace("X", "\u03c7"), WITH_X),
]
RESIDENT = [
    wrong(ID, WOMAN[:17], f"{SHAPE}；现为 17 位。{LOOK_AGAIN}"),
    wrong(ID, WOMAN + "0", f"{SHAPE}；现为 19 位。{LOOK_AGAIN}"),
    wrong(ID, WOMAN[:6] + WOMAN[8:17], f"15 位的旧身份证号码已停用，须填写 18 位号码。{LOOK_AGAIN}"),
    wrong(ID, WOMAN[:16] + "A" + WOMAN[17], f"{SHAPE}；号码中不能有“A”。{LOOK_AGAIN}"),
    wrong(ID, WOMAN[:3] + "O" + WOMAN[4:], f"{SHAPE}；号码中不能有“O”。{LOOK_AGAIN}"),
    wrong(ID, "X" + WOMAN[1:], f"{SHAPE}；号码中不能有“X”。{LOOK_AGAIN}"),
    wrong(ID, WOMAN[:17] + "Y", f"{SHAPE}；号码中不能有“Y”。{LOOK_AGAIN}"),
    wrong(ID, "٩" + WOMAN[1:], f"{SHAPE}；号码中不能有“٩”。{LOOK_AGAIN}"),
    wrong(ID, "9901**********0020", f"{SHAPE}；号码中不能有“*”。{LOOK_AGAIN}"),
    wrong(ID, WOMAN[:17] + str((int(WOMAN[17].replace("X", "0")) + 1) % 10), CHECK_DIGIT),
    wrong(ID, WOMAN[:14] + WOMAN[15] + WOMAN[14] + WOMAN[16:][:1] + WITH_X[17], CHECK_DIGIT),
    wrong(ID, "990101200603150020" if WOMAN[17] != "0" else "990101200603150021", CHECK_DIGIT),
    wrong(ID, of_day("20060230"), NO_DAY),
    wrong(ID, of_day("20061315"), NO_DAY),
    wrong(ID, of_day("20060300"), NO_DAY),
    wrong(ID, of_day("20050229"), NO_DAY),
    wrong(ID, of_day("18991231"), NO_DAY),
    wrong(ID, of_day("20260802"), NO_DAY),
    wrong(ID, "0" * 18, NO_DAY),
    right(ID, of_day("19000101")),
    right(ID, of_day("20040229")),
    right(ID, of_day("20120801")),
    wrong(ID, of_day("20120802"), YOUNG),
    wrong(ID, of_day("20260801"), YOUNG),
    wrong(
        ID,
        of_day("20060315", area="810000"),
        "以 810000 开头的是港澳台居民居住证号码。请核对证件类型和号码。",
    ),
    right(ID, of_day("19760315", area="990999")),
]
OTHER_CARDS = [
    right(PERMIT, of_day("20060315", area="810000")),
    right(PERMIT, of_day("20060315", area="820000")),
    right(PERMIT, of_day("20060315", area="830000")),
    right(
        PERMIT,
        of_day("20060315", area="830000")[:6] + " " + of_day("20060315", area="830000")[6:],
        of_day("20060315", area="830000"),
    ),
    wrong(PERMIT, WOMAN, NOT_PERMIT),
    wrong(PERMIT, of_day("20060315", area="710000"), NOT_PERMIT),
    wrong(PERMIT, of_day("20120802", area="830000"), YOUNG),
    wrong(PERMIT, "H12345678", f"{SHAPE}；号码中不能有“H”。{LOOK_AGAIN}"),
    right(MACAO, "H12345678"),
    right(MACAO, "m12345678", "M12345678"),
    right(MACAO, "Ｈ１２３４５６７８", "H12345678"),
    right(MACAO, "H1234567890"),
    wrong(MACAO, "H123456789", f"港澳居民来往内地通行证号码应为 H 或 M 加 8 位（旧证 10 位）数字。{AGAIN}"),
    wrong(MACAO, "A12345678", f"港澳居民来往内地通行证号码应为 H 或 M 加 8 位（旧证 10 位）数字。{AGAIN}"),
    right(TAIWAN, "12345678"),
    right(TAIWAN, "1234 5678", "12345678"),
    wrong(TAIWAN, "1234567", f"台湾居民来往大陆通行证号码应为 8 位数字。{AGAIN}"),
    wrong(TAIWAN, "T12345678", f"台湾居民来往大陆通行证号码应为 8 位数字。{AGAIN}"),
    right(FOREIGN, of_day("20060315", area="932156")),
    right(FOREIGN, "abc123456789012", "ABC123456789012"),
    wrong(
        FOREIGN,
        of_day("20060315", area="832156"),
        f"外国人永久居留身份证号码应为 3 个字母加 12 位数字，或 9 开头的 18 位。{AGAIN}",
    ),
    wrong(
        FOREIGN,
        "AB1234567890123",
        f"外国人永久居留身份证号码应为 3 个字母加 12 位数字，或 9 开头的 18 位。{AGAIN}",
    ),
    right(PASSPORT, "EX1234567"),
    right(PASSPORT, "ex 123-4567", "EX1234567"),
    right(PASSPORT, "E1234"),
    wrong(PASSPORT, "E123", f"护照号码应为 5 至 17 位字母或数字。{AGAIN}"),
    wrong(PASSPORT, "护照1234567", f"护照号码应为 5 至 17 位字母或数字。{AGAIN}"),
    wrong(PASSPORT, "E" + "1" * 17, f"护照号码应为 5 至 17 位字母或数字。{AGAIN}"),
    right(OFFICER, "练字第123456号"),
    right(OFFICER, "练字第 １２３４５６ 号", "练字第123456号"),
    wrong(OFFICER, "军", f"军官证号码应为 4 至 30 位字母、数字或汉字。{AGAIN}"),
    wrong(OFFICER, WOMAN, OTHER_CARD.format("军官证")),
]
CASES = [*SPELLINGS, *RESIDENT, *OTHER_CARDS]

BORN_AND_SEX = [
    (ID, WOMAN, date(2006, 3, 15), Sex.FEMALE),
    (ID, MAN, date(2006, 3, 15), Sex.MALE),
    (PERMIT, of_day("20051231", area="810000", serial="001"), date(2005, 12, 31), Sex.MALE),
    (FOREIGN, of_day("20040229", area="932156", serial="008"), date(2004, 2, 29), Sex.FEMALE),
]
