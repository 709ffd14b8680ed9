import type { Backend } from '../../contracts/backend.ts'
import type { JobControl } from '../../contracts/job.ts'
import type { KeyedEvidence } from '../../contracts/learning.ts'
import type { Placement, Price } from '../../contracts/model.ts'
import type { Finding } from '../../contracts/profile.ts'
import { placement } from '../../routing/fleet.fixture.ts'
import type { Asking } from '../asking/own-request.ts'
import { UserTraffic } from '../asking/user-traffic.ts'
import { FindingsBook } from '../profiling/findings-book.ts'
import { openItem } from './answers.ts'
import type { Pair } from './docket.ts'
import { saying } from './judge.fixture.ts'
import { Judging } from './judging.ts'
import type { OpenQuestion } from './open-question.ts'
import type { Seating } from './seat.ts'

export const PAIRS: readonly Pair[] = Array.from({ length: 20 }, (_, at) => ({
  ...{ id: `pair-${at}`, prompt: `Question ${at}?` },
  ...{ right: `a good answer to ${at}`, wrong: `an answer to ${at}` },
}))

export const QUESTIONS: readonly OpenQuestion[] = (['writing', 'chat'] as const).map((family) => ({
  ...{ id: `open-${family}-1`, family, difficulty: 0.5 },
  turns: [`Ask of ${family}`, 'And more?'],
  reference: ['A fair reference.', 'Another one.'],
}))

interface Stage {
  /** What models answer to everything, by placement key. */
  readonly answers?: Readonly<Record<string, string>>
  readonly kept?: readonly Finding[]
  judge(asking: Asking): string
  /** Calls after which the program ends. */
  readonly stopAfter?: number
  readonly maxCalls?: number
  readonly maxCost?: number
  readonly price?: Price
  readonly revision?: string
  readonly seating?: Seating
}

/** What a model answered to one question. */
export function answerOf(key: string, id: string, text: string, at = 1): Finding {
  const question = QUESTIONS.find((one) => one.id === id)
  if (question === undefined) throw new Error(`There is no question ${id}.`)
  const answers = [`${text}, and long enough to be an answer to it`, text]
  return { placement: key, item: openItem(question), revision: 'r', at, value: { answers } }
}

const LIMITS = { usual: 90, least: 1, most: 90, safety: 2, diskSpeed: 50, mostLoad: 300 }

/** A judge, what models answered, and all that goes in and out. */
export function judgingStage(stage: Stage) {
  const asked: Asking[] = []
  const rows: KeyedEvidence[] = []
  const problems: string[] = []
  const stored = findingsOf(stage)
  const placements = placementsIn(stored)
  const world = { now: Date.UTC(2026, 0, 1) }
  const control = new AbortController()
  const book = new FindingsBook(stored, {
    put: async (finding) => void stored.push(finding),
    remove: async () => undefined,
  })
  const judging = new Judging({
    asker: { ask: async ({ asking }) => saying(answered(asking)) },
    traffic: new UserTraffic({ active: () => 0, now: () => 0 }),
    ...{ book, questions: QUESTIONS, pairs: PAIRS, random: () => 0 },
    seating: () => ('seating' in stage ? stage.seating : seatOf(stage)),
    rules: () => ({
      ...{ retries: 0, retryBaseMs: 0 },
      ...{ maxCalls: stage.maxCalls ?? 1000, maxCost: stage.maxCost ?? 1 },
    }),
    limits: () => LIMITS,
    state: () => ({ open: false, busy: 0 }),
    heard: (more) => rows.push(...more),
    now: () => world.now,
  })
  function answered(asking: Asking): string {
    if (asked.length === stage.stopAfter) control.abort(new Error('stopped'))
    control.signal.throwIfAborted()
    asked.push(asking)
    return stage.judge(asking)
  }
  const jobControl: JobControl = {
    signal: control.signal,
    step: () => undefined,
    note: () => undefined,
    problem: (text) => problems.push(text),
  }
  const run = () =>
    judging.run({ placements, quietMs: () => 0, control: jobControl, signal: control.signal })
  return { judging, run, asked, rows, problems, stored, placements, world }
}

function findingsOf({ answers = {}, kept = [] }: Stage): Finding[] {
  const given = Object.entries(answers).flatMap(([key, text]) =>
    QUESTIONS.map(({ id }) => answerOf(key, id, text)),
  )
  return [...kept, ...given]
}

function placementsIn(findings: readonly Finding[]): readonly Placement[] {
  const keys = new Set(findings.map((one) => one.placement).filter((key) => key.includes('@')))
  return [...keys].map((key) => {
    const [model = '', backend = ''] = key.split('@')
    return placement(model, { backend })
  })
}

function seatOf({ price, revision = 'r1' }: Stage): Seating {
  const facts = price === undefined ? {} : { price: { value: price, source: 'config' as const } }
  const judge = placement('judge', { backend: 'api', remote: true, facts })
  return { placement: judge, backend: {} as Backend, neighbours: [], revision }
}
