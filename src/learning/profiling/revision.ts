import type { Catalog, Placement } from '../../contracts/model.ts'

/** What findings are true of: the model's file, its size and quantisation, its backend's version and the questions. */
const MODEL_PARTS = 3
const SEPARATOR = '|'

/** What a placement is at this moment, as far as that is known; `questions`: the version of what is asked. */
export function revisionOf(placement: Placement, catalog: Catalog, questions: string): string {
  const { digest, sizeBytes, facts, backend } = placement
  const version = catalog.backends.find(({ name }) => name === backend)?.version
  const parts = [digest, sizeBytes, facts.quantisation?.value, version, questions]
  return parts.map((part) => String(part ?? '').replaceAll(SEPARATOR, '/')).join(SEPARATOR)
}

/** Whether two revisions may be the same: some servers tell less of a model that is not loaded. */
export function isSameRevision(one: string, other: string): boolean {
  return agree(one.split(SEPARATOR), other.split(SEPARATOR))
}

/** The same as to the model itself, whatever serves it. */
export function isSameModel(one: string, other: string): boolean {
  const [own, others] = [one, other].map((text) => text.split(SEPARATOR).slice(0, MODEL_PARTS))
  return agree(own ?? [], others ?? [])
}

function agree(one: readonly string[], other: readonly string[]): boolean {
  return one.every((part, at) => part === '' || other[at] === '' || part === other[at])
}
