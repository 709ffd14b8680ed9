import type { Catalog, Placement } from '../../contracts/model.ts'

/** What findings are true of. */
export interface Revision {
  /** The model itself: its file and how it was made smaller. */
  readonly model: string
  /** That, the version of its backend and of the questions. */
  readonly whole: string
}

/** What a placement is at this moment; `questions`: the version of what is asked. */
export function revisionOf(placement: Placement, catalog: Catalog, questions: string): Revision {
  const { digest, sizeBytes, nativeId, facts, backend } = placement
  const version = catalog.backends.find(({ name }) => name === backend)?.version ?? ''
  const model = `${digest ?? sizeBytes ?? nativeId}/${facts.quantisation?.value ?? ''}`
  return { model, whole: `${model}/${version}/${questions}` }
}
