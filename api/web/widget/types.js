/**
 * The chat's JSON, as api/conversation/schemas.py defines it, and what shows it. Only types: nothing runs here.
 *
 * @typedef {"resident" | "bot" | "staff" | "system"} Sender
 * @typedef {"bot" | "waiting" | "person" | "closed"} Owner
 * @typedef {{title: string, url: string}} Link
 * @typedef {{title: string, choice: string}} Choice
 * @typedef {{text: string, phone?: string | null, url?: string | null, hours?: string | null}} CardLine
 * @typedef {{kind: string, title: string, lines: CardLine[], leave_page: boolean}} Card
 * @typedef {{reference: string, team: string}} CaseNote
 *
 * @typedef {object} Message
 * @property {number} id
 * @property {Sender} sender
 * @property {string | null} [sender_name]
 * @property {string} text
 * @property {string | null} [html]
 * @property {string | null} [lang]
 * @property {Link | null} [link]
 * @property {string | null} [reviewed_on]
 * @property {Choice[]} [buttons]
 * @property {"photo" | "place" | null} [wants]
 * @property {Card | null} [card]
 * @property {CaseNote | null} [case]
 * @property {string} created_at
 *
 * @typedef {{id: string, token: string}} Session
 * @typedef {{id: string, token: string, messages: Message[]}} Started
 * @typedef {{outcome: string, owner: Owner, messages: Message[]}} Answered
 * @typedef {object} Standing how it stands with a person who is coming or has joined
 * @property {string} team
 * @property {string} reference
 * @property {string | null} [name]
 * @property {number | null} [place]
 * @property {number | null} [wait_minutes]
 * @property {boolean} open
 * @property {string | null} [opens_at]
 * @property {"" | "offered" | "left"} contact
 * @property {number} read
 *
 * @typedef {{id: string, owner: Owner, messages: Message[], standing?: Standing | null, rate?: boolean, lang?: string | null, ask_safe?: boolean}} Transcript
 * @typedef {{score: number, comment: string}} Satisfaction
 * @typedef {{name: string, phone: string, email: string, when: string}} Contact
 * @typedef {{text: string, choice?: string, key: string}} Enquiry
 *
 * @typedef {import("./strings.js").Strings} Strings
 */

/**
 * What a conversation tells whoever shows it.
 *
 * @typedef {object} View
 * @property {(asking: boolean, lang?: string | null) => void} rating asks how it went, or no longer
 * @property {(message: Message) => void} add shows a stored message in its place
 * @property {(messages: Message[]) => void} fill shows what was said before, without announcing it
 * @property {(text: string) => void} pend shows the resident's own words while they are sent
 * @property {(message: Message) => void} settle replaces them with what was stored
 * @property {(problem: import("./api.js").Problem) => void} fail says that they were not sent, or that the chat did not start
 * @property {(key: "expired" | "explainHidden" | "deleted" | "deletedDetails") => void} note adds a remark of the panel's own
 * @property {(what: "starting" | "typing" | null) => void} busy
 * @property {(connected: boolean) => void} connected
 * @property {(owner: Owner) => void} owner
 * @property {(standing: Standing | null) => void} standing shows how it stands with a person
 * @property {(seconds: number) => void} theyType shows for so long that the person types
 * @property {() => void} clear empties the transcript
 */

export {};
