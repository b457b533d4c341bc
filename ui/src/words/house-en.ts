import type { HouseWords } from "./house-vi";

/** The words of the page of the unit and its gate, in English. */
export const houseEn: HouseWords = {
  title: "Unit and gate",
  unit: "Name of the unit",
  gate: "Name of the gate",
  byHub: "A hub gives both names: they are changed there.",
  closes: "Close visits that are still open",
  closeAt: "At",
  closesWhy:
    "Whoever came in and wasn't seen going is written as gone at this time: an estimate, apart from those seen going. It is taken back when they are seen later.",
  keep: "Keep names, numbers and purposes (days)",
  keepYears: "Keep lines without names (years)",
  keepYearsWhy:
    "Then their counts and times are erased for good, too, 35 days after every target has them. Saved reports stay.",
  contact: "Who answers visitors about their data (office, telephone)",
  contactWhy: "The notice at the gate says whom to ask to see, correct or delete one's data.",
  keepWhy: "Then they are erased for good. Counts and times stay in the log for the years below.",
  shorter: (days) => `Shorter: what is older than ${days} days is erased within the hour.`,
  cuts: "Cut a report's figures at an hour",
  cutAt: "Figures until",
  cutsWhy: "What is written later is the next report's. Not chosen: until the day is over.",
  capacity: "Room for (people; empty: not counted)",
  capacityWhy: "The gate's screen says when it is full. Nobody is turned away by it.",
  dayBadge: "Visitor's badge of the day (F1) is printed on",
  dayBadgeSizes: { label: "Labels from a roll of 62 mm", a6: "A6 paper" },
  dayBadgeWhy:
    "On leaving, the visitor holds it before the camera and is seen out. Each counts once, for a day, at this gate.",
  bookPageTitle: "Paper page for when the gate is down",
  bookPageHow:
    "Print a few and keep them beside the gate: write by hand in a power cut, type them in by F3 after it.",
  bookPage: "Save the paper page (PDF)",
  save: "Save",
  saved: "Saved.",
};
