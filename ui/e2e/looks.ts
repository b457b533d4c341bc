import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { AxeResults, RunOptions } from "axe-core";
import type { Page } from "playwright-core";
import { expect } from "vitest";

const axeSource = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** What WCAG 2.2 AA finds wrong, each with the place; empty when nothing is. */
export async function violations(page: Page): Promise<string[]> {
  await page.evaluate(axeSource);
  const options: RunOptions = {
    runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"],
    rules: { "target-size": { enabled: true } },
  };
  const results = (await page.evaluate(
    (how) => (window as unknown as { axe: { run: (how: RunOptions) => Promise<AxeResults> } }).axe.run(how),
    options,
  )) as AxeResults;
  return results.violations.flatMap((rule) =>
    rule.nodes.map((node) => `${rule.id}: ${node.html.slice(0, 160)} ${node.failureSummary ?? ""}`),
  );
}

/** Texts that are cut off or stick out of the window, or boxes wider or (`tall` ones) higher than they have room. */
export function overflows(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const found: string[] = [];
    const told = (element: Element) =>
      `${element.tagName.toLowerCase()}.${element.className} "${(element.textContent ?? "").trim().slice(0, 40)}"`;
    const root = document.documentElement;
    if (root.scrollWidth > root.clientWidth || root.scrollHeight > root.clientHeight)
      found.push(`the window scrolls: ${root.scrollWidth}×${root.scrollHeight}`);
    for (const element of document.querySelectorAll("#app *")) {
      if (element.closest("svg, .hidden-but-spoken, [aria-hidden=true]")) continue;
      const style = getComputedStyle(element);
      // Inputs scroll their text; in larger text a long name in the strip ends in an ellipsis, and so does what
      // the sync light says, which the admin's page has whole.
      const clamped = style.webkitLineClamp !== "none" && style.getPropertyValue("--s").trim() !== "1";
      const ends = style.textOverflow === "ellipsis" && element.closest("[data-testid=light-sync]") !== null;
      if (element instanceof HTMLInputElement || clamped || ends) continue;
      if (element.scrollWidth > element.clientWidth + 1 && element.clientWidth > 0)
        found.push(`too wide by ${element.scrollWidth - element.clientWidth}: ${told(element)}`);
      const scrolls = style.overflowY === "auto";
      if (!scrolls && element.scrollHeight > element.clientHeight + 1 && style.overflowY === "hidden")
        found.push(`too high by ${element.scrollHeight - element.clientHeight}: ${told(element)}`);
      const hasText = [...element.childNodes].some(
        (node) => node.nodeType === Node.TEXT_NODE && (node.textContent ?? "").trim() !== "",
      );
      if (hasText && element.closest("ul, ol, [role=dialog]") === null) {
        const box = element.getBoundingClientRect();
        if (box.left < -1 || box.top < -1 || box.right > innerWidth + 1 || box.bottom > innerHeight + 1)
          found.push(`out of the window: ${told(element)}`);
      }
    }
    return found;
  });
}

export interface Text {
  text: string;
  size: number;
  /** The visitor's privacy line, which may be smaller. */
  privacy: boolean;
}

/** Every text that can be seen, with its size in CSS pixels. */
export function texts(page: Page): Promise<Text[]> {
  return page.evaluate(() => {
    const found: Text[] = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const text = (walker.currentNode.textContent ?? "").trim();
      const parent = walker.currentNode.parentElement;
      if (text === "" || !parent || parent.closest("svg, script, .hidden-but-spoken")) continue;
      if (!parent.checkVisibility({ visibilityProperty: true, opacityProperty: true })) continue;
      found.push({
        text,
        size: parseFloat(getComputedStyle(parent).fontSize),
        privacy: parent.closest("[data-testid=privacy]") !== null,
      });
    }
    return found;
  });
}

/** What is too small for a guard (24 px) or for a visitor's notice (20 px). */
export async function tooSmall(page: Page): Promise<Text[]> {
  return (await texts(page)).filter(({ size, privacy }) => size < (privacy ? 20 : 24) - 0.01);
}

/** Nothing lies over the edges, is too small or out of reach. */
export async function looksRight(page: Page): Promise<void> {
  // What a page scrolls lies out of the window until it is scrolled to.
  expect((await overflows(page)).filter((found) => !found.startsWith("out of the window"))).toEqual([]);
  expect(await tooSmall(page)).toEqual([]);
  expect(await violations(page)).toEqual([]);
}
