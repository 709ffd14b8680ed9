import type { Placement } from '../../contracts/model.ts'
import type { Finding } from '../../contracts/profile.ts'
import { FAMILIES, type Family } from '../../contracts/routing.ts'
import type { SkillProbe } from '../grading/probe.ts'
import { openItem } from '../judge/answers.ts'
import type { OpenQuestion } from '../judge/open-question.ts'
import { CHECKUP, changedAt } from './checkup.ts'
import type { Exam } from './exam.ts'
import { failureIn } from './findings-book.ts'
import { isSameRevision } from './revision.ts'

/** One thing to find out about a model. */
export type Item = { readonly name: string } & (
  | { readonly kind: 'exam'; readonly exam: Exam }
  | {
      readonly kind: 'probe'
      readonly probe: SkillProbe
      /** Asked in a first pass, where an answer must come soon. */
      readonly brief: boolean
    }
  | { readonly kind: 'open'; readonly question: OpenQuestion }
  | { readonly kind: 'checkup'; readonly probes: readonly SkillProbe[] }
)

/** The item under which stands why a model was given up. */
export const TROUBLE = 'trouble'

/** The item under which stands how much context is served. */
const CONTEXT = 'context'

/** Probes of each family in a first pass. */
export const BRIEF = 2

/** A failure is looked into again after this time, and so is what seems to have changed. */
const DAY_MS = 86_400_000
/** A model is asked whether it is still the same after this time. */
const WEEK_MS = 7 * DAY_MS

/** How many probes of a family a model is asked. */
export type Depth = (placement: string, family: Family) => number

/** What a model can be asked; the open questions only where somebody compares the answers. */
export interface Askable {
  readonly exams: readonly Exam[]
  readonly probes: readonly SkillProbe[]
  readonly questions: readonly OpenQuestion[]
}

/** All there is to find out about a model at such a depth: the cheapest knowledge first. */
export function agenda(
  { key, facts }: Pick<Placement, 'key' | 'facts'>,
  { exams, probes, questions }: Askable,
  depth: Depth,
): readonly Item[] {
  const role = facts.role?.value ?? 'chat'
  const own = exams.filter((exam) => exam.role === role)
  const items = own.map((exam): Item => ({ name: exam.name, kind: 'exam', exam }))
  const canCall = facts.capabilities.tools?.value !== false
  const asked = probes.filter((probe) => canCall || probe.tools === undefined)
  if (role !== 'chat') return items
  const skill = probeItems(asked, (family) => depth(key, family))
  const open = questions.filter(({ family }) => depth(key, family) > BRIEF)
  return [...items, ...skill, ...open.map(openOf)]
}

function openOf(question: OpenQuestion): Item {
  return { name: openItem(question), kind: 'open', question }
}

/** One of each family, then a second of each, and so on. */
function probeItems(
  probes: readonly SkillProbe[],
  depth: (family: Family) => number,
): readonly Item[] {
  const families = FAMILIES.map((family) =>
    probes.filter((probe) => probe.family === family).slice(0, depth(family)),
  )
  const rounds = Math.max(...families.map(({ length }) => length))
  return Array.from({ length: rounds }, (_, round) =>
    families.flatMap((of): Item[] => {
      const probe = of[round]
      if (probe === undefined) return []
      return [{ name: `probe:${probe.id}`, kind: 'probe', probe, brief: round < BRIEF }]
    }),
  ).flat()
}

export interface Standard {
  /** What findings must be true of. */
  readonly revision: string
  /** Findings from before this moment do not count, milliseconds since 1970. */
  readonly since: number
  readonly now: number
  /** What may have changed, by its name: it is looked into again, once a day at the most. */
  readonly stale: ReadonlySet<string>
}

/** What of an agenda is not known yet: nothing of a model that was given up a short time ago. */
export function missing(
  items: readonly Item[],
  known: ReadonlyMap<string, Finding>,
  standard: Standard,
): readonly Item[] {
  if (stands(known.get(TROUBLE), standard)) return []
  const since = Math.max(standard.since, changedAt(known))
  const open = items.filter(({ name }) => !stands(known.get(name), { ...standard, since }))
  return isCheckupDue(known, standard) ? [...open, checkupOf(items)] : open
}

/** Asks again what was asked first. */
function checkupOf(items: readonly Item[]): Item {
  const probes = items.flatMap((item) => (item.kind === 'probe' ? [item.probe] : []))
  return { name: CHECKUP, kind: 'checkup', probes }
}

function stands(
  finding: Finding | undefined,
  { revision, since, now, stale }: Standard,
): finding is Finding {
  if (finding === undefined || !isSameRevision(finding.revision, revision) || finding.at < since)
    return false
  const isFresh = now - finding.at < DAY_MS
  return isFresh || (failureIn(finding.value) === undefined && !stale.has(finding.item))
}

/** A week after what was asked first of all, or after the last time; sooner where something is strange. */
function isCheckupDue(
  known: ReadonlyMap<string, Finding>,
  { revision, now, stale }: Standard,
): boolean {
  const own = [...known.values()].filter((one) => isSameRevision(one.revision, revision))
  const asked = own.filter(({ item }) => item.startsWith('probe:')).map(({ at }) => at)
  const last = own.find(({ item }) => item === CHECKUP)?.at ?? Math.min(...asked)
  return now - last > (stale.has(CHECKUP) ? DAY_MS : WEEK_MS)
}

/** A server that says that it serves more context than it did when that was measured was set up anew. */
export function withoutOutdated(
  known: ReadonlyMap<string, Finding>,
  { reportedContext }: Pick<Placement, 'reportedContext'>,
): ReadonlyMap<string, Finding> {
  const { reported } = Object(known.get(CONTEXT)?.value)
  const hasGrown = typeof reported === 'number' && (reportedContext ?? 0) > reported
  return hasGrown ? new Map([...known].filter(([item]) => item !== CONTEXT)) : known
}
