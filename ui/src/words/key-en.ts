import type { KeyWords } from "./key-vi";

/** The same in English. */
export const keyEn: KeyWords = {
  title: "The unit's key",
  what: "The posts of one unit share a key, so that whoever enters at one gate and leaves at another is one person in the book. A new post asks one that has it.",
  digits: "Number of the key in use",
  sameDigits: "Posts that show the same number have the same key.",
  visitors: "Visitors entered at this post",
  visitorsYes: "some: keep this key, give it to others only",
  visitorsNo: "none yet: a key can still be taken",
  deeds: { ask: "Ask", take: "Take", give: "Give" },
  number: "Number to compare on both screens:",
  asText: "Or copy the code's text:",

  askedLabel: "Code that asks for the key",
  askHow:
    "Photograph this code with a phone. At the post that has the key open this page, press Give, and hold the picture before the camera.",
  askThen: "Photograph the code that it gives, come back and press Take. This code is good for a day.",

  giveHow: "Hold the new post's code before the camera or the reader.",
  awaitingAsked: "Waiting for the new post's code.",
  seenAsked: "A key's code was seen.",
  askedByText: "Or paste the code's text (CHOTASK1:…)",
  look: "See the number",
  askedDigits: "The post that asks has to show this number:",
  compare: "Compare it with the other screen: is it the same?",
  yes: "The same: give the key",
  no: "Not the same",
  notTheSame: "The key wasn't given. Ask anew at the new post and show the new code.",
  givenLabel: "Code that gives the key",
  givenHow:
    "Photograph this code with a phone. At the new post press Take and hold the picture before the camera.",
  givenOnly: "Only the post that asked can open it.",

  takeHow:
    "Hold the code before the camera or the reader that the post with the key has given. Take it before the first visitor.",
  awaitingGiven: "Waiting for the code that gives the key.",
  seenGiven: "A key's code was seen.",
  takeAsk: "This post's own key will be replaced.",
  givenByText: "Or paste the code's text (CHOTKEY1:…)",
  takeText: "Take it by the pasted text",
  taken: "The key was taken. Compare its number with the other post's: they have to be the same.",
};
