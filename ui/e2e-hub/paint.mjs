// When the page behind a poster is first painted on a slow phone: 1 Mbit/s each way, 100 ms there and back, a quarter of this
// machine's speed, nothing in the cache. Prints one number a line, in milliseconds since the phone asked, and behind them
// "weighs" with the page's bytes.
//
//   node paint.mjs ADDRESS RUNS
import process from "node:process";
import { chromium } from "playwright-core";

const [address, runs] = process.argv.slice(2);
const browser = await chromium.launch({
  executablePath: process.env["CHROMIUM"] ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu"],
});
let weighs = 0;
for (let run = 0; run < Number(runs); run++) {
  const context = await browser.newContext({ viewport: { width: 360, height: 740 }, isMobile: true });
  const page = await context.newPage();
  const browserSide = await context.newCDPSession(page);
  await browserSide.send("Network.enable");
  await browserSide.send("Network.emulateNetworkConditions", {
    offline: false,
    latency: 100,
    downloadThroughput: 125_000,
    uploadThroughput: 125_000,
  });
  await browserSide.send("Emulation.setCPUThrottlingRate", { rate: 4 });
  const answer = await page.goto(address);
  const painted = await page.waitForFunction(
    () => performance.getEntriesByName("first-contentful-paint")[0]?.startTime,
  );
  process.stdout.write(`${await painted.jsonValue()}\n`);
  weighs = (await answer.body()).length;
  await context.close();
}
process.stdout.write(`weighs ${weighs}\n`);
await browser.close();
