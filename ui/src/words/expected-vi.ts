/** The words of the visitors whom the unit expects, in Vietnamese. */
export const expectedVi = {
  what: 'Khách hẹn theo ngày: ai đến, gặp ai, việc gì. Khách đến cổng thì phía bảo vệ hiện "Khách hẹn", và sổ tự ghi việc, người gặp. Máy so tên như danh sách cần xem; không đổi kết quả quét của ai.',
  dayOf: "Ngày",
  none: (day: string) => `Ngày ${day} chưa hẹn ai.`,
  add: "Thêm khách hẹn",
  field: {
    name: "Họ và tên khách",
    birth: "Năm sinh (nếu biết)",
    organisation: "Cơ quan, công ty",
    host: "Gặp ai",
    purpose: "Việc",
    day: "Ngày (trống: hôm nay)",
    from: "Từ giờ (như 8:30)",
    until: "Đến giờ",
  },
  fileHow:
    "Tên cột: Họ và tên, Năm sinh, Gặp ai, Việc, Cơ quan, Từ giờ, Đến giờ, Ngày (không có cột này thì lấy ngày đang xem). Tệp không bỏ ai khỏi danh sách.",
  columns: { hours: "Giờ hẹn", name: "Khách", host: "Gặp ai, việc", came: "Đã đến chưa" },
  hours: (from: string, until: string) =>
    until === "" ? from : from === "" ? `đến ${until}` : `${from}–${until}`,
  figures: (all: number, came: number, maybe: number) =>
    `${all} khách hẹn, ${came} đã đến${maybe === 0 ? "" : `, ${maybe} có thể đã đến`}, ${all - came - maybe} chưa thấy`,
  came: (hour: string) => `đã đến ${hour}`,
  mayHaveCome: (hour: string) => `có thể đã đến ${hour} (tên gần giống hoặc trùng tên)`,
  notYet: "chưa đến",
  stayedAway: "không thấy đến",
  expected: (host: string, purpose: string) =>
    purpose === "" ? `Khách hẹn: gặp ${host}` : `Khách hẹn: gặp ${host}, ${purpose}`,
  toSee: (host: string) => `hẹn gặp ${host}`,
  maybe: (who: string) => `có thể là ${who}: hỏi lại`,
};
