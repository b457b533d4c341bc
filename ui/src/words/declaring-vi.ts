/** The words of groups on one declaration and of declaring to the guard, in Vietnamese. */
export const declaringVi = {
  group: (heads: number, come: number) => `Đoàn ${heads} người: đã vào ${come}`,
  groupShort: (heads: number, come: number) => `Đoàn ${heads}: đã vào ${come}`,
  oneMore: "Thêm một người",
  full: (heads: number) => `Đã đủ ${heads} người đã khai. Ai thêm thì quét thẻ, F2 hoặc F4.`,
  helping: "Khai báo giúp",
  title: "Khai báo giúp khách",
  within: "Hỏi khách, trong 14 ngày qua (đánh dấu câu trả lời Có):",
  asked: "Đã hỏi, khách tự khai",
  askedWhy: "Câu không đánh dấu là Không.",
  untold: "Chưa hỏi thì vẫn ghi được, dòng ghi có “thiếu giấy tờ theo quy tắc”.",
  nobody: "Không có ai đang chờ tờ khai. Mời khách đưa thẻ trước, hoặc F2 nhập tay.",
  save: "Ghi tờ khai",
  notAsked: "Hỏi khách xong thì đánh dấu “Đã hỏi, khách tự khai”.",
};

export type DeclaringWords = typeof declaringVi;
