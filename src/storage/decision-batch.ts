import type { DecisionMatter, DecisionRecord } from '../contracts/decision.ts'
import type { RequestRecord } from '../contracts/record.ts'
import {
  FAMILIES,
  type PlacementState,
  type PromptProfile,
  SUBJECTS,
} from '../contracts/routing.ts'
import { named } from './work-numbers.ts'

/**
 * The decisions of requests that are written together: one row for all of them, and their numbers as they are, since
 * decimals and rows cost more than all else about a decision.
 */
export interface DecisionBatch {
  readonly number: number
  /** Milliseconds since 1970: the latest of the requests. */
  readonly at: number
  /** JSON, but for the numbers. */
  readonly entries: string
  readonly numbers: Float64Array
}

/** What a decision was made on, by hashes, and by whom. */
interface Ground extends Pick<DecisionMatter, 'program' | 'weights'> {
  readonly world: string
  readonly beliefs: string
}

type Words = 'model' | 'intent' | 'session' | 'exploration' | 'addresses'

interface Entry extends Pick<DecisionMatter, Words>, Pick<PromptProfile, 'kind' | 'needs'> {
  readonly id: string
  /** Which of the batch's grounds. */
  readonly ground: number
  /** Placements whose states are among the numbers. */
  readonly states: number
}

interface Batch {
  readonly grounds: Ground[]
  /** Of placements. */
  readonly keys: readonly string[]
  readonly entries: Entry[]
}

/** The batch of all these decisions under that number; undefined = there is none. */
export function toBatch(
  records: readonly RequestRecord[],
  number: number,
): DecisionBatch | undefined {
  const places = new Map<string, number>()
  const numbers = new Float64Array(numbersIn(records))
  const entries: Entry[] = []
  const grounds: Ground[] = []
  let latest = 0
  let from = 0
  for (const { id, at, decision } of records) {
    if (decision === undefined) continue
    entries.push(entryOf(id, decision, groundOf(decision, grounds)))
    from = setNumbers(numbers, from, decision, places)
    latest = Math.max(latest, at)
  }
  if (entries.length === 0) return undefined
  const batch: Batch = { grounds, keys: [...places.keys()], entries }
  return { number, at: latest, entries: JSON.stringify(batch), numbers }
}

/** Those of one batch mostly have the same ground, and the last one is the likeliest. */
function groundOf(decision: DecisionRecord, grounds: Ground[]): number {
  const { program, weights } = decision
  const ground = {
    world: decision.world().hash,
    beliefs: decision.beliefs().hash,
    program,
    weights,
  }
  const known = grounds.findLastIndex((one) => isSame(one, ground))
  return known >= 0 ? known : grounds.push(ground) - 1
}

function isSame(one: Ground, other: Ground): boolean {
  const { world, beliefs, program, weights } = other
  const isAbout = one.world === world && one.beliefs === beliefs
  return isAbout && one.program === program && one.weights === weights
}

function entryOf(id: string, decision: DecisionRecord, ground: number): Entry {
  const { model, intent, session, exploration, addresses, states } = decision
  const { kind, needs } = decision.profile
  return {
    id,
    ground,
    model,
    kind,
    needs,
    intent,
    session,
    exploration,
    addresses,
    states: states.size,
  }
}

type Measured = Exclude<keyof PlacementState, 'open' | 'busy' | 'load'>

/** What a placement's state tells in one number each. */
const MEASURED = Object.keys({
  prefillTps: 0,
  decodeTps: 0,
  loadSeconds: 0,
  tokenRatio: 0,
} satisfies Record<Measured, 0>) as Measured[]

/** Numbers of a placement's state; what is not known is no number. */
const OF_STATE = 5 + MEASURED.length
const SHARES = FAMILIES.length + SUBJECTS.length
const OF_DECISION = SHARES + 7

function numbersIn(records: readonly RequestRecord[]): number {
  let count = 0
  for (const { decision } of records) {
    if (decision !== undefined) count += OF_DECISION + OF_STATE * decision.states.size
  }
  return count
}

