import { fireEvent, screen } from "@testing-library/svelte";
import { tick } from "svelte";
import { describe, expect, it, vi } from "vitest";
import type { PretendGate } from "../src/backend/pretend";
import { words } from "../src/words";
import { asked, click, openScreen, press, textOf, type } from "./screen";

const own = words.vi.admin.targets;

async function openTargets(prepare: (gate: PretendGate) => void = () => {}): Promise<PretendGate> {
  const gate = await openScreen();
  prepare(gate);
  await press("F11");
  await vi.waitFor(() => screen.getByTestId("page-targets"));
  screen.getByTestId("page-targets").click();
  await vi.waitFor(() => screen.getByTestId("target-add"));
  return gate;
}

describe("the cards", () => {
  it("say in the target's own words how it is doing, and what waits, went and came back", async () => {
    await openTargets((gate) => {
      gate.sending.put({
        name: "Huyện",
        state: "failing",
        level: "red",
        waiting: 12,
        refused: 2,
        words: {
          vi: "Mất mạng 3 ngày, vẫn ghi trên máy. Cắm USB rồi bấm Gửi tay. Chờ gửi 12",
          en: "No network for 3 days, still recording. 12 waiting",
        },
        deliveredAt: Date.UTC(2026, 10, 21, 3, 30),
      });
    });
    await vi.waitFor(() => screen.getByTestId("target-1"));
    const card = textOf("target-1");
    expect(card).toContain("Mất mạng 3 ngày, vẫn ghi trên máy");
    expect(card).toContain("Chờ gửi 12");
    expect(card).toContain("2, bấm xem");
    expect(card).toContain("10:30 21/11/2026");
    expect(card).toContain(own.groupsNone);
    expect(screen.getByTestId("target-carry-1")).toBeTruthy();
  });

  it("list what came back with the reason of each entry", async () => {
    await openTargets((gate) => {
      gate.sending.put({ refused: 1, level: "amber" });
      gate.sending.refused = [
        {
          seq: 17,
          kind: "scan",
          at: Date.UTC(2026, 10, 24, 3, 30),
          withheld: true,
          why: { vi: "cổng này chưa khai", en: "gate is unknown here" },
          since: Date.UTC(2026, 10, 24, 4, 0),
        },
      ];
    });
    await click("target-see-refused-1");
    await vi.waitFor(() => screen.getByTestId("refused-row"));
    expect(textOf("refused-row")).toContain("17 · quét mã · 10:30 24/11/2026");
    expect(textOf("refused-row")).toContain("cổng này chưa khai (đã bỏ qua dòng này");
  });

  it("say what a hub sent that can't be used, and why", async () => {
    await openTargets((gate) =>
      gate.sending.put({
        notTaken: [
          {
            kind: "config",
            words: { vi: "Thiết lập này cho máy khác", en: "it is for another post" },
            since: Date.UTC(2026, 10, 24, 4, 0),
          },
        ],
      }),
    );
    await vi.waitFor(() => screen.getByTestId("target-not-taken-1"));
    expect(textOf("target-not-taken-1")).toBe(
      `${own.notTaken(own.handed.config, "24/11/2026")} Thiết lập này cho máy khác`,
    );
  });

  it("pause and go on, and send again from a day", async () => {
    const gate = await openTargets((gate) => gate.sending.put({}));
    await click("target-pause-1");
    await vi.waitFor(() => expect(screen.getByTestId("target-1").dataset["state"]).toBe("paused"));
    expect(textOf("targets-said")).toBe("Đã tạm dừng: Quận");
    await click("target-pause-1");
    await vi.waitFor(() => expect(screen.getByTestId("target-1").dataset["state"]).toBe("sent"));
    await click("target-again-1");
    await click("target-again-do-1");
    await vi.waitFor(() => expect(textOf("targets-problem")).toBe("Chọn ngày trước đã"));
    await type("target-again-day-1", "20/11/2026");
    await fireEvent.change(screen.getByTestId("target-again-day-1"));
    await click("target-again-do-1");
    await vi.waitFor(() => expect(textOf("targets-said")).toBe("Sẽ gửi lại: Quận"));
    expect(asked(gate, "pause_target")).toEqual([
      [1, true],
      [1, false],
    ]);
    expect(asked(gate, "send_again").at(-1)).toEqual([1, "2026-11-20"]);
  });

  it("ask before a target is removed", async () => {
    const gate = await openTargets((gate) => gate.sending.put({ waiting: 5, state: "waiting" }));
    await click("target-remove-1");
    expect(asked(gate, "remove_target")).toEqual([]);
    expect(textOf("target-1")).toContain("5 dòng chưa gửi sẽ không tới nơi này");
    await click("target-remove-do-1");
    await vi.waitFor(() => screen.getByTestId("targets-none"));
  });

  it("name the rung at which a test fails, in one sentence", async () => {
    const sentence = "Chứng thư của hub.example.vn không được tin";
    await openTargets((gate) => {
      gate.sending.put({});
      gate.sending.climb = { failed: "tls", words: { vi: sentence, en: "the certificate isn't accepted" } };
    });
    await click("target-test-1");
    await vi.waitFor(() => expect(screen.getByTestId("ladder-1").dataset["failed"]).toBe("tls"));
    const rungs = screen.getByTestId("ladder-1").querySelectorAll("li");
    expect([...rungs].map((rung) => rung.dataset["state"])).toEqual([
      "good",
      "bad",
      "unknown",
      "unknown",
      "unknown",
    ]);
    expect(textOf("ladder-words-1")).toBe(sentence);
  });

  it("send no personal data until a group is picked with its purpose, and the dry run shows it", async () => {
    const gate = await openTargets((gate) => gate.sending.put({ waiting: 12, state: "waiting" }));
    await click("target-look-1");
    await vi.waitFor(() => screen.getByTestId("dry-run-groups-1"));
    expect(textOf("dry-run-groups-1")).toContain(own.noPersonal);
    await click("target-groups-1");
    await click("group-identity-1");
    await click("groups-save-1");
    await vi.waitFor(() => expect(textOf("targets-problem")).toContain("phải có mục đích"));
    await type("purpose-identity-1", "Truy vết dịch");
    screen.getByTestId("required-1").click();
    await click("groups-save-1");
    await vi.waitFor(() => expect(textOf("target-personal-1")).toContain("Truy vết dịch"));
    expect(asked(gate, "pick_groups").at(-1)).toEqual([1, [{ group: "identity", purpose: "Truy vết dịch" }]]);
    await vi.waitFor(() => expect(screen.queryByTestId("groups-1")).toBeNull());
    expect(asked(gate, "require_target")).toEqual([[1, true]]);
    await click("target-look-1");
    await vi.waitFor(() => expect(textOf("dry-run-groups-1")).toContain("11 dòng, để: Truy vết dịch"));
  });

  it("show a new secret once and never again", async () => {
    await openTargets((gate) => gate.sending.put({ kind: "https-json", secret: 0 }));
    await click("target-secret-1");
    expect(textOf("secret-1")).toContain(own.secretNone);
    await click("secret-make-1");
    await vi.waitFor(() => screen.getByTestId("secret-text-1"));
    expect(textOf("secret-1")).toContain("Khoá số 1. Chép ngay");
    await click("target-secret-1");
    await click("target-secret-1");
    expect(screen.queryByTestId("secret-text-1")).toBeNull();
    await vi.waitFor(() => expect(textOf("secret-1")).toContain("Đang dùng khoá số 1."));
  });
});

