import { GatewayError } from '../../../contracts/errors.ts'
import { randomId } from '../../../std/random-id.ts'
import type { Exam } from '../exam.ts'
import { filler } from '../filler.ts'

const TEXTS = [
  'The cat sleeps on the warm sofa.',
  'A kitten is dozing on the couch.',
  'Quarterly revenue rose by four percent.',
]
const BATCH = { texts: 4, tokens: 200 }

/** How long the vectors of an embedding model are, whether they tell meanings apart, and how fast they come. */
export const embedding: Exam = {
  name: 'embedding',
  role: 'embedding',
  concerns: () => true,
  async take({ embed }) {
    const { vectors } = await embed(TEXTS)
    const [cat = [], kitten = [], revenue = []] = vectors
    if (cat.length === 0) throw new GatewayError('upstream_invalid_response', 'There is no vector.')
    const batch = Array.from({ length: BATCH.texts }, () => filler(BATCH.tokens, randomId(6)))
    const { tokens, totalMs } = await embed(batch)
    return {
      length: cat.length,
      works: cosine(cat, kitten) > cosine(cat, revenue),
      prefillTps: tokens > 0 && totalMs > 0 ? (1000 * tokens) / totalMs : null,
    }
  },
}

function cosine(one: readonly number[], other: readonly number[]): number {
  const product = (a: readonly number[], b: readonly number[]): number =>
    a.reduce((sum, value, at) => sum + value * (b[at] ?? 0), 0)
  return product(one, other) / Math.sqrt(product(one, one) * product(other, other) || 1)
}
