import type { BenchmarkRow, MatchedBenchmark } from '../../contracts/benchmark.ts'
import { foldId } from '../../models/model-id.ts'
import { groupedBy } from '../../std/grouped-by.ts'
import { identityConfidence, LIKE_MODEL } from './match-confidence.ts'
import { type ModelIdentity, modelIdentity } from './model-identity.ts'

/** A model that runs here. */
export interface NamedModel {
  /** As it is called here. */
  readonly id: string
  /** What its own file calls it. */
  readonly origin?: string | undefined
  /** Billions, as its server reports. */
  readonly parameters?: number | undefined
}

/** A reported size that differs more than this from the name's is of another model. */
const OTHER_SIZE = 1.3

/**
 * For each model here and each metric of each source the row that is most surely of it; of several the newest. `mapping`
 * gives ids here by published names in lower case, and is never doubted.
 */
export function matches(
  rows: readonly BenchmarkRow[],
  models: readonly NamedModel[],
  mapping: ReadonlyMap<string, string> = new Map(),
): readonly MatchedBenchmark[] {
  const byFamily = rowsByFamily(rows)
  const mapped = rows.filter(({ model }) => mapping.has(model.toLowerCase()))
  return models.flatMap((model) => {
    const identity = identityOf(model)
    const alike = byFamily.get(identity.family ?? '') ?? []
    const told = mapped.filter((row) => isMapped(row, model.id, mapping))
    return [...bestOf(model, identity, told, alike).values()]
  })
}

interface Named {
  readonly identity: ModelIdentity
  readonly rows: readonly BenchmarkRow[]
}

/** Rows by model, those by family; a name is read once however many rows it has. */
function rowsByFamily(rows: readonly BenchmarkRow[]): ReadonlyMap<string, readonly Named[]> {
  const families = new Map<string, Named[]>()
  for (const [name, own] of groupedBy(rows, ({ model }) => model)) {
    const identity = modelIdentity(name)
    if (identity.family === undefined) continue
    const known = families.get(identity.family) ?? []
    known.push({ identity, rows: own })
    families.set(identity.family, known)
  }
  return families
}

function isMapped(
  { model }: BenchmarkRow,
  id: string,
  mapping: ReadonlyMap<string, string>,
): boolean {
  return foldId(mapping.get(model.toLowerCase()) ?? '') === foldId(id)
}

/** By its own name, or where that says nothing by that of its file; its size as reported where the name means another. */
function identityOf({ id, origin, parameters }: NamedModel): ModelIdentity {
  const named = modelIdentity(id)
  const identity = named.known || origin === undefined ? named : modelIdentity(origin)
  if (parameters === undefined) return identity
  const said = identity.parameters ?? Number.POSITIVE_INFINITY
  const apart = Math.max(said, parameters) / Math.min(said, parameters)
  return apart < OTHER_SIZE ? identity : { ...identity, parameters, base: undefined }
}

function bestOf(
  { id }: NamedModel,
  identity: ModelIdentity,
  told: readonly BenchmarkRow[],
  alike: readonly Named[],
): ReadonlyMap<string, MatchedBenchmark> {
  const best = new Map<string, MatchedBenchmark>()
  const take = (row: BenchmarkRow, confidence: number): void => {
    const key = `${row.source}:${row.metric}`
    const match = { model: id, row, confidence }
    if (isBetter(match, best.get(key))) best.set(key, match)
  }
  for (const row of told) take(row, Number.POSITIVE_INFINITY)
  for (const named of alike) {
    const confidence = identityConfidence(identity, named.identity)
    if (confidence >= LIKE_MODEL) for (const row of named.rows) take(row, confidence)
  }
  return new Map(
    [...best].map(([key, it]) => [key, { ...it, confidence: Math.min(1, it.confidence) }]),
  )
}

function isBetter(one: MatchedBenchmark, other: MatchedBenchmark | undefined): boolean {
  if (other === undefined || one.confidence > other.confidence) return true
  if (one.confidence < other.confidence) return false
  return order(one.row) > order(other.row)
}

/** By day, then by the edition that the name says. */
function order({ date, model }: BenchmarkRow): string {
  return `${date} ${modelIdentity(model).edition ?? ''} ${model}`
}
