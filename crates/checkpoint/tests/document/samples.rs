//! Codes in the shapes that were seen in the world, of invented people.

pub const CITIZEN: [&str; 4] = [
    "051090000001|212345678|Nguyễn Văn An|05031990|Nam|Thôn Phú Lễ 1, Bình Trung, Bình Sơn, Quảng Ngãi|12052021",
    "051190000002||Trần Thị Bé|20111990|Nữ|Tổ 3, Châu Ổ, Bình Sơn, Quảng Ngãi|10072022",
    "051090000001||Nguyễn Văn An|05031990|Nam|Thôn Phú Lễ 1, Bình Trung, Bình Sơn, Quảng Ngãi|01082024||||",
    "051045000003||Phạm Văn Cũ|1945|Nam|Bình Châu, Bình Sơn, Quảng Ngãi|10072022",
];

pub const PERSONAL: [&str; 2] = [
    "001093029317|NGUYEN VAN A|1987-01-18|0|162979388586171100|<1<00<0123232422",
    "001093029317|NGUYEN LE KHA HAN|1987-01-18|0|162979388586171100|<1<HS4010120878821<0944713700",
];

/// 17, 15 and 10 parts.
pub const INSURANCE: [&str; 3] = [
    "5100000001|4e677579e1bb856e2056c4836e20416e|05/03/1990|1|-|51 - 001|01/07/2023|-|31/07/2023|51055100000001|-|4| 01/10/2027|0123456789abcdef-1202|4|487579e1bb876e2042c3ac6e682053c6a16e2c2054e1bb896e68205175e1baa36e67204e67c3a369|$",
    "GD4515100000001|4e677579e1bb856e2056c4836e20416e|05/03/1990|1|42c3ac6e68205472756e672c2042c3ac6e682053c6a16e2c205175e1baa36e67204e67c3a369|51 - 001|01/01/2019|31/12/2019|24/01/2019|51055100000001|-|4|01/10/2023|0123456789abcdef-1202|$",
    "HS4515100000002|5472e1baa76e205468e1bb8b2042c3a9|07/09/2008|2|42c3ac6e68205472756e672c2042c3ac6e682053c6a16e2c205175e1baa36e67204e67c3a369|51 - 001|24/01/2019|-|24/01/2019|$",
];

/// EMVCo of a transfer to an invented account (VietQR).
pub const BANK: &str =
    "00020101021138540010A00000072701240006970436011012345678900208QRIBFTTA53037045802VN6304ABCD";

/// One of every kind that has a name.
pub fn all() -> Vec<&'static str> {
    CITIZEN
        .into_iter()
        .chain(PERSONAL)
        .chain(INSURANCE)
        .chain([
            BANK,
            "051090000001",
            "HC1:6BF",
            "shc:/5676",
            "CHOT1:6BF",
            "https://example.org/p/1",
        ])
        .collect()
}
