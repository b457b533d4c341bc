import type { Backend } from "./backend";
import { PretendExpected } from "./pretend-expected";
import { PretendRoster } from "./pretend-roster";
import { PretendWatch } from "./pretend-watch";

/** The commands about the unit's lists of people, and what was asked of the gate at all. */
export abstract class PretendLists {
  /** Every command that was asked, oldest first. */
  readonly calls: [command: string, ...args: unknown[]][] = [];
  readonly roster = new PretendRoster();
  readonly watch = new PretendWatch();
  readonly visitors = new PretendExpected();

  protected ask<T>(command: string, args: unknown[], answer: () => T): Promise<T> {
    this.calls.push([command, ...args]);
    try {
      return Promise.resolve(answer());
    } catch (refusal) {
      return Promise.reject(refusal);
    }
  }

  rosters = () => this.ask("rosters", [], () => this.roster.all());
  rosterStands = (number: number) => this.ask("roster_stands", [number], () => this.roster.stands(number));
  /** Rows that were read of the file that is being looked at. */
  rowsRead = 0;
  fileRows = () => this.ask("file_rows", [], () => ({ rows: this.rowsRead }));
  lookRoster: Backend["lookRoster"] = (form) => this.ask("look_roster", [form], () => this.roster.look(form));
  takeRoster: Backend["takeRoster"] = (form) => this.ask("take_roster", [form], () => this.roster.take(form));
  removeRoster = (number: number) => this.ask("remove_roster", [number], () => this.roster.remove(number));
  putMember: Backend["putMember"] = (form) =>
    this.ask("put_member", [form], () => this.roster.putMember(form));
  removeMember = (member: number) =>
    this.ask("remove_member", [member], () => this.roster.removeMember(member));
  markAbsent = (member: number, absent: boolean) =>
    this.ask("mark_absent", [member, absent], () => this.roster.mark(member, absent));
  printBadges: Backend["printBadges"] = (form) =>
    this.ask("print_badges", [form], () => this.roster.printBadges(form));
  revokeMemberBadge = (member: number) =>
    this.ask("revoke_member_badge", [member], () => this.roster.revokeBadge(member));
  saveRoster: Backend["saveRoster"] = (form) => this.ask("save_roster", [form], () => this.roster.save(form));

  watchlist = () => this.ask("watchlist", [], () => this.watch.all());
  putWatched: Backend["putWatched"] = (form) => this.ask("put_watched", [form], () => this.watch.put(form));
  removeWatched = (number: number) => this.ask("remove_watched", [number], () => this.watch.remove(number));
  lookWatched: Backend["lookWatched"] = (form) =>
    this.ask("look_watched", [form], () => this.watch.look(form));
  takeWatched = (token: number) => this.ask("take_watched", [token], () => this.watch.take(token));
  expected = (day: string) => this.ask("expected", [day], () => this.visitors.list(day));
  putExpected: Backend["putExpected"] = (form) =>
    this.ask("put_expected", [form], () => this.visitors.put(form));
  removeExpected = (number: number) =>
    this.ask("remove_expected", [number], () => this.visitors.remove(number));
  lookExpected: Backend["lookExpected"] = (form) =>
    this.ask("look_expected", [form], () => this.visitors.look(form));
  takeExpected = (token: number) => this.ask("take_expected", [token], () => this.visitors.take(token));
}
