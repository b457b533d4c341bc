import type {
  CountersView,
  DayBadgeView,
  GateView,
  HouseView,
  InsideView,
  PortView,
  ShownView,
  TrustView,
} from "./bindings";

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
  declaring: null,
  policyId: "identity-only",
  policyProblem: false,
  staff: { governed: false, duty: null, desk: null, inspector: null },
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
  dayBadge: "label",
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

/** The serial ports of the machine that it plays. */
export const firstPorts: PortView[] = [
  { name: "COM3", product: null, usb: false },
  { name: "COM7", product: "QR Reader", usb: true },
];

/** The counters with a verdict, or without it again. */
export function counted(before: CountersView, shown: ShownView, sign: 1 | -1): CountersView {
  const { inside, entered, left } = before;
  const by = sign * (shown.count ?? 1);
  if (shown.verdict === "in") return { inside: inside + by, entered: entered + by, left };
  if (shown.verdict === "out") return { inside: Math.max(0, inside - by), entered, left: left + by };
  return before;
}

/** The badge of the day of whoever came; a code of no meaning stands for its own. */
export function dayBadge(house: HouseView, came: ShownView): DayBadgeView {
  const modules = Array.from({ length: 57 }, (_, y) =>
    Array.from({ length: 57 }, (_, x) => ((x * 7 + y * 13 + ((x * y) % 5)) % 3 === 0 ? "1" : "0")).join(""),
  );
  return {
    size: house.dayBadge,
    unit: house.unitName,
    gate: house.gateName,
    name: came.name ?? "Khách",
    from: "Thẻ in lúc 07:42 24/11/2026",
    until: "Dùng đến 07:42 25/11/2026",
    modules,
  };
}

/** Whoever came in, as F8 lists them. */
export const insideOf = (entries: ShownView[]): InsideView[] =>
  entries
    .filter((entry) => entry.verdict === "in")
    .map((entry) => ({
      seq: entry.seq ?? 0,
      name: entry.name,
      initials: entry.initials,
      birthYear: entry.birthYear,
      lastFour: entry.lastFour,
      since: entry.at,
      count: entry.count ?? 1,
    }));
