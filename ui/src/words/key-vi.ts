/** The words of the page of the unit's key, in Vietnamese. */
export const keyVi = {
  title: "Khoá của đơn vị",
  what: "Các máy của một đơn vị dùng chung một khoá, để khách vào cổng này, ra cổng kia vẫn là một người trong sổ. Máy mới xin khoá ở máy đã có.",
  digits: "Số của khoá đang dùng",
  sameDigits: "Máy nào hiện cùng số này là đang dùng cùng khoá.",
  visitors: "Khách đã ghi ở máy này",
  visitorsYes: "đã có: giữ khoá này, chỉ cho máy khác",
  visitorsNo: "chưa có: còn nhận được khoá",
  deeds: { ask: "Xin khoá", take: "Nhận khoá", give: "Cho khoá" },
  number: "Số để so hai máy:",
  asText: "Hoặc chép chữ của mã:",

  askedLabel: "Mã xin khoá",
  askHow:
    "Chụp mã này bằng điện thoại. Ở máy đã có khoá, mở trang này, bấm Cho khoá, đưa ảnh vào trước máy ảnh.",
  askThen: "Chụp mã mà máy kia cho, về đây bấm Nhận khoá. Mã xin khoá dùng được một ngày.",

  giveHow: "Đưa mã xin khoá của máy mới vào trước máy ảnh hoặc đầu đọc.",
  awaitingAsked: "Đang chờ mã xin khoá của máy mới.",
  seenAsked: "Đã thấy một mã khoá.",
  askedByText: "Hoặc dán chữ của mã (CHOTASK1:…)",
  look: "Xem số",
  askedDigits: "Máy xin khoá phải hiện số này:",
  compare: "So với số trên máy kia: có đúng không?",
  yes: "Đúng, cho khoá",
  no: "Không đúng",
  notTheSame: "Chưa cho khoá. Xin khoá lại ở máy mới, rồi đưa mã mới vào.",
  givenLabel: "Mã cho khoá",
  givenHow: "Chụp mã này bằng điện thoại. Ở máy mới bấm Nhận khoá, đưa ảnh vào trước máy ảnh.",
  givenOnly: "Chỉ máy đã xin mới mở được mã này.",

  takeHow: "Đưa mã mà máy đã có khoá cho vào trước máy ảnh hoặc đầu đọc. Nhận trước lượt khách đầu tiên.",
  awaitingGiven: "Đang chờ mã cho khoá.",
  seenGiven: "Đã thấy một mã khoá.",
  takeAsk: "Khoá riêng của máy này sẽ được thay.",
  givenByText: "Hoặc dán chữ của mã (CHOTKEY1:…)",
  takeText: "Nhận khoá bằng chữ đã dán",
  taken: "Đã nhận khoá. So số của khoá với máy kia: phải cùng một số.",
};

export type KeyWords = typeof keyVi;
