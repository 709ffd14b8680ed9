import type { AttemptRecord } from '../contracts/record.ts'
import type { Candidate } from '../contracts/routing.ts'

/** Why this candidate, and who failed before it; undefined = nobody was tried. */
export function reasonWithFailures(
  candidate: Candidate | undefined,
  attempts: readonly AttemptRecord[],
): string | undefined {
  if (candidate === undefined) return undefined
  if (attempts.length === 0) return candidate.reason
  const failed = attempts.filter(({ outcome }) => outcome !== 'ok').map(failureOf)
  return [candidate.reason, ...failed].join('; ')
}

function failureOf({ model, backend, code }: AttemptRecord): string {
  return `${model}@${backend} failed (${code})`
}
