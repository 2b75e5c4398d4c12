"""Masks, and the search for contact data in free text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.model.contact_text import find_contacts, mask_text
from engine.model.masking import canonical, contact_kind, mask_contact, mask_email, mask_mobile, mask_name, plain


@pytest.mark.row("S3.10")
@pytest.mark.parametrize(
    "written",
    ["13812345678", "138 1234 5678", "138-1234-5678", "+86 13812345678", "0086-138-1234-5678", "１３８１２３４５６７８", "(+86) 138 12345678", "013812345678"],
)
def test_mobile_shows_first_three_and_last_four_digits(written):
    assert mask_mobile(written) == "138****5678"
    assert contact_kind(written) == "mobile"
    assert canonical("mobile", written) == "13812345678"


@pytest.mark.row("S3.10")
def test_email_shows_the_beginning_of_its_prefix_and_no_domain():
    assert mask_email("zhangsan@example.com") == "zha***"
    assert mask_email("ab@example.com") == "a***"
    assert mask_contact("ZhangSan＠Example.com") == "zha***"
    assert canonical("email", " ZhangSan＠Example.com") == "zhangsan@example.com"


@pytest.mark.row("S3.60")
def test_four_digits_are_all_there_is_and_stay():
    assert mask_contact("5678") == "5678"


@pytest.mark.parametrize(
    ("written", "kind", "mask"),
    [
        ("010-88886666", "phone", "010****6666"),
        ("(0755) 8888666 转 12", "phone", "075****8666"),
        ("010-88886666 ext. 12", "phone", "010****6666"),
        ("88886666", "phone", "****6666"),
        ("+1 415 555 2671", "phone", "+141****2671"),
        ("0014155552671", "phone", "+141****2671"),
        ("wx_zhang", "other", "w***"),
        ("", "other", ""),
    ],
)
def test_other_contacts_show_little(written, kind, mask):
    assert (contact_kind(written), mask_contact(written)) == (kind, mask)


@pytest.mark.parametrize(
    ("name", "mask"),
    [
        ("张三", "张*"),
        ("张三丰", "张*"),
        (" 张三 ", "张*"),
        ("欧阳娜娜", "欧阳*"),
        ("张女士", "张女士"),
        ("欧阳先生", "欧阳先生"),
        ("王小姐姐", "王*"),
        ("李*", "李*"),
        ("John Smith", "J***"),
        ("émile", "É***"),
        ("王Tony", "王*"),
        ("", ""),
    ],
)
def test_name_shows_the_surname(name, mask):
    assert mask_name(name) == mask


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("我的手机13812345678谢谢", "我的手机138****5678谢谢"),
        ("１３８ １２３４ ５６７８", "138****5678"),
        ("138\u200b1234\u200b5678", "138****5678"),
        ("幺三八一二三四五六七八", "138****5678"),
        ("幺三八 一二三四 五六七八", "138****5678"),
        ("1 3 8 1 2 3 4 5 6 7 8", "138****5678"),
        ("(138)12345678", "138****5678"),
        ("打 13812345678/13912345678", "打 138****5678/139****5678"),
        ("电话 010-88886666 转 801", "电话 010****6666"),
        ("座机88886666", "座机****6666"),
        ("+44 20 7946 0958.", "+442****0958."),
        ("tel: 0014155552671", "tel: +141****2671"),
        ("zhangsan@qq.com请回复", "zha***请回复"),
        ("写给张三@例子.中国", "写***"),
        ("anna.b(at)example.com", "ann***"),
        ("微信号：abc_12345", "微信号：a***"),
        ("加vx zhang1987", "加vx z***"),
        ("wechat: johnsmith", "wechat: j***"),
        ("QQ：12345678", "QQ：1***"),
        ("身份证11010119900307123X", "身份证1***"),
        ("身份证 110101 19900307 1234", "身份证 1***"),
    ],
)
def test_contact_in_a_text_is_masked_however_it_is_written(text, masked):
    assert mask_text(text)[0] == masked


@pytest.mark.parametrize(
    "text",
    [
        "订单20231001-001",
        "工单20231001-1000未处理",
        "电话20231001-001",
        "来电 2023-10-01 10:30",
        "13-05-2023 123456",
        "NRR-2024-0315015",
        "客户-2024-001",
        "订单号202310010001234567",
        "EAN 0012345678901",
        "SN 15012345678901",
        "1700000000123",
        "金额1,381,234,567.80元",
        "IP 192.168.100.100 端口 13800",
        "热线 400-123-4567",
        "微信支付失败payment",
        "wechat payment failed",
        "响应超30秒，共1234567890次",
        "已是 138****5678 和 zha***",
    ],
)
def test_what_is_no_contact_stays(text):
    assert mask_text(text) == (text, [])


def test_found_tells_kind_place_and_raw_value():
    (mobile, email) = find_contacts("打13812345678或写 li@example.com")

    assert (mobile.kind, mobile.raw, mobile.mask, mobile.start, mobile.end) == ("mobile", "13812345678", "138****5678", 1, 12)
    assert (email.kind, email.raw, email.vault_kind) == ("email", "li@example.com", "email")
    assert find_contacts("QQ 12345678")[0].vault_kind == "other"


def test_hostile_text_is_searched_in_no_time():
    for text in ("微信" + " " * 20000 + "!", "1 " * 20000, "a" * 50000 + "@", "电话" * 20000, "(" * 50000, "QQ" + ":" * 50000):
        mask_text(text)


mobiles = st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True)
separators = st.sampled_from(["", " ", "-", " - "[:2], "\u200b", "."])
words = st.text(st.characters(exclude_categories=["Nd", "Cs"], exclude_characters="零〇一幺二三四五六七八九+(*")).map(
    lambda text: "".join(char for char in text if not plain(char).isdigit())
)


@given(words, mobiles, separators, words)
def test_mobile_in_any_text_is_found_and_gone(before, mobile, separator, after):
    written = separator.join((mobile[:3], mobile[3:7], mobile[7:]))

    masked, found = mask_text(f"{before}，{written}。{after}")

    assert any(canonical("mobile", each.raw) == mobile for each in found)
    assert written not in masked and mobile not in masked


@given(st.lists(st.one_of(words, mobiles, st.emails(), st.sampled_from(["电话", "QQ", "微信号", "010-88886666", "+8613812345678", "20231001-001"])), max_size=8))
def test_nothing_that_was_found_remains_and_masks_are_no_contacts(parts):
    text = "，".join(parts)

    masked, found = mask_text(text)

    assert not any(each.raw in masked for each in found)
    assert all(text[each.start : each.end] == each.raw for each in found)
    assert all(one.end <= after.start for one, after in zip(found, found[1:], strict=False))
    assert mask_text(masked) == (masked, [])


@given(st.text())
def test_plain_text_keeps_every_place(text):
    assert len(plain(text)) == len(text)
    masked, found = mask_text(text)
    assert found or masked == text


@given(st.emails())
def test_mask_of_an_email_never_holds_its_domain(address):
    assert "@" not in mask_email(address) and len(mask_email(address)) <= 6
