import { GatewayError } from '../../contracts/errors.ts'
import type { Json } from '../../contracts/json.ts'
import type { KeyedEvidence } from '../../contracts/learning.ts'
import type { Placement } from '../../contracts/model.ts'
import type { Finding } from '../../contracts/profile.ts'
import type { Reply } from '../asking/asker.ts'
import { type Item, TROUBLE } from './agenda.ts'
import type { Examinee } from './exam.ts'
import { examinee, type Sitting } from './examinee.ts'
import { failure } from './findings-book.ts'
import { perform } from './perform.ts'
import { costOf } from './purse.ts'

export interface Examination {
  readonly placement: Placement
  /** In their order. */
  readonly items: readonly Item[]
  readonly sitting: Omit<Sitting, 'spent'>
  /** Milliseconds of the model's time after which the rest is left for later. */
  readonly budgetMs: number
  /** What is known of the model by now. */
  known(): ReadonlyMap<string, Finding>
  /** Keeps what was found out; resolves once it is kept. */
  keep(item: string, value: Json, evidence: readonly KeyedEvidence[]): Promise<void>
  /** Told of what begins. */
  onItem(item: string): void
  onProblem(message: string): void
  /** Milliseconds since 1970. */
  now(): number
}

/** A question is asked again so often when no answer came. */
const TRIES = 2
/** After so many items in a row without an answer the model is given up. */
const PATIENCE = 3

/** What asking took. */
interface Taken {
  ms: number
  cost: number
}

/** Finds out one thing after the other about a model, and keeps each before it turns to the next. */
export async function examine(examination: Examination): Promise<void> {
  const { items, sitting, budgetMs, keep } = examination
  let failures = 0
  let spentMs = 0
  for (const item of items) {
    if (spentMs > budgetMs) return
    sitting.signal.throwIfAborted()
    examination.onItem(item.name)
    const outcome = await tried(item, examination)
    spentMs += outcome.taken.ms
    if (outcome.error === undefined) {
      failures = 0
      continue
    }
    const { message } = outcome.error
    examination.onProblem(`${item.name}: ${message}`)
    if (isHopeless(outcome.error)) return
    await keep(item.name, failure(message), [])
    failures += 1
    if (failures === PATIENCE) {
      await keep(TROUBLE, failure(message), [])
      return
    }
  }
}

interface Outcome {
  readonly taken: Taken
  readonly error?: GatewayError
}

async function tried(item: Item, examination: Examination): Promise<Outcome> {
  const taken: Taken = { ms: 0, cost: 0 }
  for (let attempt = 1; ; attempt++) {
    try {
      await found(item, examination, taken)
      return { taken }
    } catch (thrown) {
      examination.sitting.signal.throwIfAborted()
      const error = GatewayError.from(thrown)
      if (attempt === TRIES || isHopeless(error)) return { taken, error }
    }
  }
}

/** Nothing more can be asked now, and that says nothing of the model. */
function isHopeless({ code }: GatewayError): boolean {
  return code === 'upstream_unreachable' || code === 'not_allowed' || code === 'internal_error'
}

async function found(item: Item, examination: Examination, taken: Taken): Promise<void> {
  const { placement, sitting, known, keep, now } = examination
  const spent = ({ usage, totalMs }: Pick<Reply, 'usage' | 'totalMs'>): void => {
    taken.ms += totalMs
    taken.cost += costOf(placement, usage)
  }
  const model: Examinee = examinee(placement, { ...sitting, spent })
  const { value, evidence } = await perform(item, model, { known: known(), now })
  await keep(item.name, { ...Object(value), ...rounded(taken) }, evidence)
}

function rounded({ ms, cost }: Taken): { readonly ms: number; readonly cost?: number } {
  return { ms: Math.round(ms), ...(cost > 0 && { cost }) }
}
