import { describe, expect, it } from "vitest";
import type { VerdictWord } from "../src/backend/bindings";
import { spoken, tell, tellNotStored } from "../src/parts/telling";
import { words } from "../src/words";
import { shown } from "./shown";

const ZONE = "Asia/Ho_Chi_Minh";
const at = Date.UTC(2026, 10, 24, 0, 42);
const say = (part: Parameters<typeof shown>[0]) => tell(shown({ at, ...part }), words.vi, ZONE);

describe("what a verdict says", () => {
  const rows: [VerdictWord, string | null, string | null][] = [
    ["in", "Đã ghi giờ vào 07:42", null],
    ["out", "Đã ghi giờ ra 07:42", null],
    ["already", "Lúc 07:42, không cần quét lại", null],
    ["look", null, null],
    ["refuse", null, null],
    ["foreign", "Đây là mã chuyển tiền", "Mời đưa thẻ căn cước"],
    ["unknown", "Có thể là mã VNeID", "Mời đưa thẻ căn cước"],
    ["not-stored", "Ghi sổ giấy, nhập bù sau (F3)", null],
  ];
  it.each(rows)("%s: %s, %s", (verdict, line, next) => {
    const told = say({ verdict, since: at, foreign: "bank-transfer" });
    expect(told).toMatchObject({ face: verdict, word: words.vi.verdict[verdict], line, next });
  });

  it("gives the guard the reasons, and says so when nothing could be read", () => {
    expect(say({ verdict: "look", reasons: ["birth-date-impossible", "possible-double"] }).guard).toBe(
      "Cần xem: ngày sinh trên mã không có thật; trùng họ tên, năm sinh với một lượt trước",
    );
    expect(say({ verdict: "look" }).guard).toBe("Cần xem: chưa đọc được họ tên và số");
    expect(say({ verdict: "in", reasons: ["against-habit"] }).guard).toBe(
      "Lưu ý: ngược chiều thường lệ giờ này",
    );
    expect(say({ verdict: "in" }).guard).toBeNull();
  });

  it("shows an undone entry as undone, not as green", () => {
    expect(say({ verdict: "in", reasons: ["voided"] })).toMatchObject({
      face: "undone",
      word: "ĐÃ HOÀN TÁC",
    });
  });

  it("asks for the name when the code held a number only", () => {
    expect(say({ verdict: "unknown", number: "051090000001" })).toMatchObject({
      line: "Mã chỉ có số, chưa có họ tên",
      next: "Bấm F2 để nhập họ tên",
    });
  });

  it("names the deed when nothing can be stored", () => {
    expect(tellNotStored("disk-full", words.vi)).toMatchObject({
      word: "CHƯA GHI ĐƯỢC",
      line: "Ghi sổ giấy, nhập bù sau (F3)",
      next: "Ổ đĩa đầy, chưa ghi được. Gọi quản trị dọn ổ đĩa.",
    });
    expect(tellNotStored("already-running", words.vi).line).toBeNull();
  });

  it("reads out the word, the line and the next step", () => {
    expect(spoken(say({ verdict: "foreign", foreign: "wi-fi" }))).toBe(
      "MÃ NÀY KHÔNG DÙNG Ở ĐÂY. Đây là mã Wi-Fi. Mời đưa thẻ căn cước",
    );
  });
});