describe("whom to tell of erasures", () => {
  const branch = "b".repeat(22);
  const erased = (seq: number, by: number) => ({
    of: { branch, seq },
    by: { branch, seq: by },
    at: Date.UTC(2026, 10, 20 + seq, 4, 0),
  });
  const tell = (target: number, name: string, ...seqs: number[]) => ({
    target,
    name,
    device: "d".repeat(22),
    erased: seqs.map((seq) => erased(seq, seq + 10)),
  });

  it("is listed by receiver, with since when, how many, and a paragraph that names the entries", async () => {
    await openTargets((gate) => {
      gate.sending.put({ kind: "folder", name: "Ổ chung" });
      gate.sending.toTell = [tell(1, "Ổ chung", 2, 3)];
    });
    await vi.waitFor(() => screen.getByTestId("tell-1"));
    expect(textOf("tell-1")).toContain("Ổ chung · 2 dòng, xoá từ ngày 22/11/2026");
    const paragraph = textOf("tell-text-1");
    for (const part of ["Kính gửi Ổ chung", "UBND xã Bình Trung", "d".repeat(22), `${branch}, dòng số 2, 3`])
      expect(paragraph).toContain(part);
  });

  it("is copied, and noted as told for what the paragraph named alone", async () => {
    const write = vi.spyOn(navigator.clipboard, "writeText").mockResolvedValue();
    const gate = await openTargets((gate) => {
      gate.sending.put({ kind: "folder", name: "Ổ chung" });
      gate.sending.toTell = [tell(1, "Ổ chung", 2)];
    });
    await click("tell-copy-1");
    await vi.waitFor(() => expect(textOf("tell-copied")).toBe(own.tell.copied));
    expect(write.mock.calls).toEqual([[textOf("tell-text-1")]]);
    write.mockRestore();
    // One more is erased after the paragraph was shown.
    gate.sending.toTell = [tell(1, "Ổ chung", 2, 3)];
    await click("tell-done-1");
    expect(asked(gate, "told")).toEqual([[{ target: 1, by: [{ branch, seq: 12 }] }]]);
    await vi.waitFor(() => expect(textOf("targets-said")).toBe(own.tell.done("Ổ chung")));
    await vi.waitFor(() => expect(textOf("tell-1")).toContain("1 dòng"));
    await click("tell-done-1");
    await vi.waitFor(() => expect(screen.queryByTestId("to-tell")).toBeNull());
  });
});

