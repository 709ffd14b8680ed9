import { createHash } from 'node:crypto'

const BEGINNING = 'sim-sig-'
const OWN = /^sim-sig-[0-9a-f]{32}$/

/** What a thinking block is signed with: the same for the same thoughts. */
export function signatureOf(thoughts: string): string {
  const hash = createHash('sha256').update(`simulated thoughts: ${thoughts}`).digest('hex')
  return `${BEGINNING}${hash.slice(0, 32)}`
}

/** Whether a block came from here and is as it was; of thoughts left out only the signature's form is known. */
export function isSigned(thoughts: string, signature: string): boolean {
  return thoughts === '' ? OWN.test(signature) : signature === signatureOf(thoughts)
}
