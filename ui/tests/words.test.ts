import { describe, expect, it } from "vitest";
import { screenOf } from "../src/backend/pretend-preset";
import { words, type Words } from "../src/words";
import { hubWords } from "../src/words/hub";

/** Every leaf by its path; a sentence with a gap is filled with a sample. */
function leaves(value: unknown, path = ""): Map<string, string> {
  if (typeof value === "string") return new Map([[path, value]]);
  if (typeof value === "function") return new Map([[path, String(value("12", "34"))]]);
  const found = new Map<string, string>();
  for (const [key, inner] of Object.entries((value ?? {}) as Record<string, unknown>))
    for (const [at, text] of leaves(inner, `${path}.${key}`)) found.set(at, text);
  return found;
}

const vi = leaves(words.vi);
const en = leaves(words.en);
const say: Words = words.vi;

describe("the words of the screen", () => {
  it("are the same in both languages, none empty", () => {
    const phrases = /\.noCard\./;
    const keys = (all: Map<string, string>) => [...all.keys()].filter((key) => !phrases.test(key)).sort();
    expect(keys(en)).toEqual(keys(vi));
    for (const [key, text] of [...vi, ...en]) expect(text.trim(), key).not.toBe("");
  });

  it("are translated wherever they are words", () => {
    const same = [...vi].filter(([key, text]) => en.get(key) === text).map(([key]) => key);
    // The demo's mark stands in both languages at once; the names of keys and signs are everywhere the same.
    const signs = [".suffix.cr", ".suffix.lf", ".suffix.cr-lf", ".suffix.tab"];
    expect(same).toEqual([
      ...signs,
      ".demo",
      ".space",
      ".deleteKey",
      ".staff.pin",
      // What the log calls a kind of data that has no other name here.
      ".book.keptName",
      ".preset.practiceMark",
      ".preset.drillMark",
    ]);
  });

  it("address nobody with a pronoun", () => {
    const pronouns = /(?<!\p{L})(bạn|anh|chị|ông|quý khách|tôi|mình ơi|em)(?!\p{L})/iu;
    for (const [key, text] of vi) expect(text, key).not.toMatch(pronouns);
  });

  it("are in NFC, so that they compare and draw alike everywhere", () => {
    for (const [key, text] of [...vi, ...en]) expect(text.normalize("NFC"), key).toBe(text);
  });

  it("are the product's own, to the letter", () => {
    expect(Object.values(say.verdict)).toEqual([
      "MỜI VÀO",
      "TẠM BIỆT",
      "ĐÃ GHI RỒI",
      "XIN CHỜ MỘT CHÚT",
      "MỜI GẶP BẢO VỆ",
      "MÃ NÀY KHÔNG DÙNG Ở ĐÂY",
      "MÁY CHƯA ĐỌC ĐƯỢC MÃ NÀY",
      "MÃ SAI CHỮ",
      "CHƯA GHI ĐƯỢC",
      "THẺ CỦA CỔNG",
      "TỜ MÃ QR",
    ]);
    expect(Object.values(say.places.answer)).toEqual([
      "Đúng chỗ",
      "Mã cũ, in lại",
      "Mã của đơn vị khác",
      "Mã đã thu hồi",
      "Không phải mã của đơn vị",
    ]);
    expect(say.leftAt("11:32")).toBe("Đã ghi giờ ra 11:32");
    expect(say.alreadyAt("07:42")).toBe("Lúc 07:42, không cần quét lại");
    expect(say.writeOnPaper).toBe("Ghi sổ giấy, nhập bù sau (F3)");
    const invitation = screenOf("guest-book").invitation;
    expect(invitation?.vi.join(" ")).toBe("MỜI ĐƯA MÃ QR TRÊN THẺ CĂN CƯỚC VÀO KHUNG");
    expect(invitation?.en.join(" ")).toBe("Hold your ID card's QR code in the frame");
    expect(say.noCard.join(" ")).toBe("Không mang thẻ? Mời đọc họ tên cho bảo vệ.");
    expect(say.gap("09:10", "09:55")).toBe("Máy ngừng 09:10–09:55. Có người ra vào thì bấm F3 nhập bù.");
    expect(say.cameraDeed.absent).toBe(
      "Không thấy máy ảnh. Cắm lại dây; trong lúc chờ dùng đầu đọc hoặc F2.",
    );
    expect(say.cameraDeed.busy).toBe(
      "Máy ảnh đang bị chương trình khác dùng. Đóng Zalo, Teams rồi bấm Thử lại.",
    );
    expect(say.toUsbCom).toBe("Bộ gõ tiếng Việt làm sai mã. Chuyển đầu đọc sang chế độ USB-COM.");
    const { passes, notSharpHow } = say.cardTest;
    expect([say.cardTest.title, passes, say.cardTest["held-close"]]).toEqual([
      "Đưa thử thẻ căn cước",
      "ĐẠT",
      "ĐẠT KHI ĐƯA SÁT",
    ]);
    expect(notSharpHow).toBe(
      "Máy ảnh này không đủ nét cho thẻ căn cước: dùng máy ảnh 1080p tự lấy nét hoặc đầu đọc USB.",
    );
    expect([say.syncUnknown, say.guard]).toEqual(["chưa rõ", "chưa nhận ca"]);
    expect(Object.values(say.hint)).toEqual([
      "Đưa lại gần hơn",
      "Đưa ra xa một chút",
      "Giữ yên một chút",
      "Đưa trọn mã vào khung",
      "Nghiêng thẻ cho bớt loá",
      "Tăng độ sáng điện thoại",
      "Lật mặt có mã QR",
    ]);
    expect(say.purposes.slice(0, 4)).toEqual(["Một cửa", "Gặp lãnh đạo", "Họp", "Giao hàng"]);
    expect(say.purposes).toHaveLength(9);
  });
});

describe("the words of the hub's pages", () => {
  const [viHub, enHub] = [leaves(hubWords.vi), leaves(hubWords.en)];

  it("are the same in both languages, none empty but where nothing is to be done", () => {
    expect([...enHub.keys()].sort()).toEqual([...viHub.keys()].sort());
    for (const [key, text] of [...viHub, ...enHub])
      if (key !== ".nudge.deeds.none") expect(text.trim(), key).not.toBe("");
  });

  it("have the six states that a district tells apart, word for word", () => {
    const { standing, silentSince } = hubWords.vi;
    expect([
      standing.counted,
      standing.zero,
      standing.rest,
      standing.incomplete,
      silentSince("…"),
      standing["by-hand"],
    ]).toEqual(["có số", "bằng 0", "nghỉ", "báo thiếu ngày", "im lặng từ …", "số nhập tay"]);
  });

  it("never say bạn", () => {
    for (const [key, text] of viHub) expect(text, key).not.toMatch(/(^|\s)bạn(\s|$)/i);
  });
});