describe("carrying by hand", () => {
  it("is one button where there is a courier", async () => {
    const gate = await openTargets((gate) => {
      gate.sending.put({
        kind: "courier",
        place: "/media/usb",
        waiting: 7,
        state: "waiting",
        level: "amber",
      });
    });
    await click("target-carry-1");
    await vi.waitFor(() => expect(textOf("targets-said")).toContain("Đã ghi 7 dòng vào 1 tệp"));
    expect(asked(gate, "carry")).toEqual([[1]]);
    await vi.waitFor(() => expect(textOf("target-words-1")).toContain("chưa có biên nhận"));
  });

  it("leads to adding a courier where there is none, with the district's keys from a file", async () => {
    const gate = await openTargets((gate) => {
      gate.sending.put({ state: "failing", level: "red", waiting: 9 });
    });
    await click("target-carry-1");
    await vi.waitFor(() => screen.getByTestId("target-keys"));
    await type("target-name", "USB của huyện");
    await type("target-place", "/media/usb");
    await click("target-add-do");
    await vi.waitFor(() => expect(textOf("targets-problem")).toContain("Chưa có khoá nhận tệp"));
    const choose = async (text: string) => {
      const input = screen.getByTestId<HTMLInputElement>("target-keys-file");
      const file = new File([text], "keys.txt");
      Object.defineProperty(input, "files", { value: [file], configurable: true });
      input.dispatchEvent(new Event("change", { bubbles: true }));
      await tick();
    };
    await choose("keys: CHOTDIST1:cut");
    await vi.waitFor(() => expect(textOf("target-keys-problem")).toContain("thiếu hoặc sai chữ"));
    await choose("district: D\nkeys: CHOTDIST1:whole\nnumber: 1\n");
    await vi.waitFor(() => expect(textOf("target-keys-digits")).toContain("5566 7788 9900"));
    await click("target-add-do");
    await vi.waitFor(() => screen.getByTestId("target-2"));
    expect(asked(gate, "add_target").at(-1)).toEqual([
      expect.objectContaining({ kind: "courier", keys: "CHOTDIST1:whole" }),
    ]);
  });

  it("takes the district's keys by a code before the camera, and others in their place", async () => {
    const gate = await openTargets();
    await click("target-add");
    await click("target-kind-courier");
    await click("target-keys-code-camera");
    await vi.waitFor(() => expect(gate.view.awaited?.sought).toBe("district-keys"));
    gate.holdUpKeys("CHOTDIST1:first");
    await vi.waitFor(() => screen.getByTestId("target-keys-digits"));
    expect(asked(gate, "look_district")).toEqual([[{ code: null }]]);
    await vi.waitFor(() => expect(gate.view.awaited).toBeNull());
    await click("target-keys-other");
    await type("target-keys-code-text", "CHOTDIST1:second");
    await click("target-keys-code-text-do");
    await vi.waitFor(() => screen.getByTestId("target-keys-digits"));
    await type("target-name", "USB");
    await type("target-place", "/media/usb");
    await click("target-add-do");
    await vi.waitFor(() => screen.getByTestId("target-1"));
    expect(asked(gate, "add_target").at(-1)).toEqual([expect.objectContaining({ keys: "CHOTDIST1:second" })]);
  });

  it("is said over the gate after three days", async () => {
    const gate = await openScreen();
    expect(screen.queryByTestId("sync-late")).toBeNull();
    gate.sync = { level: "red", words: { vi: "Mất mạng 3 ngày, vẫn ghi trên máy", en: "No network" } };
    await vi.waitFor(() => screen.getByTestId("sync-late"), { timeout: 5000 });
    screen.getByTestId("sync-late-deed").click();
    await vi.waitFor(() => screen.getByTestId("target-add"));
  });
});

