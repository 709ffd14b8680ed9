import { GatewayError } from '../../contracts/errors.ts'
import type { Json } from '../../contracts/json.ts'
import type { KeyedEvidence } from '../../contracts/learning.ts'
import type { Placement } from '../../contracts/model.ts'
import type { Finding } from '../../contracts/profile.ts'
import { type Item, TROUBLE } from './agenda.ts'
import { failedCheckup } from './checkup.ts'
import type { Examinee } from './exam.ts'
import { examinee, type Sitting } from './examinee.ts'
import { failure } from './findings-book.ts'
import { perform } from './perform.ts'
import { isMuted } from './thoughts.ts'

export interface Examination {
  readonly placement: Placement
  /** In their order. */
  readonly items: readonly Item[]
  readonly sitting: Omit<Sitting, 'took'>
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

/** Finds out one thing after the other about a model, and keeps each before it turns to the next. */
export async function examine(examination: Examination): Promise<void> {
  const { items, sitting, budgetMs } = examination
  let failures = 0
  let spentMs = 0
  for (const item of items) {
    if (spentMs > budgetMs) return
    sitting.signal.throwIfAborted()
    examination.onItem(item.name)
    const { ms, error } = await tried(item, examination)
    spentMs += ms
    failures = error === undefined ? 0 : await noted(error, item, failures, examination)
    if (failures >= PATIENCE) return
  }
}

/** Keeps that an item failed, where that says anything; resolves to how many in a row did, no end of them where none can be asked. */
async function noted(
  error: GatewayError,
  item: Item,
  before: number,
  { keep, known, onProblem }: Examination,
): Promise<number> {
  const { message } = error
  onProblem(`${item.name}: ${message}`)
  if (isHopeless(error)) return Number.POSITIVE_INFINITY
  const value = failure(message)
  await keep(item.name, item.kind === 'checkup' ? failedCheckup(value, known()) : value, [])
  const failures = before + (isMuted(error) ? 0 : 1)
  if (failures === PATIENCE) await keep(TROUBLE, failure(message), [])
  return failures
}

interface Outcome {
  /** What asking took, milliseconds. */
  readonly ms: number
  readonly error?: GatewayError
}

async function tried(item: Item, examination: Examination): Promise<Outcome> {
  const taken = { ms: 0 }
  const errors: GatewayError[] = []
  while (errors.length < TRIES) {
    try {
      await found(item, examination, taken)
      return taken
    } catch (thrown) {
      examination.sitting.signal.throwIfAborted()
      errors.push(GatewayError.from(thrown))
      if (errors.some(isPointless)) break
    }
  }
  return { ...taken, ...worst(errors) }
}

/** A server that cannot be reached after a question may have gone down by it: then the question is what failed. */
function worst(errors: readonly GatewayError[]): Pick<Outcome, 'error'> {
  const error = errors.find((one) => !isHopeless(one)) ?? errors[0]
  return error === undefined ? {} : { error }
}

/** Asking again would bring the same, or nothing. */
function isPointless(error: GatewayError): boolean {
  return isHopeless(error) || isMuted(error)
}

/** Nothing more can be asked now, and that says nothing of the model. */
function isHopeless({ code }: GatewayError): boolean {
  return code === 'upstream_unreachable' || code === 'not_allowed' || code === 'internal_error'
}

async function found(item: Item, examination: Examination, taken: { ms: number }): Promise<void> {
  const { placement, sitting, known, keep, now } = examination
  const took = (ms: number): void => {
    taken.ms += ms
  }
  const model: Examinee = examinee(placement, { ...sitting, took })
  const { value, evidence } = await perform(item, model, { known: known(), now })
  await keep(item.name, { ...Object(value), ms: Math.round(taken.ms) }, evidence)
}
