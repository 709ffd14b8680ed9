import type { ToolDefinition } from '../../contracts/chat.ts'
import type { Family, Subject } from '../../contracts/routing.ts'
import type { Check } from './check.ts'
import { grade } from './grade.ts'
import type { SkillProbe } from './probe.ts'

/** A probe as data. */
export interface ProbeData {
  /** 0 = trivial, 1 = hardest. */
  readonly difficulty: number
  readonly prompt: string
  readonly check: Check
  readonly system?: string
  readonly subject?: Subject
  readonly tools?: readonly ToolDefinition[]
  /** Tokens that a good answer needs at the most; absent = as usual for the family. */
  readonly maxTokens?: number
}

/** Probes of one family, numbered from `first` in their order: one that was published keeps its number. */
export function probesOf(
  family: Family,
  usualTokens: number,
  all: readonly ProbeData[],
  first = 1,
): readonly SkillProbe[] {
  return all.map(({ check, maxTokens = usualTokens, ...data }, at) => ({
    ...data,
    id: `${family}-${String(first + at).padStart(2, '0')}`,
    family,
    maxTokens,
    check,
    grade: (answer) => grade(check, answer),
  }))
}
