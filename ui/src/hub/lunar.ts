/**
 * The Vietnamese lunar calendar, as far as holidays need it: new moons and the sun's longitude as Jean Meeus gives them,
 * days counted in UTC+7 (Hồ Ngọc Đức, "Thuật toán tính âm lịch"). A day is a Julian day number at local noon.
 */

const ZONE = 7 / 24;
const MONTH = 29.530588853;
const RAD = Math.PI / 180;

export function dayNumber(year: number, month: number, day: number): number {
  return Math.round(Date.UTC(year, month - 1, day) / 86_400_000) + 2_440_588;
}

export function dateOfNumber(number: number): string {
  return new Date((number - 2_440_588) * 86_400_000).toISOString().slice(0, 10);
}

/** The local day of the k-th new moon after that of 1 January 1900. */
function newMoon(k: number): number {
  const t = k / 1236.85;
  const [t2, t3] = [t * t, t * t * t];
  let day = 2415020.75933 + 29.53058868 * k + 0.0001178 * t2 - 0.000000155 * t3;
  day += 0.00033 * Math.sin((166.56 + 132.87 * t - 0.009173 * t2) * RAD);
  const sun = (359.2242 + 29.10535608 * k - 0.0000333 * t2 - 0.00000347 * t3) * RAD;
  const moon = (306.0253 + 385.81691806 * k + 0.0107306 * t2 + 0.00001236 * t3) * RAD;
  const node = (21.2964 + 390.67050646 * k - 0.0016528 * t2 - 0.00000239 * t3) * RAD;
  let shift = (0.1734 - 0.000393 * t) * Math.sin(sun) + 0.0021 * Math.sin(2 * sun);
  shift += -0.4068 * Math.sin(moon) + 0.0161 * Math.sin(2 * moon) - 0.0004 * Math.sin(3 * moon);
  shift += 0.0104 * Math.sin(2 * node) - 0.0051 * Math.sin(sun + moon);
  shift += -0.0074 * Math.sin(sun - moon) + 0.0004 * Math.sin(2 * node + sun);
  shift += -0.0004 * Math.sin(2 * node - sun) - 0.0006 * Math.sin(2 * node + moon);
  shift += 0.001 * Math.sin(2 * node - moon) + 0.0005 * Math.sin(2 * moon + sun);
  const late =
    t < -11
      ? 0.001 + 0.000839 * t + 0.0002261 * t2 - 0.00000845 * t3 - 0.000000081 * t * t3
      : -0.000278 + 0.000265 * t + 0.000262 * t2;
  return Math.floor(day + shift - late + 0.5 + ZONE);
}

/** Which twelfth of its way the sun has come to at the beginning of a local day, 0 from the March equinox. */
function sunTwelfth(number: number): number {
  const t = (number - 2451545.5 - ZONE) / 36525;
  const mean = (357.5291 + 35999.0503 * t - 0.0001559 * t * t - 0.00000048 * t * t * t) * RAD;
  const own = 280.46645 + 36000.76983 * t + 0.0003032 * t * t;
  const centre =
    (1.9146 - 0.004817 * t - 0.000014 * t * t) * Math.sin(mean) +
    (0.019993 - 0.000101 * t) * Math.sin(2 * mean) +
    0.00029 * Math.sin(3 * mean);
  const longitude = (((own + centre) % 360) + 360) % 360;
  return Math.floor(longitude / 30);
}

/** The new moon that begins the eleventh month, the one with the winter solstice in it. */
function eleventhMonth(year: number): number {
  const k = Math.floor((dayNumber(year, 12, 31) - 2415021) / MONTH);
  const moon = newMoon(k);
  return sunTwelfth(moon) >= 9 ? newMoon(k - 1) : moon;
}

/** How many months after the eleventh the leap month comes, where the lunar year has thirteen. */
function leapOffset(eleventh: number): number {
  const k = Math.floor((eleventh - 2415021.076998695) / MONTH + 0.5);
  let last: number;
  let offset = 1;
  let twelfth = sunTwelfth(newMoon(k + offset));
  do {
    last = twelfth;
    offset += 1;
    twelfth = sunTwelfth(newMoon(k + offset));
  } while (twelfth !== last && offset < 14);
  return offset - 1;
}

/** The day number of a lunar date; months 11 and 12 aren't asked for. Leap months are passed over. */
export function lunarDay(year: number, month: number, day: number): number {
  const before = eleventhMonth(year - 1);
  const after = eleventhMonth(year);
  const k = Math.floor(0.5 + (before - 2415021.076998695) / MONTH);
  let offset = month - 11 + 12;
  if (after - before > 365 && offset >= leapOffset(before)) offset += 1;
  return newMoon(k + offset) + day - 1;
}
