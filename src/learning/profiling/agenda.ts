import type { Placement } from '../../contracts/model.ts'
import type { Finding } from '../../contracts/profile.ts'
import { FAMILIES, type Family } from '../../contracts/routing.ts'
import type { SkillProbe } from '../grading/probe.ts'
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
)

/** The item under which stands why a model was given up. */
export const TROUBLE = 'trouble'

/** Probes of each family in a first pass. */
export const BRIEF = 2

/** A failure is looked into again after this time. */
const DAY_MS = 86_400_000

/** How many probes of a family a model is asked. */
export type Depth = (placement: string, family: Family) => number

/** All there is to find out about a model at such a depth: the cheapest knowledge first. */
export function agenda(
  { key, facts }: Pick<Placement, 'key' | 'facts'>,
  { exams, probes }: { readonly exams: readonly Exam[]; readonly probes: readonly SkillProbe[] },
  depth: Depth,
): readonly Item[] {
  const role = facts.role?.value ?? 'chat'
  const own = exams.filter((exam) => exam.role === role)
  const items = own.map((exam): Item => ({ name: exam.name, kind: 'exam', exam }))
  const canCall = facts.capabilities.tools?.value !== false
  const asked = probes.filter((probe) => canCall || probe.tools === undefined)
  return role === 'chat' ? [...items, ...probeItems(asked, (family) => depth(key, family))] : items
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
}

/** What of an agenda is not known yet: nothing of a model that was given up a short time ago. */
export function missing(
  items: readonly Item[],
  known: ReadonlyMap<string, Finding>,
  standard: Standard,
): readonly Item[] {
  if (stands(known.get(TROUBLE), standard)) return []
  return items.filter(({ name }) => !stands(known.get(name), standard))
}

function stands(
  finding: Finding | undefined,
  { revision, since, now }: Standard,
): finding is Finding {
  if (finding === undefined || !isSameRevision(finding.revision, revision) || finding.at < since)
    return false
  return failureIn(finding.value) === undefined || now - finding.at < DAY_MS
}
