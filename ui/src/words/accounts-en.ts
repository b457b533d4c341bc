import type { accountsVi } from "./accounts-vi";

/** The words of the unit head's accounts, in English. */
export const accountsEn: typeof accountsVi = {
  views: {
    trace: "Together with",
    settle: "Settle the day",
    reports: "Reports",
    roll: "Evacuation",
    inspect: "Gate inspection",
  },

  trace: {
    how: "Find the person in the book and choose a line of theirs. The list is for tracing alone; each look at it is an entry.",
    choose: "Choose this person",
    whom: (name, when) => `${name}, the line of ${when}`,
    other: "Choose another",
    first: "From",
    last: "To",
    minutes: "Together for at least (minutes)",
    requester: "Who asks",
    document: "Number of their document",
    pin: "PIN of whoever looks",
    ask: "Make the list",
    mark: "SECRET – FOR TRACING ALONE",
    own: (stays) => `Stays of this person: ${stays}`,
    groups: {
      real: "Together, by recorded times",
      paper: "Together, by times of the paper book",
      estimated: "Perhaps together: a time is an estimate",
    },
    unnamed: (people) => `${people} more can't be told apart: nobody can say whether they met.`,
    columns: ["Name", "Born", "Last digits", "Contact", "Gate", "In", "Out", "Minutes"],
    unseen: "not seen",
    save: "Save PDF and XLSX",
  },

  settle: {
    how: "Five things to look at before the day is settled. The gate goes on; what comes later for the day is an addendum.",
    date: "Day",
    checks: {
      gaps: (lines) =>
        lines === 0
          ? "The gate was never down."
          : `The gate was down ${lines} times: type the paper book in (F3) first.`,
      unsent: (lines) =>
        lines === null
          ? "There is no target: the figures are on this machine alone."
          : lines === 0
            ? "All is sent."
            : `${lines} lines aren't sent yet: that goes on by itself.`,
      open: (people) =>
        people === 0
          ? "Everybody who came was seen going."
          : `${people} who came weren't seen going: ask before you close.`,
      undated: (lines) =>
        lines === 0
          ? "The clock was trusted all day."
          : `${lines} lines have no trusted time and are in no figure.`,
      uncounted: "Nobody counted: no share can be told. Press F4, Count.",
    },
    coverage: (recorded, counted) => `While somebody counted: ${recorded} of ${counted} were recorded.`,
    windows: "Counts",
    window: (from, until, recorded, by) =>
      `${from}–${until}${by === "" ? "" : `, ${by}`}: ${recorded} recorded; counted`,
    mend: "Mend the count",
    takeBack: "Take the count back",
    before: (when, by, since) =>
      `Settled at ${when}${by === "" ? "" : ` by ${by}`}. ${since} lines were added since.`,
    deed: "Settle this day",
    again: "Settle again",
    done: "Settled. Scan this code with another device: from now on nobody changes the lines before it unseen.",
    seal: "The seal of the book",
    fine: "Fine",
    look: "Look",
  },

  tile: "Coverage",
  uncounted: "not counted",
  share: (tenths, recorded, counted) => `${(tenths / 10).toFixed(1)}% (${recorded}/${counted})`,

  count: {
    open: "Count, to know the share scanned",
    title: "Count who passes",
    how: "Count everybody who passes, scanned or not: Space or + for each, − takes one off. A sample of 10 minutes is enough.",
    begin: "Begin to count",
    since: (time, minutes) => `Counting since ${time}, ${minutes} minutes`,
    enough: "Ten minutes are full.",
    more: "One more",
    less: "One less",
    heads: "People who passed",
    end: "End and keep",
    drop: "Drop this count",
    short: "Count for a minute at least.",
    kept: (people) => `The count is kept: ${people} people.`,
  },

  capacity: (inside, most) => `Full: ${inside} people inside, room for ${most}. Ask visitors to wait.`,

  inspect: {
    title: "Inspection of the gate",
    close: "Close, back to the gate",
    how: "Gate inspection: whoever inspects writes it here. It becomes a line of the log and goes upward like every other.",
    position: "Where the scan point stands",
    positionHow: "Main gate, on the right, under the roof",
    onDuty: "Who is on duty",
    monitors: "The unit watches its gate itself",
    sample: "People were counted",
    from: "From",
    until: "Until",
    people: "People counted",
    recommendations: "Recommendations",
    reminder: "Which reminder it is (0: none)",
    keep: "Enter it",
    kept: "The inspection is in the log.",
    timesWrong: "Write times as 07:30, the first before the last",
    before: "Inspections of the last year",
    none: "There was no inspection yet.",
    by: (name) => (name === "" ? "inspected by nobody known" : `inspected by ${name}`),
    purged: "Its words were deleted when their time was over",
    duty: (name) => `on duty: ${name}`,
    watched: (monitors) => (monitors ? "watches itself" : "doesn't watch itself"),
    counted: (from, until, counted, recorded) => `${from}–${until}: ${counted} passed, ${recorded} recorded`,
    reminded: (number) => (number === 0 ? "no reminder" : `reminder ${number}`),
    choose: "Choose to print",
    save: "Save the sheet (PDF)",
  },
  roll: {
    hold: "Evacuate: hold 2 s, or hold F12",
    title: (at) => `Roll-call at ${at}`,
    inside: (found, people) => `Inside: ${found} of ${people} found`,
    maybe: (found, people) => `May be inside: ${found} of ${people} found`,
    unnamed: (people) => `Can't be told apart, by count: ${people}. Find that many.`,
    unclear: (found, people) => `By name alone, may have left: ${found} of ${people} found`,
    missing: (people) => (people === 0 ? "Everybody with a name was found." : `${people} ARE MISSING`),
    print: "Print",
    save: "Save PDF",
    close: "Close",
    came: (when, gate) => `came ${when}, ${gate}`,
    again: "List again",
  },

  folder: "Folder or stick",
  folderHow: "D:\\Chot or /media/usb",
  saved: (path) => `Saved: ${path}`,

  reports: {
    span: "Days",
    spans: { day: "Day", week: "Week", month: "Month", days: "From day to day" },
    day: "Day",
    last: "To",
    show: "Show",
    files: "Files",
    formats: { pdf: "PDF to sign", docx: "DOCX to edit", xlsx: "XLSX to count", csv: "CSV for programs" },
    linesLabel: "With",
    lines: { none: "figures alone", log: "the list, numbers masked", book: "the guest book" },
    send: "Save",
    sending: (rows) => `Writing… ${rows} lines`,
    stop: "Stop",
    sent: (files) => `${files} files were written:`,
  },
};
