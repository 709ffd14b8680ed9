import type { FamilyProfile } from '../contracts/learning.ts'

/** How many sure answers of each kind of judgement speak of a model, as it is told. */
export function evidenceJson({
  probe: probes,
  judge,
  benchmark: benchmarks,
  feedback,
  outcome: outcomes,
}: FamilyProfile['evidence']) {
  return { probes, judge, benchmarks, feedback, outcomes }
}
