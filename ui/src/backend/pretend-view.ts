import type { GateView, HouseView, TrustView } from "./bindings";

/** A gate that nobody has come to yet, without what its preset brings. */
export const firstView: GateView = {
  revision: 0,
  gate: "Cổng chính",
  unit: "UBND xã Bình Trung",
  notice: {
    vi: "UBND xã Bình Trung ghi họ tên, năm sinh, bốn số cuối giấy tờ, việc đến, gặp ai và giờ vào, ra để giữ trật tự, an toàn và sổ khách của đơn vị; giữ 30 ngày rồi xoá. Máy không lưu hình. Xem, sửa, xoá thông tin: Văn phòng, 0255 3 850 100.",
    en: "UBND xã Bình Trung writes down name, birth year, last four digits of the document, what for, whom to see and the times of entering and leaving for order, safety and the unit's guest book; kept for 30 days, then deleted. No picture is stored. To see, correct or delete your data: Văn phòng, 0255 3 850 100.",
  },
  mode: "auto",
  arrangement: "to-visitor",
  language: "vi",
  textSize: "normal",
  locked: false,
  demo: false,
  drill: false,
  practice: null,
  preset: "guest-book",
  fields: [],
  invitation: { vi: [], en: [] },
  party: "visitor",
  purposes: [],
  camera: "live",
  cameraName: "HD Webcam 1280×720",
  store: "ready",
  sound: "ready",
  readers: [],
  readerChoice: { port: "auto", suffix: "any" },
  cardTest: null,
  awaited: null,
  counters: { inside: 0, entered: 0, left: 0 },
  capacity: null,
  shown: null,
  strip: [],
  hint: null,
  rush: false,
  darkness: 0,
  gap: null,
  zone: "Asia/Ho_Chi_Minh",
  clock: { mark: null, behindMs: 0, behind: false, offsetMs: null },
  policy: { vi: "", en: "" },
  policyId: "identity-only",
  policyProblem: false,
  staff: { governed: false, duty: null, desk: null },
  named: false,
};

/** What an admin has settled of it. */
export const firstHouse: HouseView = {
  unitName: "UBND xã Thử",
  gateName: "Cổng chính",
  namedByHub: false,
  closeAt: "22:00",
  keepDays: 30,
  keepYears: 5,
  cutAt: null,
  capacity: null,
  privacyContact: "",
};

/** No list of trusted signers was taken. */
export const noTrust: TrustView = {
  number: null,
  issued: null,
  days: null,
  old: false,
  countries: [],
  healthIssuers: 0,
  roots: 0,
  revoked: 0,
};
