import type { Catalog, Placement } from '../../contracts/model.ts'
import type { Models } from './answers.ts'

/** One model on one backend, for a table. */
export interface ModelRow {
  readonly model: string
  readonly backend: string
  readonly role: string | null
  /** In billions. */
  readonly parameters: number | null
  readonly quantisation: string | null
  readonly size_bytes: number | null
  /** Tokens. */
  readonly served_context: number | null
  readonly trained_context: number | null
  readonly capabilities: readonly string[]
  /** Null: the backend does not tell. */
  readonly loaded: boolean | null
  readonly up: boolean
}

type Facts = Models['models'][number]['placements'][number]['facts']

/** What a running router tells of its models. */
export function rowsOfRouter({ models }: Models): readonly ModelRow[] {
  return models.flatMap(({ id, placements }) =>
    placements.map(({ backend, size_bytes, loaded, up, facts }) => ({
      ...{ model: id, backend, size_bytes, loaded, up },
      ...factsOf(facts),
    })),
  )
}

/** What a look at the backends found. */
export function rowsOfCatalog({ models }: Catalog): readonly ModelRow[] {
  return [...models.values()].flatMap(({ placements }) => placements.map(rowOfPlacement))
}

function rowOfPlacement({ model, backend, sizeBytes, loaded, up, facts }: Placement): ModelRow {
  return {
    ...{ model, backend, size_bytes: sizeBytes ?? null, loaded: loaded ?? null, up },
    ...factsOf(facts),
  }
}

function factsOf(
  facts: Facts | Placement['facts'],
): Omit<ModelRow, 'model' | 'backend' | 'size_bytes' | 'loaded' | 'up'> {
  return {
    role: facts.role?.value ?? null,
    parameters: facts.parameters?.value ?? null,
    quantisation: facts.quantisation?.value ?? null,
    served_context: facts.servedContext?.value ?? null,
    trained_context: facts.trainedContext?.value ?? null,
    capabilities: Object.entries(facts.capabilities)
      .filter(([, fact]) => fact?.value === true)
      .map(([name]) => name),
  }
}
