import { describe, expect, it } from "vitest";
import { checkName, checkNumber, readCount, readYear, worthLooking } from "../src/parts/checks";
import {
  dateOf,
  dayAfter,
  hourOf,
  momentOf,
  readDay,
  readHour,
  spanOf,
  writtenDay,
} from "../src/parts/times";

const ZONE = "Asia/Ho_Chi_Minh";
const at = Date.UTC(2026, 10, 23, 17, 5);

describe("times", () => {
  it("are written in the unit's zone", () => {
    expect(hourOf(at, ZONE)).toBe("00:05");
    expect(dateOf(at, ZONE)).toBe("24/11/2026");
    expect(hourOf(at, "UTC")).toBe("17:05");
  });

  it("a span names its days only when there are two", () => {
    expect(spanOf(at, at + 45 * 60_000, ZONE)).toEqual(["00:05", "00:50"]);
    expect(spanOf(at - 3_600_000, at, ZONE)).toEqual(["23:05 23/11", "00:05 24/11"]);
  });

  it.each([
    ["9:15", "09:15"],
    ["09:15", "09:15"],
    ["9h15", "09:15"],
    ["9g05", "09:05"],
    ["0915", "09:15"],
    ["915", "09:15"],
    ["9.15", "09:15"],
    ["9h", "09:00"],
    ["9", "09:00"],
    ["23:59", "23:59"],
    ["24:00", null],
    ["9:60", null],
    ["chín", null],
    ["", null],
  ])("the hour %s is %s", (typed, hour) => expect(readHour(typed)).toBe(hour));

  it.each([
    ["24/11/2026", "2026-11-24"],
    ["4/1", "2026-01-04"],
    ["4-1-2025", "2025-01-04"],
    ["04012025", "2025-01-04"],
    ["31022025", null],
    ["31/2", null],
    ["0/1", null],
    ["hôm qua", null],
  ])("the day %s is %s", (typed, day) => expect(readDay(typed, "24/11/2026")).toBe(day));

  it("the days around a month's end follow each other, and are written as people do", () => {
    expect([dayAfter("2026-02-28", 1), dayAfter("2027-01-01", -1)]).toEqual(["2026-03-01", "2026-12-31"]);
    expect([writtenDay("2026-11-24"), writtenDay("")]).toEqual(["24/11/2026", ""]);
  });

  it.each(["Asia/Ho_Chi_Minh", "UTC", "America/New_York"])("an hour of a day in %s is a moment", (zone) => {
    const at = momentOf("2026-07-04", "00:15", zone);
    expect([dateOf(at, zone), hourOf(at, zone)]).toEqual(["04/07/2026", "00:15"]);
  });
});

describe("what a form asks", () => {
  it("a name has a letter and is no novel", () => {
    expect(checkName("Đỗ Thị Ánh")).toBeNull();
    expect(checkName("1234")).toBe("name-missing");
    expect(checkName("")).toBe("name-missing");
    expect(checkName("a".repeat(101))).toBe("name-too-long");
  });
  it("a birth year has four digits and is past", () => {
    expect(readYear("1968", 2026)).toBe(1968);
    expect(readYear(" ", 2026)).toBeNull();
    for (const typed of ["68", "1899", "2027", "196a"])
      expect(readYear(typed, 2026)).toBe("birth-year-implausible");
  });
  it("a document number has 9 or 12 digits, or is left out", () => {
    for (const typed of ["", "212345678", "051090000001"]) expect(checkNumber(typed)).toBeNull();
    for (const typed of ["12", "05109000000a"]) expect(checkNumber(typed)).toBe("number-wrong");
  });
  it("a count is between 1 and 500", () => {
    for (const count of [12, 500]) expect(readCount(String(count))).toBe(count);
    for (const typed of ["0", "", "-1", "501", "1000", "1.5"]) expect(readCount(typed)).toBe("count-wrong");
  });
  it("two letters or four digits are worth looking for", () => {
    for (const typed of ["an", "Đỗ", "4455", "n v"]) expect(worthLooking(typed)).toBe(true);
    for (const typed of ["", "a", "445", " đ "]) expect(worthLooking(typed)).toBe(false);
  });
});
