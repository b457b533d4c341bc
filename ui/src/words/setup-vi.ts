/** The words of the first run and of what it left open, in Vietnamese. */
export const setupVi = {
  step: (n: number, of: number) => `Bước ${n}/${of}`,
  titles: [
    "Đơn vị và cổng",
    "Cổng dùng để làm gì?",
    "Màn hình quay về phía nào?",
    "Quản trị và khoá khôi phục",
    "Bản sao lưu cất ở đâu?",
    "Đưa thử thẻ căn cước",
  ],
  back: "Lùi lại",
  next: "Tiếp",
  later: "Để sau",
  mode: "Chiều của cổng",
  a: "Quay về phía khách",
  aWhat: "Một màn hình. Khách nhìn hình mình như soi gương; tên khách chỉ hiện chữ đầu.",
  b: "Quay về phía bảo vệ",
  bWhat: "Máy ảnh gắn trên tay đỡ. Hình không lật; bảo vệ thấy đủ họ tên.",
  keyHint: "Bấm phím A hoặc B, hoặc bấm vào hình.",
  admin: "Người quản trị đặt PIN của mình: từ đó các trang quản trị cần PIN, cổng vẫn quét không cần ai.",
  copies:
    "Mỗi giờ máy chép sổ (đã mã hoá) sang một thư mục khác, tốt nhất ở ổ đĩa hay máy khác. Máy hỏng thì mở lại được bằng khoá khôi phục.",
  folder: "Thư mục, ví dụ D:\\Sao luu hoặc /media/usb",
  missing: (count: number) => `Cài đặt còn thiếu ${count} việc`,
  noAdmin: "chưa có quản trị, ai cũng mở được các trang này",
  noKey: "chưa có khoá khôi phục",
  noCopies: "chưa có nơi cất bản sao lưu",
  noTarget: "chưa có nơi nhận dữ liệu",
  noContact: "chưa ghi ai trả lời khách về thông tin của họ",
  unconfirmed: "chưa xác nhận mục đích và căn cứ",
};

export type SetupWords = typeof setupVi;
