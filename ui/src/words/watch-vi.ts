import type { SpellingWord } from "../backend/bindings";

/** The words of the list of people who are to be looked at, in Vietnamese. */
export const watchVi = {
  views: { people: "Người của đơn vị", expected: "Khách hẹn", watch: "Cần xem" },
  viewsLabel: "Các danh sách",
  what: "Người cần bảo vệ xem khi qua cổng. Máy so tên không dấu, i/y như nhau, đổi thứ tự chữ, sai một chữ cái; năm sinh và số cuối chỉ để loại bớt. Máy không tự từ chối ai: cổng chỉ báo cho bảo vệ, bảo vệ quyết định.",
  none: "Danh sách đang trống.",
  add: "Thêm người",
  change: "Sửa",
  remove: "Bỏ",
  removeAsk: "Bấm lần nữa để bỏ",
  removed: (name: string) => `Đã bỏ ${name}`,
  keep: "Lưu",
  kept: (name: string) => `Đã lưu ${name}`,
  cancel: "Thôi",
  field: {
    name: "Họ và tên",
    birth: "Ngày hoặc năm sinh",
    digits: "Số giấy tờ hoặc mấy số cuối",
    reason: "Bảo vệ đọc gì",
    authority: "Văn bản, người yêu cầu",
    from: "Từ ngày (trống: hôm nay)",
    until: "Đến hết ngày (trống: không hạn)",
  },
  reasonHow: "mời gặp bảo vệ trưởng",
  columns: { name: "Người", reason: "Bảo vệ đọc", days: "Thời hạn", by: "Ghi bởi" },
  born: (day: string) => `sinh ${day}`,
  digits: (digits: string) => `số ${digits}`,
  days: (from: string, until: string | null) =>
    until === null ? `từ ${from}, không hạn` : `${from} – ${until}`,
  over: "ngoài thời hạn",
  put: (by: string | null, day: string) => (by === null ? day : `${by}, ${day}`),
  file: "Thêm từ tệp Excel hoặc CSV",
  fileHow:
    "Tên cột: Họ và tên, Năm sinh, CCCD, Lý do, Văn bản, Từ ngày, Đến ngày. Tệp không bỏ ai khỏi danh sách.",
  plan: (added: number, changed: number, same: number) =>
    `${added} người mới, ${changed} thay đổi, ${same} giữ nguyên`,
  wrong: (rows: number) => `${rows} dòng chưa lấy được, sửa trong tệp rồi chọn lại:`,
  take: (people: number) => `Lấy ${people} người`,
  taken: (people: number) => `Đã lấy ${people} người`,
  hit: "Có thể là người cần xem",
  spelling: {
    same: "trùng họ tên",
    respelt: "trùng họ tên, khác dấu hoặc thứ tự",
    "one-off": "họ tên lệch một chữ cái",
    other: "họ tên khác, trùng số giấy tờ",
  } satisfies Record<SpellingWord, string>,
  birthToo: "trùng ngày, năm sinh",
  digitsToo: "trùng số",
  askedBy: (authority: string) => `theo ${authority}`,
};
