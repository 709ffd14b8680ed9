import { Buffer } from 'node:buffer'
import type { Abilities } from './abilities.ts'
import type { Ability } from './ability.ts'

/**
 * What is believed of all models as text; every number comes back as it was, bit for bit. How many requests there were is
 * not in it: no decision depends on it.
 */
export function beliefsToText({ learned, usual }: Abilities): string {
  return JSON.stringify({
    learned: Array.from(learned, ([key, { mean, covariance, answers }]) => ({
      ...{ key, mean: toBase64(mean), covariance: toBase64(covariance), answers },
    })),
    usual: toBase64(usual),
  })
}

interface KeptBeliefs {
  readonly learned: readonly {
    readonly key: string
    readonly mean: string
    readonly covariance: string
    readonly answers: Ability['answers']
  }[]
  readonly usual: string
}

/** The beliefs that such a text was made of; throws on any other text. */
export function beliefsFromText(text: string): Abilities {
  const { learned, usual } = JSON.parse(text) as KeptBeliefs
  return {
    learned: new Map(
      learned.map(({ key, mean, covariance, answers }) => [
        key,
        { mean: fromBase64(mean), covariance: fromBase64(covariance), answers },
      ]),
    ),
    usual: fromBase64(usual),
    requests: 0,
  }
}

function toBase64({ buffer, byteOffset, byteLength }: Float64Array): string {
  return Buffer.from(buffer, byteOffset, byteLength).toString('base64')
}

function fromBase64(text: string): Float64Array {
  return new Float64Array(Uint8Array.from(Buffer.from(text, 'base64')).buffer)
}
