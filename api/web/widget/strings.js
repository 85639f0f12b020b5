import { HIDDEN } from "./placeholder-table.js";

/**
 * Every word that the panel itself says. Another language is another entry with the same keys.
 */

const en = {
  lang: "en",
  locale: "en-GB",
  launcher: "Ask us",
  unread: (/** @type {number} */ n) => (n === 1 ? "1 new message" : `${n} new messages`),
  region: "Chat with the council",
  theCouncil: "the council",
  title: (/** @type {string} */ council) => `Ask ${council}`,
  close: "Close",
  closeLong: "Close chat",
  log: "Messages",
  you: "You",
  assistant: "Assistant",
  automatic: "automatic",
  officer: "Council officer",
  update: "Update",
  said: "said:",
  sending: "Sending…",
  notSent: "Not sent",
  starting: "Opening the chat…",
  typing: "Writing an answer…",
  label: "Your message",
  hint: "Leave out names, addresses and bank details unless we ask for them.",
  send: "Send",
  left: (/** @type {number} */ n) => `You have ${n.toLocaleString("en-GB")} character${n === 1 ? "" : "s"} left`,
  tooLong: (/** @type {number} */ limit, /** @type {number} */ over) =>
    `Your message must be ${limit.toLocaleString("en-GB")} characters or fewer. ` +
    `Take out ${over.toLocaleString("en-GB")} character${over === 1 ? "" : "s"}.`,
  empty: "Write your message, then press Send",
  choices: "Choose an answer, or write your own",
  important: "Important",
  findOutMore: "Find out more",
  chooseAddress: "Choose your address",
  useAddress: "Use this address",
  addPhoto: "Add a photo",
  photoHint: "JPEG, PNG, WebP or HEIC, up to 12 MB. We remove when and where it was taken.",
  photoAdded: "Photo added",
  photoTooLarge: "That photo is too large. Choose one of 12 MB or less.",
  photoFailed: "We could not take that photo. Try again, or go on without one.",
  sendingPhoto: "Sending the photo…",
  usePlace: "Use my location",
  placeHint: "Or write where it is. We get the point on the map only if you press the button.",
  placeSent: "My location, as a point on the map",
  findingPlace: "Finding your location…",
  noPlace: "We could not find your location. Please write where it is.",
  talk: "Talk to someone",
  end: "End chat",
  endQuestion: "End this chat? We will clear it from this screen. Anything we have already passed on stays with us.",
  save: "Save a copy",
  saveName: "conversation.txt",
  erase: "Delete this conversation",
  eraseQuestion:
    "Delete this conversation and every personal detail in it? It cannot be undone. If we are already working on " +
    "something for you, that goes on without your details, and we may not be able to reach you.",
  eraseYes: "Yes, delete it",
  deleted: "Your conversation was deleted. Nobody can read it any more.",
  deletedDetails:
    "Your personal details were deleted, and nobody can read them any more. The work you asked us for goes on under " +
    "its reference. What you wrote, without those details, is deleted when that work is done.",
  endYes: "Yes, end chat",
  endNo: "No, keep it",
  ended: (/** @type {string | undefined} */ reference) =>
    `This chat has ended.${reference ? ` To write about it again, start a new chat and give your reference ${reference}.` : ""}`,
  startAgain: "Start a new chat",
  expired: "Your last chat is over, so we started a new one.",
  waiting: "We are finding someone to talk to you. You can keep writing and they will read it.",
  person: (/** @type {string | null} */ name, /** @type {string | null} */ team) =>
    `You are talking to ${name ?? "someone at the council"}${name && team ? ` from ${team}` : ""}.`,
  place: (/** @type {number} */ n, /** @type {string} */ team) => `You are number ${n} in the queue of ${team}.`,
  wait: (/** @type {number} */ n) => `Most people were answered within ${n} minute${n === 1 ? "" : "s"} lately.`,
  closedUntil: (/** @type {string} */ team, /** @type {string} */ when) => `${team} is closed now and opens on ${when}.`,
  carryOn: "Carry on with the assistant",
  askContact: "Ask us to call or email you",
  contactHint: "We use your details for this enquiry only. Give a phone number, an email address, or both.",
  contactName: "Your name (optional)",
  contactPhone: "Phone number",
  contactEmail: "Email address",
  contactWhen: "When it suits you (optional)",
  contactSend: "Send my details",
  contactLeft: "We have your contact details, so you need not wait here.",
  theyType: (/** @type {string | null} */ name) => `${name ?? "They"} ${name ? "is" : "are"} typing…`,
  read: "They have read your last message.",
  howWasIt: "How did it go?",
  scores: ["Very good", "Good", "Neither good nor bad", "Bad", "Very bad"],
  rateComment: "What would you tell us about it? (optional)",
  rateHint: "We hide personal details, and do not answer here.",
  rateChoose: "Choose how it went",
  rateSend: "Send rating",
  rated: "Thank you. You have told us how it went.",
  rateAsk: "Please tell us how it went.",
  emailCopy: "Email me a copy",
  emailCopyTo: "Your email address",
  emailCopyHint: "We use it for this copy only. Personal details are hidden in it.",
  emailSafe: "It is safe: nobody else reads what is sent to this address",
  emailSend: "Send the copy",
  emailWrong: "Enter the email address in full, such as name@example.com.",
  emailSent: "We are sending the copy. It can take a few minutes.",
  offline: "You are offline. Check your internet connection.",
  unreachable: "We cannot reach the council just now. Check your internet connection, then try again.",
  slow: "This is taking too long. Try again.",
  failed: "Something went wrong on our side. Try again.",
  danger: "If anyone is in danger, call 999.",
  retry: "Try again",
  reconnecting: "Connection lost. Trying to get it back…",
  hiddenWord: (/** @type {string} */ label) => HIDDEN[label],
  explainHidden:
    "We hide personal details in this chat. Where you see words such as [name hidden], the detail is locked away. " +
    "Only the people who deal with your request can see it.",
  source: "From our page",
  checked: (/** @type {string} */ day) => `Checked on ${day}`,
  reference: "Your reference",
  copy: "Copy",
  copied: "Reference copied",
  team: "With",
  call: (/** @type {string} */ phone) => `Call ${phone}`,
  leave: "Leave this page",
  leaveNote:
    "This opens a weather page and clears this chat from the screen. It does not clear your browser history.",
};

