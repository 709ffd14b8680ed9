import type { Backend } from '../../contracts/backend.ts'
import type { ChatChoice } from '../../contracts/chat.ts'
import type { JobControl, Wish } from '../../contracts/job.ts'
import type { Json } from '../../contracts/json.ts'
import type { KeyedEvidence } from '../../contracts/learning.ts'
import type { Placement } from '../../contracts/model.ts'
import type { Finding } from '../../contracts/profile.ts'
import { FAMILIES } from '../../contracts/routing.ts'
import { abilityOf, NOTHING_LEARNED } from '../../routing/abilities.ts'
import { catalogOf, liveOf } from '../../routing/fleet.fixture.ts'
import type { Asker, Question, Reply } from '../asking/asker.ts'
import { UserTraffic } from '../asking/user-traffic.ts'
import type { SkillProbe } from '../grading/probe.ts'
import type { Session } from '../judge/judging.ts'
import { skillProfile } from '../skill-profile.ts'
import type { Exam } from './exam.ts'
import { FindingsBook } from './findings-book.ts'
import { Profiler, type ProfilingRules } from './profiler.ts'
import { Purse } from './purse.ts'

/** A probe that takes `right` for an answer. */
function fakeProbe(id: string, family: SkillProbe['family'] = 'math'): SkillProbe {
  return {
    ...{ id, family, difficulty: 0.5, prompt: `Ask ${id}`, maxTokens: 10 },
    grade: async ({ text }) => text === 'right',
  }
}

/** So many probes of each family. */
export function fakeProbes(each: number): readonly SkillProbe[] {
  return FAMILIES.flatMap((family) =>
    Array.from({ length: each }, (_, at) => fakeProbe(`${family}-${at + 1}`, family)),
  )
}

/** An exam that asks one question. */
export const fakeExam: Exam = {
  name: 'speed',
  role: 'chat',
  concerns: () => true,
  async take({ ask }) {
    const { totalMs } = await ask({ messages: [{ role: 'user', content: 'How fast?' }] })
    return { prefillTps: totalMs }
  },
}

export function reply(text: string, more: Partial<Reply> = {}): Reply {
  const choice: ChatChoice = { text, reasoning: '', toolCalls: [], finish: 'stop' }
  return {
    ...{ choice, usage: { input: 10, output: 5 }, timings: undefined },
    ...{ firstContentMs: 5, totalMs: 10 },
    ...more,
  }
}

interface Stage {
  readonly placements: readonly Placement[]
  /** By backend name. */
  readonly settings?: Readonly<Record<string, object>>
  readonly exams?: readonly Exam[]
  readonly probes?: readonly SkillProbe[]
  readonly rules?: Partial<ProfilingRules>
  readonly maxCost?: number
  /** What is asked for, in place of what `run` is given. */
  wishes?(): readonly Wish[]
  /** What is done where answers are to be compared. */
  judge?(session: Session): Promise<void>
  /** Items that may no longer be true. */
  stale?(): readonly string[]
  /** What survived an earlier run. */
  readonly kept?: readonly Finding[]
  answer?(question: Question, signal: AbortSignal): Promise<Reply> | Reply
}

const LIMITS = { usual: 90, least: 1, most: 90, safety: 2, diskSpeed: 50, mostLoad: 300 }

/** A profiler whose models answer `right` to everything, and all that goes in and out of it. */
export function profilerStage(stage: Stage) {
  const asked: string[] = []
  const stored: Finding[] = [...(stage.kept ?? [])]
  const evidence: KeyedEvidence[] = []
  const active = new Map<string, number>()
  const forgotten: string[] = []
  const steps: (readonly [done: number, total: number])[] = []
  const problems: string[] = []
  const book = bookOf(stage.kept ?? [], stored, evidence)
  const purse = new Purse({ book, most: () => stage.maxCost ?? 0, now: () => world.now })
  const now = () => performance.now()
  const traffic = new UserTraffic({ active: (backend) => active.get(backend) ?? 0, now })
  const world = { placements: stage.placements, now: 1000 }
  const control = new AbortController()
  const jobControl: JobControl = {
    signal: control.signal,
    step: (done, total) => steps.push([done, total]),
    note: () => undefined,
    problem: (text) => problems.push(text),
  }
  const profiler = new Profiler({
    asker: askerOf(stage, asked),
    ...{ traffic, book, purse, exams: stage.exams ?? [], probes: stage.probes ?? fakeProbes(1) },
    judging: {
      questions: () => [],
      isDue: () => false,
      run: stage.judge ?? (async () => undefined),
    },
    drift: { stale: () => new Set(stage.stale?.() ?? []), settled: () => undefined },
    questions: 'v1',
    rules: () => ({ depth: 10, lanes: 4, limits: LIMITS, ...stage.rules }),
    catalog: () => catalogOf(world.placements),
    backends: () => backendsOf(world.placements, stage.settings),
    state: liveOf(),
    skill: (placement) => skillProfile(abilityOf(placement, NOTHING_LEARNED), new Map()),
    forget: async (key) => void forgotten.push(key),
    ...{ heard: () => undefined, settle: async () => undefined, onMeasured: () => undefined },
    now: () => world.now,
  })
  const run = (request: Partial<Wish> = {}): Promise<void> => {
    const wishes = [{ models: undefined, force: false, patient: false, at: 0, ...request }]
    return profiler.run({ wishes: () => stage.wishes?.() ?? wishes, control: jobControl })
  }
  const kept = { asked, stored, evidence, forgotten, steps, problems, book }
  return { profiler, run, ...kept, active, traffic, world, control }
}

function bookOf(kept: readonly Finding[], stored: Finding[], evidence: KeyedEvidence[]) {
  return new FindingsBook(kept, {
    async put(finding, rows) {
      stored.push(finding)
      evidence.push(...rows)
    },
    async remove(placement) {
      stored.splice(0, stored.length, ...stored.filter((one) => one.placement !== placement))
    },
  })
}

function askerOf({ answer }: Stage, asked: string[]): Pick<Asker, 'ask' | 'embed'> {
  return {
    async ask(question, signal) {
      const [message] = question.asking.messages.slice(-1)
      asked.push(`${question.placement.key}: ${String(message?.content)}`)
      return (await answer?.(question, signal)) ?? reply('right')
    },
    embed: async () => ({ vectors: [[1, 0]], tokens: 5, totalMs: 5 }),
  }
}

function backendsOf(
  placements: readonly Placement[],
  settings: Stage['settings'],
): ReadonlyMap<string, Backend> {
  const names = [...new Set(placements.map(({ backend }) => backend))]
  return new Map(
    names.map((name) => {
      const own = { name, url: `http://${name}.lan:1`, remote: false, ...settings?.[name] }
      return [name, { settings: own } as Backend]
    }),
  )
}

/** What was found, by item. */
export function valuesOf(stored: readonly Finding[], placement: string): Record<string, Json> {
  const own = stored.filter((finding) => finding.placement === placement)
  return Object.fromEntries(own.map(({ item, value }) => [item, value]))
}
