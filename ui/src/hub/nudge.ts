import type { PostShown, UnitDay } from "./bindings";

/** Why a unit's figures are likely missing. */
export type Cause = "no-post" | "stopped" | "disk-full" | "off-long" | "off" | "some-off" | "slow" | "none";

const DAY = 24 * 3600 * 1000;
/** Bytes that a log and its database want in any case. */
const DISK_LOW = 1e9;

/** The likeliest cause, by what is known: what a person can do something about comes first. */
export function causeOf(unit: UnitDay, posts: readonly PostShown[], now: number): Cause {
  const { kind } = unit.standing;
  const devices = posts.filter((post) => post.device !== undefined);
  if (devices.length > 0 && devices.every((post) => post.state !== "active")) return "stopped";
  if (unit.posts === 0) return "no-post";
  if (kind === "counted" || kind === "zero" || kind === "rest") return "none";
  if (devices.some((post) => post.disk_free !== undefined && post.disk_free < DISK_LOW)) return "disk-full";
  const since = unit.heard_at === undefined ? null : Date.parse(unit.heard_at);
  if (unit.silent > 0 && unit.silent < unit.posts) return "some-off";
  if (unit.silent > 0) return since !== null && now - since > 3 * DAY ? "off-long" : "off";
  return unit.waiting > 0 ? "slow" : "none";
}
