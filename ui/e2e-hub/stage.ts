import { spawn, type ChildProcessWithoutNullStreams } from "node:child_process";
import { createInterface, type Interface } from "node:readline";
import { fileURLToPath } from "node:url";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { small, type Size } from "../e2e/browser";

/** The units of the stage by their words. */
export type UnitWord =
  "district" | "school" | "ward" | "clinic" | "market" | "library" | "hall" | "archive" | "station";

interface Told {
  address: string;
  password: string;
  units: Record<UnitWord, string>;
}

const own = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** A hub with a district's day in it (crates/hub/tests/hub/stage), which ends with its input. */
export class Stage {
  private constructor(
    private readonly child: ChildProcessWithoutNullStreams,
    private readonly lines: AsyncIterator<string>,
    private readonly reader: Interface,
    readonly told: Told,
  ) {}

  static async open(): Promise<Stage> {
    const target = process.env["CARGO_TARGET_DIR"] ?? own("../../target");
    const program = process.env["CHOT_STAGE"] ?? `${target}/debug/examples/stage`;
    const child = spawn(program, [own("../dist-hub")], { stdio: ["pipe", "pipe", "pipe"] });
    let said = "";
    child.stderr.on("data", (text: Buffer) => (said += text.toString()));
    const reader = createInterface({ input: child.stdout });
    const lines = reader[Symbol.asyncIterator]();
    const first = await lines.next();
    if (first.done === true) throw new Error(`the stage didn't open (cargo test builds it): ${said}`);
    return new Stage(child, lines, reader, JSON.parse(first.value) as Told);
  }

  /** Has something happen at the gates, and waits for it. */
  async say(line: string): Promise<void> {
    this.child.stdin.write(`${line}\n`);
    const answer = await this.lines.next();
    if (answer.value !== "done") throw new Error(`the stage said ${String(answer.value)} to ${line}`);
  }

  async close(): Promise<void> {
    const ended = new Promise((resolve) => this.child.once("exit", resolve));
    this.child.stdin.end();
    await ended;
    this.reader.close();
  }
}

export interface Desk {
  page: Page;
  context: BrowserContext;
  /** What the page complained of: script errors, blocked styles, requests that left the hub. */
  complaints: string[];
}

export const at = (id: string) => `[data-testid=${id}]`;

/** A browser of its own, on the sign-in page. */
export async function openDesk(browser: Browser, stage: Stage, size: Size = small): Promise<Desk> {
  const { address } = stage.told;
  const context = await browser.newContext({
    viewport: size,
    locale: "vi-VN",
    timezoneId: "Asia/Ho_Chi_Minh",
  });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("console", (message) => {
    // A refusal is an answer; the browser logs its status too.
    if (message.type() === "error" && !message.text().startsWith("Failed to load resource"))
      complaints.push(message.text());
  });
  page.on("request", (request) => {
    if (!request.url().startsWith(address)) complaints.push(`asked for ${request.url()}`);
  });
  await page.goto(address);
  await page.waitForSelector(at("sign-in"));
  await page.evaluate(() => document.fonts.ready);
  return { page, context, complaints };
}

export async function signIn(page: Page, stage: Stage, name: string): Promise<void> {
  await page.fill(at("name"), name);
  await page.fill(at("password"), stage.told.password);
  await page.click(at("enter"));
  await page.waitForSelector(at("who"));
}

/** Goes to a page by its link. */
export async function go(page: Page, name: string): Promise<void> {
  await page.click(at(`to-${name}`));
  await page.waitForSelector(at(`page-${name}`));
}

/** What sticks out of the window sideways: pages scroll downward only. */
export function tooWide(page: Page): Promise<number> {
  return page.evaluate(() => {
    const root = document.documentElement;
    return Math.max(0, root.scrollWidth - root.clientWidth);
  });
}

/** Keeps a picture for whoever wants to look, where CHOT_PICTURES names a folder. */
export async function picture(page: Page, name: string): Promise<void> {
  const folder = process.env["CHOT_PICTURES"];
  if (folder !== undefined) await page.screenshot({ path: `${folder}/${name}.png`, fullPage: true });
}
