import type { ProgramWords } from "./program-vi";

/** The words of the page of the program itself, in English. */
export const programEn: ProgramWords = {
  version: (version) => `Chốt, version ${version}`,
  way: {
    files: "Brought up to date by signed files, on a stick or in a folder.",
    installer: "This build takes no updates as files: install the next version by its installer.",
    system: "Chốt was installed on this PC by the system's packages: the system updates it.",
    others: "This account may not write beside the program: whoever installed Chốt updates it.",
  },
  folder: "Folder with the update (a stick, another disk or the network)",
  choose: "Look there",
  chosen: "The folder was looked at.",
  chosenNone: "Updates are looked for nowhere.",
  offers: "Updates that were found",
  ofHub: "sent down by the hub",
  noOffers: "There is no update in the folder.",
  offer: (version) => `version ${version}`,
  fits: "can be taken",
  take: (version) => `Update to version ${version}`,
  working: "Working…",
  taken: "Taken. Chốt opens anew once nobody is before the screen.",
  waiting: (version) =>
    `Version ${version} was taken and waits until nobody is before the screen; then Chốt opens anew.`,
  failed: (version) =>
    `Version ${version} did not come up, so Chốt went back to the one before. Tell whoever gave it out.`,
  broughtBack: (times) => `Chốt has just come back after a fault, ${times} times in a row.`,

  lock: "Nothing but the gate on the screen",
  lockWhat:
    "Chốt takes the whole screen, opens when the PC starts, and comes back within seconds when it is ended. Closing it takes an admin's PIN.",
  locked: "On: only an admin closes Chốt.",
  unlocked: "Off: anybody can close Chốt.",
  lockDo: "Switch on",
  unlockDo: "Switch off",
  lockSaid: "Switched on. Chốt opens whenever this account signs in.",
  unlockSaid: "Switched off.",
  cannot: "What Chốt can't lock",
  cannotWhat: [
    "Ctrl+Alt+Del, the power button, the plug: every system keeps them for whoever sits there.",
    "Windows: Task Manager, the Windows key, other accounts. Pro: Settings › Accounts › Family & other users › Set up a kiosk doesn't take this program; Enterprise and Education: turn Shell Launcher on. On any edition give the gate an ordinary account of its own, no administrator, that signs in by itself.",
    "Linux: Ctrl+Alt+F1 to F12 open a text screen (NAutoVTs=0 and ReserveVT=0 in /etc/systemd/logind.conf, DontVTSwitch in xorg.conf). A session of Chốt alone has no other window.",
    "macOS: Cmd+Option+Esc and the Apple menu; a device management profile has a mode for one app.",
    "Power cuts: in the BIOS have the PC start when power is back, and have the gate's account sign in by itself.",
  ],
  close: "Close Chốt",
  closeTitle: "Close Chốt?",
  closeWhat: "Once closed, nobody is entered until it is opened again. It takes an admin's PIN.",
  closeCancel: "Not now",
};