describe("adding a target", () => {
  it("keeps it paused, and asks for https on the internet", async () => {
    const gate = await openTargets();
    await click("target-add");
    await click("target-kind-https-json");
    await type("target-name", "Sở Y tế");
    await type("target-place", "http://nhan.example.vn/chot");
    await click("target-add-do");
    await vi.waitFor(() => expect(textOf("targets-problem")).toContain("phải dùng https"));
    await type("target-place", "https://nhan.example.vn/chot");
    await click("target-add-do");
    await vi.waitFor(() => expect(screen.getByTestId("target-1").dataset["state"]).toBe("paused"));
    expect(gate.sending.list[0]?.secret).toBe(0);
  });

  it("enrols at a hub by a code before the camera, once the admin has read where it leads", async () => {
    const gate = await openTargets();
    await click("target-add");
    await click("enrol-camera");
    await vi.waitFor(() => expect(screen.getByTestId("enrol").dataset["awaited"]).toBe("waiting"));
    gate.holdUpCode("https://hub.example.vn");
    await vi.waitFor(() => screen.getByTestId("enrol-seen"));
    expect(textOf("enrol-seen")).toContain("https://hub.example.vn");
    expect(asked(gate, "enrol")).toEqual([]);
    await click("enrol-do");
    await vi.waitFor(() => screen.getByTestId("target-1"));
    expect(textOf("targets-said")).toBe(own.enrolled);
    expect(asked(gate, "enrol")).toEqual([[{ code: null, reach: "public", ca: null, name: null }]]);
    expect(gate.view.gate).toBe("Cổng sau");
  });

  it("waits no longer once the page is left, and a code that comes then is foreign", async () => {
    const gate = await openTargets();
    await click("target-add");
    await click("enrol-camera");
    await vi.waitFor(() => expect(gate.view.awaited).not.toBeNull());
    await click("page-rules");
    await vi.waitFor(() => expect(gate.view.awaited).toBeNull());
    gate.holdUpCode("https://hub.example.vn");
    expect(gate.view.shown?.foreign).toBe("enrolment");
    expect(asked(gate, "enrol")).toEqual([]);
  });

  it("enrols by pasted text, and needs the admin's word for a plain address", async () => {
    const gate = await openTargets();
    await click("target-add");
    await type("enrol-text", " CHOTHUB1:http://192.168.1.20 ");
    await click("enrol-text-do");
    await vi.waitFor(() => expect(textOf("targets-problem")).toContain("đã khai rõ"));
    await click("target-reach-local-network");
    await vi.waitFor(() =>
      expect(screen.getByTestId<HTMLButtonElement>("enrol-text-do").disabled).toBe(false),
    );
    await click("enrol-text-do");
    await vi.waitFor(() => screen.getByTestId("target-1"));
    expect(gate.sending.list[0]?.reach).toBe("local-network");
  });
});
