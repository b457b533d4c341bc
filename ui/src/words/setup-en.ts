import type { SetupWords } from "./setup-vi";

/** The words of the first run and of what it left open, in English. */
export const setupEn: SetupWords = {
  step: (n, of) => `Step ${n} of ${of}`,
  titles: [
    "Unit and gate",
    "What is the gate for?",
    "Which way does the screen face?",
    "Admin and recovery key",
    "Where do copies go?",
    "Try an ID card",
  ],
  back: "Back",
  next: "Next",
  later: "Later",
  mode: "Direction of the gate",
  a: "To the visitor",
  aWhat: "One screen. Visitors see themselves as in a mirror; only initials of names are shown.",
  b: "To the guard",
  bWhat: "The camera is on an arm. The picture isn't mirrored; the guard sees full names.",
  keyHint: "Press A or B, or click a drawing.",
  admin: "The admin chooses a PIN: from then on the admin's pages need it. The gate scans without anybody.",
  copies:
    "Every hour the log is copied, encrypted, to another folder, best on another disk or machine. Where this machine breaks, the recovery key opens it.",
  folder: "Folder, such as D:\\Backup or /media/usb",
  missing: (count) => `${count} thing${count === 1 ? "" : "s"} still to be set up`,
  noAdmin: "no admin: everybody can open these pages",
  noKey: "no recovery key",
  noCopies: "no place for copies",
  noTarget: "no target for the data",
  noContact: "nobody named who answers visitors about their data",
  unconfirmed: "purpose and basis not confirmed",
};