/** Sets those of one decision and says where the next begin. */
function setNumbers(
  numbers: Float64Array,
  from: number,
  { profile, states, chosen, utility = Number.NaN }: DecisionRecord,
  places: Map<string, number>,
): number {
  const { families, subjects, choice, difficulty, tokensIn, tokensOut, tokensNeeded } = profile
  let next = from
  const set = (value: number): void => {
    numbers[next] = value
    next++
  }
  for (const name of FAMILIES) set(families[name])
  for (const name of SUBJECTS) set(subjects[name])
  const first = chosen === undefined ? Number.NaN : placeOf(chosen, places)
  for (const value of [choice, difficulty, tokensIn, tokensOut, tokensNeeded, first, utility])
    set(value)
  for (const [key, state] of states) setState(set, placeOf(key, places), state)
  return next
}

function setState(set: (value: number) => void, place: number, state: PlacementState): void {
  const { open, busy, load } = state
  const running = load === undefined ? Number.NaN : load.running
  const waiting = load === undefined ? Number.NaN : load.waiting
  for (const value of [place, Number(open), busy, running, waiting]) set(value)
  for (const name of MEASURED) set(state[name] ?? Number.NaN)
}

function placeOf(key: string, places: Map<string, number>): number {
  const known = places.get(key)
  if (known !== undefined) return known
  places.set(key, places.size)
  return places.size - 1
}

/** A decision as it lies in its batch, with the hashes of what it was made on. */
export interface StoredDecision extends Pick<Ground, 'world' | 'beliefs'> {
  readonly matter: DecisionMatter
}

/** The decision about the request of that id; undefined = it is not in this batch. */
export function fromBatch(
  { entries: text, numbers }: Pick<DecisionBatch, 'entries' | 'numbers'>,
  id: string,
): StoredDecision | undefined {
  const batch = JSON.parse(text) as Batch
  let from = 0
  for (const entry of batch.entries) {
    const to = from + OF_DECISION + entry.states * OF_STATE
    if (entry.id === id) return decisionIn(batch, entry, numbers.subarray(from, to))
    from = to
  }
  return undefined
}

function decisionIn(
  { grounds, keys }: Batch,
  entry: Entry,
  numbers: Float64Array,
): StoredDecision | undefined {
  const ground = grounds[entry.ground]
  if (ground === undefined) return undefined
  const { world, beliefs, program, weights } = ground
  const { model, intent, session, exploration, addresses } = entry
  const [first, utility] = numbers.subarray(SHARES + 5)
  return {
    ...{ world, beliefs },
    matter: {
      ...{ model, intent, session, exploration, addresses, program, weights },
      profile: profileOf(entry, numbers),
      states: new Map(statesOf(keys, numbers.subarray(OF_DECISION))),
      chosen: keys[known(first) ?? -1],
      utility: known(utility),
    },
  }
}

function profileOf({ kind, needs }: Entry, numbers: Float64Array): PromptProfile {
  const [choice = 0, difficulty = 0, tokensIn = 0, tokensOut = 0, tokensNeeded = 0] =
    numbers.subarray(SHARES)
  return {
    ...{ kind, needs, choice, difficulty, tokensIn, tokensOut, tokensNeeded },
    families: named(FAMILIES, numbers),
    subjects: named(SUBJECTS, numbers.subarray(FAMILIES.length)),
  }
}

function statesOf(keys: readonly string[], numbers: Float64Array): [string, PlacementState][] {
  const places = Array.from({ length: numbers.length / OF_STATE }, (_, at) => at * OF_STATE)
  return places.map((from) => {
    const [place = -1, open, busy = 0, running, waiting] = numbers.subarray(from)
    const load = loadOf(known(running), known(waiting))
    const measured = MEASURED.map((name, at) => [name, known(numbers[from + 5 + at])])
    return [keys[place] ?? '', { open: open === 1, busy, load, ...Object.fromEntries(measured) }]
  })
}

function loadOf(running: number | undefined, waiting: number | undefined): PlacementState['load'] {
  return running === undefined || waiting === undefined ? undefined : { running, waiting }
}

function known(figure: number | undefined): number | undefined {
  return figure === undefined || Number.isNaN(figure) ? undefined : figure
}
