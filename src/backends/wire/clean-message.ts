const LONGEST = 500
/** No message needs more; what is longer is not searched. */
const READ = 2_000

/** Format characters (text direction, invisible ones) as well as control characters. */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu

/** Addresses of machines: with a port, or as bare numbers. Public links stay. */
const ADDRESS =
  /(?:https?:\/\/)?(?:\b\d{1,3}(?:\.\d{1,3}){3}\b(?::\d+)?|\[[\da-f:]*:[\da-f:]*\](?::\d+)?|\b(?:localhost|[a-z\d-]+(?:\.[a-z\d-]+)+):\d{2,5}\b|(?<=https?:\/\/)[\w.-]+:\d{2,5}\b)(?:\/[^\s"'<>)\]]*)?/gi

/** A backend's message as clients may see it: one line, at most 500 characters, without addresses inside the network. */
export function cleanMessage(text: string): string {
  const line = text
    .slice(0, READ)
    .replace(ADDRESS, '(address)')
    .replace(INVISIBLE, ' ')
    .replace(/\s+/g, ' ')
    .trim()
  if (line.length <= LONGEST) return line
  return `${line.slice(0, LONGEST - 1).replace(/[\ud800-\udbff]$/, '')}…`
}
