import { chromium, type Browser, type Page } from "playwright-core";
import { inject } from "vitest";
import type { PretendGate } from "../src/backend/pretend";

declare global {
  interface Window {
    pretend: PretendGate;
  }
}

export type Size = { width: number; height: number };
export const small: Size = { width: 1366, height: 768 };
export const large: Size = { width: 1920, height: 1080 };

export function launch(): Promise<Browser> {
  return chromium.launch({
    executablePath: process.env["CHROMIUM"] ?? "/usr/bin/chromium",
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  });
}

export interface Opened {
  page: Page;
  /** What the page complained of: script errors, blocked styles, requests that left the machine. */
  complaints: string[];
}

/** Opens the screens with the pretend gate set up by the address. */
export async function open(browser: Browser, query: string, size: Size = small): Promise<Opened> {
  const address = inject("address");
  const page = await browser.newPage({ viewport: size });
  const complaints: string[] = [];
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("console", (message) => {
    if (message.type() === "error") complaints.push(message.text());
  });
  page.on("request", (request) => {
    if (!request.url().startsWith(address)) complaints.push(`asked for ${request.url()}`);
  });
  await page.goto(`${address}?${query}`);
  await page.waitForFunction(() => "pretend" in window);
  await page.evaluate(() => document.fonts.ready);
  return { page, complaints };
}

export const at = (id: string) => `[data-testid=${id}]`;

/** What the page asked the gate for by this command: the arguments of each call. */
export const calls = (page: Page, command: string) =>
  page.evaluate(
    (name) => window.pretend.calls.filter(([asked]) => asked === name).map(([, ...args]) => args),
    command,
  );

/** A picture of the page, where a folder for them is named. */
export const shoot = async (page: Page, name: string) => {
  const folder = process.env["CHOT_SCREENSHOTS"];
  if (folder !== undefined) await page.screenshot({ path: `${folder}/${name}.png` });
};
