import type { FormatWord, LinesWord, SpanWord, TimeWord } from "../backend/bindings";

/** The words of the unit head's accounts, in Vietnamese. */
export const accountsVi = {
  views: {
    trace: "Cùng có mặt",
    settle: "Chốt sổ ngày",
    reports: "Báo cáo",
    roll: "Sơ tán",
    inspect: "Kiểm tra cổng",
  },

  trace: {
    how: "Tìm người này trong sổ, chọn một dòng của họ. Danh sách chỉ dùng để truy vết; mỗi lần xem là một dòng trong sổ.",
    choose: "Chọn người này",
    whom: (name: string, when: string) => `${name}, dòng lúc ${when}`,
    other: "Chọn người khác",
    first: "Từ ngày",
    last: "Đến ngày",
    minutes: "Cùng có mặt từ (phút)",
    requester: "Người, cơ quan yêu cầu",
    document: "Số văn bản yêu cầu",
    pin: "PIN của người đang xem",
    ask: "Lập danh sách",
    mark: "MẬT – CHỈ DÙNG TRUY VẾT",
    own: (stays: number) => `Lần có mặt của người này: ${stays}`,
    groups: {
      real: "Cùng có mặt, theo giờ máy ghi",
      paper: "Cùng có mặt, theo giờ nhập từ sổ giấy",
      estimated: "Có thể cùng có mặt: có giờ ước tính",
    } satisfies Record<TimeWord, string>,
    unnamed: (people: number) =>
      `Ngoài ra ${people} lượt người không phân biệt được, không rõ có gặp hay không.`,
    columns: ["Họ tên", "Năm sinh", "Số cuối", "Liên hệ", "Cổng", "Vào", "Ra", "Phút"],
    unseen: "không thấy",
    save: "Lưu PDF và XLSX",
  },

  settle: {
    how: "Năm mục cần xem trước khi chốt. Chốt sổ không dừng cổng; dòng đến sau cho ngày này là phần bổ sung.",
    date: "Ngày",
    checks: {
      gaps: (lines: number) =>
        lines === 0
          ? "Máy không ngừng lần nào."
          : `Máy ngừng ${lines} lần: nhập bù từ sổ giấy (F3) trước khi chốt.`,
      unsent: (lines: number | null) =>
        lines === null
          ? "Chưa có nơi nhận: số liệu chỉ ở máy này."
          : lines === 0
            ? "Đã gửi hết."
            : `${lines} dòng chưa gửi: máy sẽ tự gửi tiếp.`,
      open: (people: number) =>
        people === 0
          ? "Ai vào cũng đã thấy ra."
          : `${people} người vào chưa thấy ra: hỏi lại trước khi đóng cửa.`,
      undated: (lines: number) =>
        lines === 0
          ? "Đồng hồ tin được cả ngày."
          : `${lines} dòng chưa tin được giờ, không nằm trong số liệu ngày.`,
      uncounted: "Chưa đếm: không nêu được tỷ lệ quét. Bấm F4, Đếm.",
    },
    coverage: (recorded: number, counted: number) =>
      `Trong lúc đếm: ghi ${recorded} trên ${counted} người qua cổng.`,
    windows: "Những lần đếm",
    window: (from: string, until: string, recorded: number, by: string) =>
      `${from}–${until}${by === "" ? "" : `, ${by}`}: ghi ${recorded} người, đếm được`,
    mend: "Sửa số đếm",
    takeBack: "Bỏ lần đếm",
    before: (when: string, by: string, since: number) =>
      `Đã chốt lúc ${when}${by === "" ? "" : `, ${by}`}. Từ đó bổ sung ${since} dòng.`,
    deed: "Chốt sổ ngày này",
    again: "Chốt lại",
    done: "Đã chốt. Quét mã này bằng máy khác: từ nay không ai sửa lén được các dòng trước đó.",
    seal: "Mã niêm phong của sổ",
    fine: "Ổn",
    look: "Xem lại",
  },

  tile: "Tỷ lệ quét",
  uncounted: "chưa đếm",
  share: (tenths: number, recorded: number, counted: number) =>
    `${(tenths / 10).toLocaleString("vi-VN", { minimumFractionDigits: 1 })}% (${recorded}/${counted})`,

  count: {
    open: "Đếm để biết tỷ lệ quét",
    title: "Đếm người qua cổng",
    how: "Đếm mọi người qua cổng, quét hay không. Mỗi người một lần bấm Space hoặc +; bấm − để bớt. Mẫu 10 phút là đủ.",
    begin: "Bắt đầu đếm",
    since: (time: string, minutes: number) => `Đếm từ ${time}, được ${minutes} phút`,
    enough: "Đã đủ 10 phút.",
    more: "Thêm một người",
    less: "Bớt một người",
    heads: "Số người đã qua",
    end: "Kết thúc, ghi lại",
    drop: "Bỏ lần đếm này",
    short: "Đếm ít nhất một phút.",
    kept: (people: number) => `Đã ghi lần đếm: ${people} người.`,
  },

  capacity: (inside: number, most: number) =>
    `Đã đủ chỗ: ${inside} người ở trong, sức chứa ${most}. Mời khách chờ.`,

  inspect: {
    title: "Phiếu kiểm tra cổng",
    close: "Đóng, về cổng",
    how: "Phiếu kiểm tra cổng: người kiểm tra ghi tại máy, thành một dòng trong sổ và gửi lên như mọi dòng khác.",
    position: "Điểm quét đặt ở đâu",
    positionHow: "Cổng chính, bên phải, dưới mái che",
    onDuty: "Ai đang trực",
    monitors: "Đơn vị có tự giám sát cổng",
    sample: "Có đếm mẫu",
    from: "Từ",
    until: "Đến",
    people: "Số người đếm được",
    recommendations: "Kiến nghị",
    reminder: "Nhắc lần thứ (0: không nhắc)",
    keep: "Ghi phiếu",
    kept: "Đã ghi phiếu kiểm tra vào sổ.",
    timesWrong: "Ghi giờ như 07:30, giờ đầu trước giờ cuối",
    before: "Các lần kiểm tra trong một năm qua",
    none: "Chưa có lần kiểm tra nào.",
    by: (name: string) => (name === "" ? "không rõ ai kiểm tra" : `${name} kiểm tra`),
    purged: "Nội dung đã xoá khi hết hạn lưu",
    duty: (name: string) => `trực: ${name}`,
    watched: (monitors: boolean): string => (monitors ? "có tự giám sát" : "không tự giám sát"),
    counted: (from: string, until: string, counted: number, recorded: number) =>
      `đếm mẫu ${from}–${until}: ${counted} người qua, ghi được ${recorded}`,
    reminded: (number: number) => (number === 0 ? "không nhắc" : `nhắc lần ${number}`),
    choose: "Chọn để in",
    save: "Lưu phiếu (PDF)",
  },
  roll: {
    hold: "Sơ tán: giữ 2 giây, hoặc giữ F12",
    title: (at: string) => `Điểm danh sơ tán lúc ${at}`,
    inside: (found: number, people: number) => `Đang ở trong: đã thấy ${found}/${people}`,
    maybe: (found: number, people: number) => `Có thể còn trong nhà: đã thấy ${found}/${people}`,
    unnamed: (people: number) => `Không phân biệt được, theo số đếm: ${people} người. Tìm đủ số này.`,
    unclear: (found: number, people: number) => `Chỉ có tên, không rõ đã ra chưa: đã thấy ${found}/${people}`,
    missing: (people: number) =>
      people === 0 ? "Đã thấy đủ mọi người có tên." : `CÒN THIẾU ${people} NGƯỜI`,
    print: "In",
    save: "Lưu PDF",
    close: "Đóng",
    came: (when: string, gate: string) => `vào ${when}, ${gate}`,
    again: "Lấy lại danh sách",
  },

  folder: "Thư mục hoặc USB",
  folderHow: "D:\\Chot hoặc /media/usb",
  saved: (path: string) => `Đã lưu: ${path}`,

  reports: {
    span: "Kỳ",
    spans: { day: "Ngày", week: "Tuần", month: "Tháng", days: "Từ ngày đến ngày" } satisfies Record<
      SpanWord,
      string
    >,
    day: "Ngày",
    last: "Đến ngày",
    show: "Xem",
    files: "Tệp",
    formats: {
      pdf: "PDF để ký",
      docx: "DOCX để sửa",
      xlsx: "XLSX để tính",
      csv: "CSV cho máy khác",
    } satisfies Record<FormatWord, string>,
    linesLabel: "Kèm theo",
    lines: { none: "chỉ số liệu", log: "danh sách, số giấy tờ che", book: "sổ khách" } satisfies Record<
      LinesWord,
      string
    >,
    send: "Gửi",
    sending: (rows: number) => `Đang ghi… ${rows} dòng`,
    stop: "Dừng",
    sent: (files: number) => `Đã ghi ${files} tệp:`,
  },
};
