import { screen } from "@testing-library/svelte";
import { describe, expect, it, vi } from "vitest";
import type { PretendGate } from "../src/backend/pretend";
import { words } from "../src/words";
import { asked, click, openScreen, press, textOf, type } from "./screen";

const own = words.vi.admin.key;

async function openKey(prepare: (gate: PretendGate) => void = () => {}): Promise<PretendGate> {
  const gate = await openScreen();
  prepare(gate);
  await press("F11");
  await click("page-key");
  await vi.waitFor(() => screen.getByTestId("key-give-open"));
  return gate;
}

describe("a new post", () => {
  it("asks with a code, its digits and its text", async () => {
    await openKey();
    expect(textOf("key-digits")).toBe("1111 2222 3333");
    expect(textOf("key-visitors")).toBe(own.visitorsNo);
    await click("key-ask-open");
    await vi.waitFor(() => screen.getByTestId("key-code"));
    expect(textOf("key-code-digits")).toBe("0123 4567 8901");
    expect(textOf("key-code-text")).toBe("CHOTASK1:own");
    expect(screen.getByTestId("qr").getAttribute("aria-label")).toBe(own.askedLabel);
  });

  it("takes what was given before the camera once the admin says so", async () => {
    const gate = await openKey();
    await click("key-take-open");
    await click("key-take-camera");
    await vi.waitFor(() => expect(screen.getByTestId("key-take").dataset["awaited"]).toBe("waiting"));
    gate.holdUpKey("CHOTKEY1:mine");
    await vi.waitFor(() => screen.getByTestId("key-take-seen"));
    expect(asked(gate, "take_key")).toEqual([]);
    await click("key-take-do");
    await vi.waitFor(() => expect(textOf("key-said")).toBe(own.taken));
    expect(asked(gate, "take_key")).toEqual([[{ code: null }]]);
    await vi.waitFor(() => expect(textOf("key-digits")).toBe("7777 8888 9999"));
    await vi.waitFor(() => expect(gate.view.awaited).toBeNull());
  });

  it("says why a pasted text isn't taken, and takes the right one then", async () => {
    await openKey();
    await click("key-take-open");
    for (const [text, why] of [
      ["CHOTASK1:own", "không phải mã cho khoá"],
      ["CHOTKEY1:other", "cho máy khác"],
    ] as const) {
      await type("key-take-text", text);
      await click("key-take-text-do");
      await vi.waitFor(() => expect(textOf("key-problem")).toContain(why));
    }
    await type("key-take-text", "CHOTKEY1:mine");
    await click("key-take-text-do");
    await vi.waitFor(() => expect(textOf("key-said")).toBe(own.taken));
    expect(screen.queryByTestId("key-problem")).toBeNull();
  });

  it("asks and takes no more once a visitor was entered, also while the page is open", async () => {
    const gate = await openKey();
    await click("key-take-open");
    gate.key.visitors = true;
    gate.show({ verdict: "in", name: "Nguyễn Văn An" });
    await vi.waitFor(() => expect(textOf("key-visitors")).toBe(own.visitorsYes));
    for (const id of ["key-ask-open", "key-take-open", "key-panel"])
      expect(screen.queryByTestId(id)).toBeNull();
    expect(screen.getByTestId("key-give-open")).toBeTruthy();
  });

  it("hears that a visitor came first", async () => {
    const gate = await openKey();
    await click("key-take-open");
    await type("key-take-text", "CHOTKEY1:mine");
    gate.key.visitors = true;
    await click("key-take-text-do");
    await vi.waitFor(() => expect(textOf("key-problem")).toContain("đã ghi khách"));
    expect(textOf("key-digits")).toBe("1111 2222 3333");
  });
});

describe("a post that has the key", () => {
  it("shows the digits of what the camera saw, and gives only after a yes", async () => {
    const gate = await openKey((gate) => (gate.key.visitors = true));
    await click("key-give-open");
    await click("key-give-camera");
    await vi.waitFor(() => expect(gate.view.awaited?.sought).toBe("unit-key"));
    gate.holdUpKey("CHOTASK1:new");
    await vi.waitFor(() => screen.getByTestId("key-compare"));
    expect(textOf("key-compare-digits")).toBe("2468 1357 9024");
    expect(textOf("key-compare")).toContain(own.compare);
    expect(asked(gate, "look_key")).toEqual([[{ code: null }]]);
    expect(asked(gate, "give_key")).toEqual([]);
    await click("key-give-yes");
    await vi.waitFor(() => expect(textOf("key-code-text")).toBe("CHOTKEY1:sealed"));
    expect(asked(gate, "give_key")).toEqual([[{ code: "CHOTASK1:new", digits: "2468 1357 9024" }]]);
    expect(textOf("key-code-digits")).toBe("2468 1357 9024");
  });

  it("gives nothing after a no, and waits for another code", async () => {
    const gate = await openKey();
    await click("key-give-open");
    await type("key-give-text", " CHOTASK1:new ");
    await click("key-give-text-do");
    await click("key-give-no");
    await vi.waitFor(() => expect(textOf("key-problem")).toBe(own.notTheSame));
    expect(asked(gate, "give_key")).toEqual([]);
    expect(screen.getByTestId("key-give-camera")).toBeTruthy();
  });

  it("says of each wrong text what it is", async () => {
    const gate = await openKey();
    await click("key-give-open");
    for (const [text, why] of [
      ["CHOTASK1:own", "của chính máy này"],
      ["CHOTASK1:old", "quá một ngày"],
      ["CHOTKEY1:sealed", "không phải mã xin khoá"],
    ] as const) {
      await type("key-give-text", text);
      await click("key-give-text-do");
      await vi.waitFor(() => expect(textOf("key-problem")).toContain(why));
      expect(screen.queryByTestId("key-compare")).toBeNull();
    }
    // The camera's, too: and it goes on with the next code.
    await click("key-give-camera");
    await vi.waitFor(() => expect(gate.view.awaited).not.toBeNull());
    gate.holdUpKey("CHOTASK1:old");
    await vi.waitFor(() => screen.getByTestId("key-give-other"));
    expect(textOf("key-problem")).toContain("quá một ngày");
    await click("key-give-other");
    await vi.waitFor(() => expect(gate.view.awaited?.seen).toBeNull());
    gate.holdUpKey("CHOTASK1:new");
    await vi.waitFor(() => screen.getByTestId("key-compare"));
  });
});

describe("a key's code", () => {
  it("is a foreign code while nobody waits for it, also where another one is waited for", async () => {
    const gate = await openKey();
    gate.holdUpKey("CHOTASK1:new");
    expect(gate.view.shown?.foreign).toBe("unit-key");
    await click("key-give-open");
    await click("key-give-camera");
    await vi.waitFor(() => expect(gate.view.awaited).not.toBeNull());
    gate.holdUpCode("https://hub.example.vn");
    expect(gate.view.shown?.foreign).toBe("enrolment");
    expect(gate.view.awaited?.seen).toBeNull();
    await click("page-rules");
    await vi.waitFor(() => expect(gate.view.awaited).toBeNull());
  });
});