/** @typedef {typeof en} Strings */

/** @type {Record<string, Strings>} */
export const strings = { en };

/** How it went, asked in the resident's own language: what differs from the words of the panel. @type {Record<string, Partial<Strings>>} */
const asked = {
  cy: {
    howWasIt: "Sut aeth pethau?",
    scores: ["Da iawn", "Da", "Ddim yn dda nac yn wael", "Gwael", "Gwael iawn"],
    rateComment: "Beth hoffech chi ei ddweud wrthym amdano? (dewisol)",
    rateHint: "Rydym yn cuddio manylion personol, ac nid ydym yn ateb yma.",
    rateChoose: "Dewiswch sut aeth pethau",
    rateSend: "Anfon eich barn",
    rated: "Diolch. Rydych wedi dweud wrthym sut aeth pethau.",
    rateAsk: "Dywedwch wrthym sut aeth pethau.",
  },
};

/**
 * @param {Strings} words
 * @param {string | null} lang the language of the conversation
 * @returns {Strings} the words in which to ask how it went, in that language where there are any
 */
export function askingWords(words, lang) {
  return { ...words, ...asked[lang ?? ""] };
}

/**
 * @param {string | null} lang a language tag such as "cy" or "en-GB"
 * @returns {Strings} the words in that language, or in English
 */
export function stringsFor(lang) {
  return strings[(lang ?? "en").slice(0, 2).toLowerCase()] ?? strings.en;
}
