import type { UpdateWayWord } from "../backend/bindings";

/** The words of the page of the program itself, in Vietnamese. */
export const programVi = {
  version: (version: string) => `Chốt bản ${version}`,
  way: {
    files: "Cập nhật bằng tệp có chữ ký, trên thanh USB hoặc trong một thư mục.",
    installer: "Bản này không nhận tệp cập nhật: cài bản sau bằng bộ cài.",
    system: "Chốt ở máy này do gói của hệ điều hành cài: hệ điều hành cập nhật.",
    others: "Tài khoản này không ghi được cạnh chương trình: người đã cài Chốt cập nhật.",
  } satisfies Record<UpdateWayWord, string>,
  folder: "Thư mục có tệp cập nhật (thanh USB, ổ đĩa khác hoặc mạng)",
  choose: "Xem thư mục này",
  chosen: "Đã xem thư mục.",
  chosenNone: "Không tìm bản cập nhật ở đâu nữa.",
  offers: "Bản mới tìm thấy",
  ofHub: "trung tâm gửi xuống",
  noOffers: "Không có tệp cập nhật nào trong thư mục.",
  offer: (version: string) => `bản ${version}`,
  fits: "nhận được",
  take: (version: string) => `Cập nhật lên bản ${version}`,
  working: "Đang làm…",
  taken: "Đã nhận. Chốt tự mở lại khi không còn ai trước màn hình.",
  waiting: (version: string) =>
    `Bản ${version} đã nhận, chờ lúc không còn ai trước màn hình rồi Chốt tự mở lại.`,
  failed: (version: string) =>
    `Bản ${version} không mở được nên Chốt đã về bản trước. Báo nơi đã giao bản ấy.`,
  broughtBack: (times: string) => `Chốt vừa tự mở lại sau lỗi, ${times} lần liên tiếp.`,

  lock: "Màn hình chỉ có cổng",
  lockWhat:
    "Chốt chiếm cả màn hình, tự mở khi bật máy, tự mở lại trong vài giây nếu bị tắt. Đóng Chốt phải có PIN của quản trị.",
  locked: "Đang bật: chỉ quản trị đóng được Chốt.",
  unlocked: "Đang tắt: ai cũng đóng được Chốt.",
  lockDo: "Bật",
  unlockDo: "Tắt",
  lockSaid: "Đã bật. Chốt tự mở mỗi khi đăng nhập vào máy.",
  unlockSaid: "Đã tắt.",
  cannot: "Chốt không chặn được",
  cannotWhat: [
    "Ctrl+Alt+Del, nút nguồn, rút điện: mọi hệ điều hành giữ lại cho người dùng máy.",
    "Windows: Trình quản lý tác vụ, phím Windows, đổi tài khoản. Bản Pro: Cài đặt › Tài khoản › Gia đình và người dùng khác › Thiết lập ki-ốt không nhận chương trình này; bản Enterprise và Education: bật Shell Launcher. Bản nào cũng nên dùng một tài khoản thường, không có quyền quản trị, riêng cho cổng và tự đăng nhập.",
    "Linux: Ctrl+Alt+F1 đến F12 mở màn hình chữ (đặt NAutoVTs=0 và ReserveVT=0 trong /etc/systemd/logind.conf, DontVTSwitch trong xorg.conf). Phiên làm việc chỉ có Chốt thì không có cửa sổ nào khác.",
    "macOS: Cmd+Option+Esc và menu Apple; hồ sơ quản lý thiết bị có chế độ một ứng dụng.",
    "Mất điện: vào BIOS, bật tự khởi động khi có điện lại, và cho tài khoản của cổng tự đăng nhập.",
  ],
  close: "Đóng Chốt",
  closeTitle: "Đóng Chốt?",
  closeWhat: "Đóng rồi thì không ai được ghi vào sổ cho đến khi mở lại. Cần PIN của quản trị.",
  closeCancel: "Thôi",
};

export type ProgramWords = typeof programVi;
