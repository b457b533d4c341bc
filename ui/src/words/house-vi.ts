/** The words of the page of the unit and its gate, in Vietnamese. */
export const houseVi = {
  title: "Đơn vị và cổng",
  unit: "Tên đơn vị",
  gate: "Tên cổng",
  byHub: "Hai tên này do hub đặt; muốn đổi thì đổi ở hub.",
  closes: "Tự đóng lượt còn mở",
  closeAt: "Vào lúc",
  closesWhy:
    "Ai vào mà không thấy ra thì đến giờ này máy ghi là ra (ước tính), tách khỏi số lượt ra thật. Thấy ra sau đó thì máy tự bỏ dòng ước tính.",
  keep: "Giữ họ tên, số giấy tờ, việc (ngày)",
  keepYears: "Giữ dòng sổ không tên (năm)",
  keepYearsWhy:
    "Hết hạn thì số lượt và giờ của các dòng ấy cũng xoá hẳn, sau khi mọi nơi nhận đã có đủ 35 ngày. Báo cáo đã lưu thì còn.",
  contact: "Ai trả lời khách về thông tin của họ (bộ phận, điện thoại)",
  contactWhy: "Thông báo ở cổng ghi: Xem, sửa, xoá thông tin – hỏi nơi này.",
  keepWhy: "Hết hạn thì xoá hẳn, không khôi phục được. Số lượt và giờ còn trong sổ theo số năm dưới đây.",
  shorter: (days: number) => `Giữ ngắn hơn: thông tin cũ hơn ${days} ngày sẽ bị xoá trong một giờ tới.`,
  cuts: "Chốt số liệu báo cáo theo giờ",
  cutAt: "Số liệu tính đến",
  cutsWhy: "Dòng ghi sau giờ này thuộc báo cáo kỳ sau. Không chọn: tính đến hết ngày.",
  capacity: "Sức chứa (người, để trống: không tính)",
  capacityWhy: "Đủ số này thì màn hình cổng báo. Máy không từ chối ai.",
  dayBadge: "Thẻ khách trong ngày (F1) in trên",
  dayBadgeSizes: { label: "Nhãn cuộn 62 mm", a6: "Giấy A6" },
  dayBadgeWhy:
    "Khách ra thì đưa thẻ trước máy quét: máy ghi giờ ra. Mỗi thẻ dùng một lượt, trong một ngày, ở cổng này.",
  bookPageTitle: "Tờ sổ giấy khi máy ngừng",
  bookPageHow: "In sẵn vài tờ để cạnh máy: mất điện thì ghi tay, có điện lại thì bấm F3 nhập bù.",
  bookPage: "Lưu tờ sổ giấy (PDF)",
  save: "Lưu",
  saved: "Đã lưu.",
};

export type HouseWords = typeof houseVi;
