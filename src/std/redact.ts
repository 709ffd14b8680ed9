/**
 * A function that takes secrets out of text: the given ones by value, however they were encoded on the way, and
 * whatever looks like a key, token, password or URL query. JSON stays JSON, lines stay lines, and it takes linear time.
 * Values of fewer than 4 characters are not looked for: they are found everywhere.
 */
export function redactor(secrets: readonly string[]): (text: string) => string {
  const forms = secrets.filter((secret) => secret.length >= MIN_SECRET).flatMap(encodings)
  const known = forms.length > 0 ? anyOf(forms) : undefined
  return (text) => {
    const byValue = known === undefined ? text : text.replace(known, MASK)
    const bySight = withoutTokens(byValue).replace(SCHEMES, `$1${MASK}`)
    return withoutFields(bySight).replace(ADDRESSES, maskAddress)
  }
}

const MASK = '[redacted]'
const MIN_SECRET = 4
/** Shorter pieces of base64 are found everywhere. */
const MIN_BASE64 = 8

/** What their makers let tokens begin with up to a separator, and what follows. */
const SEPARATED_KINDS = [
  [/[sr]k[-_]/, /[\w-]{16,}/], // OpenAI, Anthropic, OpenRouter, DeepSeek, Stripe, Langfuse
  [/gh[opsur]_/, /\w{16,}/],
  [/github_pat_/, /\w{16,}/],
  [/glpat-/, /[\w-]{16,}/],
  [/(?:hf|gsk|r8|fw|npm|tgp_v1|dop_v1|lsv2)_/, /\w{16,}/],
  [/(?:nvapi|xai|pplx|csk|pypi|GOCSPX)-/, /[\w-]{16,}/],
  [/x(?:ox[a-z]|app)-/, /[\w-]{8,}/],
  [/ya29\./, /[\w-]{16,}/],
  [/SG\./, /[\w-]{16,}[\w.-]*/],
] as const

/** The same of those that have no separator. */
const PLAIN_KINDS = [
  [/A(?:KIA|SIA|ROA|BIA)/, /[A-Z0-9]{16}/],
  [/AIza/, /[\w-]{30,}/],
  [/eyJ/, /[\w-]{14,}(?:\.[\w-]*){0,4}/], // JSON web tokens
] as const

/** A token begins a word, or follows an escape sequence of JSON or of a URL. */
const BEFORE = /(?:(?<![A-Za-z0-9])|(?<=\\[bfnrt]|\\u[\da-fA-F]{4}|%[\da-fA-F]{2}))/

const PRIVATE_KEY = /-----BEGIN [A-Z ]{0,40}PRIVATE KEY(?: BLOCK)?-----(?:[\w+/=:,\s-]|\\[nr])*/

/** Looking back only once a prefix has matched makes this three times as fast. */
const TOKENS = new RegExp(
  [...SEPARATED_KINDS, ...PLAIN_KINDS]
    .map(([{ source }, rest]) => `${source}(?<=${BEFORE.source}${source})${rest.source}`)
    .concat(PRIVATE_KEY.source)
    .join('|'),
  'g',
)

/** Every token has one of these: separators are found five times as fast as so many beginnings. */
const TOKEN_SIGNS = [
  new RegExp(`[-_.](?<=${SEPARATED_KINDS.map(([{ source }]) => source).join('|')})`),
  new RegExp(`${PLAIN_KINDS.map(([{ source }]) => source).join('|')}|-----BEGIN`),
]

function withoutTokens(text: string): string {
  return TOKEN_SIGNS.some((sign) => sign.test(text)) ? text.replace(TOKENS, MASK) : text
}

const SCHEMES = /\b((?:bearer|basic)\s{1,4})[\w.~+/=-]{6,}/gi

const HEADERS = /\b((?:authorization|cookie)\s?[:=]\s?)[^"'\\\n]+/gi

const WORDS = /pass(?:word|wd|phrase)|pwd|secret|token|credentials?|authorization|cookie/

const KEYS = /[?&]key|(?:api|access|account|secret|private|admin|auth|encryption|signing)[-_ ]?key/

/** Between a name and its value, with the quote that ends the name. */
const BETWEEN = /(\\*["']?)\s{0,4}(?:[:=]|,(?=\s?\\*["']))\s{0,4}/

const VALUE =
  /(?:(")(?:[^"\\\n]|\\.)*|(\\+")[^"\\\n]*|(')[^'\\\n]*|(?!\[redacted\])[^\s"'\\,;&{}[\]()]+)/

/** `name=value`, `"name": "value"`, `["name", "value"]`, and the same inside a JSON string. */
const FIELDS = new RegExp(
  `((?:${WORDS.source}|${KEYS.source})${BETWEEN.source})${VALUE.source}`,
  'gi',
)

/** Every header and every field has this; found twice as fast as the names of fields. */
const FIELD_SIGN = new RegExp(`(?:${WORDS.source}|key)${BETWEEN.source}`, 'i')

function withoutFields(text: string): string {
  if (!FIELD_SIGN.test(text)) return text
  return text.replace(HEADERS, `$1${MASK}`).replace(FIELDS, maskField)
}

/** A bare value after a quoted name, such as a number in JSON, gets the quotes of its name. */
function maskField(_: string, name: string, quote: string, ...opening: readonly string[]): string {
  const open = opening.slice(0, 3).find((part) => part !== undefined)
  return open === undefined ? `${name}${quote}${MASK}${quote}` : `${name}${open}${MASK}`
}

/** User and password before a host, and the query behind it. */
const ADDRESSES = /:\/\/([^\s/"'\\<>]+@)?([^\s"'\\?#<>]*)(\?[^\s"'\\<>]+)?/g

function maskAddress(_: string, user: string | undefined, host: string, query?: string): string {
  return `://${user === undefined ? '' : `${MASK}@`}${host}${query === undefined ? '' : `?${MASK}`}`
}

/** The forms in which a value may turn up. */
function encodings(secret: string): readonly string[] {
  const json = JSON.stringify(secret).slice(1, -1)
  const percent = encodeURIComponent(Buffer.from(secret).toString())
  return [
    secret,
    json,
    JSON.stringify(json).slice(1, -1),
    percent,
    percent.replaceAll(/%../g, (code) => code.toLowerCase()),
    new URLSearchParams({ '': secret }).toString().slice(1),
    ...base64(secret),
  ]
}

/** Whole, and the part that stays the same whatever stands before and behind it, as in `user:password`. */
function base64(secret: string): readonly string[] {
  const whole = Buffer.from(secret).toString('base64').replaceAll('=', '')
  const parts = [0, 1, 2].map((before) => {
    const bytes = Buffer.from('.'.repeat(before) + secret)
    const fixed = [Math.ceil((before * 8) / 6), Math.floor((bytes.length * 8) / 6)]
    return bytes.toString('base64').slice(...fixed)
  })
  const standard = [whole, ...parts.filter((part) => part.length >= MIN_BASE64)]
  return [...standard, ...standard.map((form) => form.replaceAll('+', '-').replaceAll('/', '_'))]
}

/** Longest first, so that none leaves the rest of a longer one behind. */
function anyOf(forms: readonly string[]): RegExp {
  const longestFirst = [...new Set(forms)].toSorted((a, b) => b.length - a.length)
  const literals = longestFirst.map((form) =>
    form.replaceAll(/[\\^$.*+?()[\]{}|]/g, String.raw`\$&`),
  )
  return new RegExp(literals.join('|'), 'g')
}
