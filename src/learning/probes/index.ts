import type { SkillProbe } from './probe.ts'

/** Every probe, in the order in which they are asked within a family. */
export const probes: readonly SkillProbe[] = []
