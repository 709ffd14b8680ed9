import type { Json } from '../../contracts/json.ts'
import type { Finding } from '../../contracts/profile.ts'
import { FAMILIES } from '../../contracts/routing.ts'
import type { SkillProbe } from '../grading/probe.ts'
import type { Examinee } from './exam.ts'
import { answerTo } from './probe-answer.ts'

/** The item under which stands whether a model still answers as it did. */
export const CHECKUP = 'checkup'

/** Probes without which nothing can be told, and those that must come out otherwise: one or two may by chance. */
const FEWEST = 4
const OTHERWISE = 0.35

/** A probe that was answered, and whether rightly. */
interface Sentinel {
  readonly probe: SkillProbe
  readonly right: boolean
}

/** The first probe of each family that was answered; none where they are too few to tell anything. */
export function sentinels(
  probes: readonly SkillProbe[],
  known: ReadonlyMap<string, Finding>,
): readonly Sentinel[] {
  const all = FAMILIES.flatMap((family): Sentinel[] => {
    const probe = probes.find((one) => one.family === family)
    const { right } = Object(probe && known.get(`probe:${probe.id}`)?.value)
    return probe === undefined || typeof right !== 'boolean' ? [] : [{ probe, right }]
  })
  return all.length < FEWEST ? [] : all
}

/**
 * Asks them again as they were asked first. Where too many come out otherwise, the model is another than it was, whatever
 * its server says: nothing that was found before `changedAt` counts. `before`: the last such moment.
 */
export async function checkup(
  all: readonly Sentinel[],
  model: Examinee,
  { now, before }: { now(): number; readonly before: number },
): Promise<Json> {
  let otherwise = 0
  for (const { probe, right } of all) {
    const answer = await answerTo(probe, model, true)
    if (answer.right !== right) otherwise += 1
  }
  const isChanged = otherwise / all.length >= OTHERWISE
  return { asked: all.length, otherwise, changedAt: isChanged ? now() : before }
}

/** A checkup that failed leaves it at that. */
export function failedCheckup(failed: Json, known: ReadonlyMap<string, Finding>): Json {
  return { ...Object(failed), changedAt: changedAt(known) }
}

/** Before this moment the model was another, milliseconds since 1970; 0 = it never was. */
export function changedAt(known: ReadonlyMap<string, Finding>): number {
  const { changedAt: at } = Object(known.get(CHECKUP)?.value)
  return typeof at === 'number' ? at : 0
}
