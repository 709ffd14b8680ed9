import { createHash } from 'node:crypto'

const BEGINNING = 'simSig'
const OWN = /^simSig[\w+/]{128}$/

/** What a thinking block is signed with, as long as the real ones at least: the same for the same thoughts. */
export function signatureOf(thoughts: string): string {
  const halves = ['one', 'other'].map((half) =>
    createHash('sha384').update(`simulated thoughts, ${half}: ${thoughts}`).digest('base64'),
  )
  return BEGINNING + halves.join('')
}

/** Whether a block came from here and is as it was; of thoughts left out only the signature's form is known. */
export function isSigned(thoughts: string, signature: string): boolean {
  return thoughts === '' ? OWN.test(signature) : signature === signatureOf(thoughts)
}
