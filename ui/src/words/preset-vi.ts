import type { FieldWord } from "../backend/bindings";

/** The words of presets, drills and practice, in Vietnamese. */
export const presetVi = {
  title: "Chế độ của cổng",
  inForce: "đang dùng",
  keeps: (fields: string) => `Ghi: ${fields}.`,
  field: {
    name: "họ tên",
    "birth-year": "năm sinh",
    "last-digits": "bốn số cuối",
    purpose: "việc",
    host: "gặp ai",
    phone: "điện thoại",
    address: "địa chỉ",
    class: "lớp",
    guardian: "người đón",
    health: "câu trả lời khai báo",
  } satisfies Record<FieldWord, string>,
  from: "Từ ngày (trống: ngay)",
  until: "Đến hết ngày (trống: không hạn)",
  untilWhy: "Hết hạn thì cổng tự về Sổ khách.",
  order: "Số văn bản yêu cầu, nếu có",
  purpose: (what: string) => `Mục đích: ${what}.`,
  basis: "Căn cứ",
  confirm: "Đơn vị xác nhận mục đích và căn cứ này",
  confirmed: (day: string) => `Đã xác nhận ngày ${day}.`,
  unconfirmed: "Chưa xác nhận: thông báo cho khách cần mục đích và căn cứ mà đơn vị đứng tên.",
  keys: "Phím việc 1–9",
  key: (n: number) => `Phím ${n}`,
  save: "Lưu chế độ",
  saved: (name: string) => `Đã lưu: ${name}.`,
  drill: "Diễn tập",
  drillWhat:
    "Cả ngày hôm nay mang dấu DIỄN TẬP trên màn hình, trong sổ và báo cáo. Lượt vào, ra vẫn ghi thật.",
  drillBegin: "Hôm nay là ngày diễn tập",
  drillEnd: "Kết thúc diễn tập",
  drillDay: "DIỄN TẬP: ngày này là ngày diễn tập.",
  practice: "Tập dượt",
  practiceWhat:
    "Quét thử như thật, có màu và tiếng, không ghi gì. Tự hết sau một giờ hoặc khi mở lại máy; quãng ấy sổ ghi là máy ngừng.",
  practiceBegin: "Bắt đầu tập dượt",
  practiceEnd: "Kết thúc tập dượt",
  practising: (time: string) => `Đang tập dượt đến ${time}: KHÔNG LƯỢT NÀO ĐƯỢC GHI.`,
  practiceMark: "TẬP DƯỢT – KHÔNG GHI / practice",
  drillMark: "DIỄN TẬP / drill",
  /** Of the form that enters somebody by hand. */
  ask: {
    host: "Gặp ai",
    phone: "Điện thoại",
    address: "Địa chỉ",
    class: "Lớp",
    guardian: "Người đón",
  },
};

export type PresetWords = typeof presetVi;
