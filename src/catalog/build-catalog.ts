import type { BackendLook, BackendSettings } from '../contracts/backend.ts'
import type {
  BackendState,
  Catalog,
  Model,
  ModelFacts,
  Placement,
  ReportedModel,
} from '../contracts/model.ts'
import { inferredFacts } from '../models/inferred-facts.ts'
import { mergeFacts } from '../models/merge-facts.ts'
import { foldId } from '../models/model-id.ts'
import { memoise } from '../std/memoise.ts'
import { matchesModel } from './matches-model.ts'
import { withPrice } from './with-price.ts'

/** What is known of one backend after the latest look at it. */
export interface Sight {
  readonly settings: BackendSettings
  /** The last look that succeeded, even if a later one failed. */
  readonly look?: BackendLook | undefined
  /** Why the latest look failed, for people; undefined = it succeeded, or none has ended yet. */
  readonly problem?: string | undefined
}

/** What the user says about the models that a glob fits. The first one that says something wins. */
interface ModelOverride {
  readonly glob: string
  readonly facts: ModelFacts
  /** The context to load it with, in tokens. */
  readonly contextSetting?: number | undefined
}

/** The user's wishes; globs are matched against ids and `id@backend`. */
export interface CatalogPreferences {
  /** Empty = all. */
  readonly include: readonly string[]
  readonly exclude: readonly string[]
  readonly overrides: readonly ModelOverride[]
  /** The context that a placement was raised to, by its key. */
  readonly raisedContext: (key: string) => number | undefined
  /** What was measured of a placement, by its key: the same object as long as it is the same. */
  readonly measured?: (key: string) => ModelFacts | undefined
}

/** What a name tells never changes, and catalogs are built again and again. */
const factsOf = memoise(inferredFacts, 20_000)

/** Prices change by the day. */
const DAY_MS = 86_400_000

interface Moment {
  readonly revision: number
  readonly lookedAt: number
}

interface GrowingModel extends Model {
  readonly placements: Placement[]
}

/** Puts what all backends list under one set of names. Backends come in the order of the configuration. */
export function buildCatalog(
  sights: readonly Sight[],
  preferences: CatalogPreferences,
  moment: Moment,
): Catalog {
  const models = new Map<string, GrowingModel>()
  const day = moment.lookedAt - (moment.lookedAt % DAY_MS)
  const backends = sights.map((sight) => {
    const listed = chosenModels(sight, preferences)
    for (const reported of listed) {
      const model = modelFor(models, reported, sight.settings.name)
      model.placements.push({ model: model.id, ...described(reported, sight, preferences, day) })
    }
    return stateOf(sight, listed.length)
  })
  return { ...moment, models, backends }
}

/** Of two spellings of one id on one backend the first counts. */
function chosenModels(
  { settings, look }: Sight,
  { include, exclude }: CatalogPreferences,
): readonly ReportedModel[] {
  const seen = new Set([''])
  return (look?.models ?? []).filter(({ id }) => {
    const folded = foldId(id)
    if (seen.has(folded)) return false
    seen.add(folded)
    const { name } = settings
    const included = include.length === 0 || matchesModel(include, id, name)
    return included && !matchesModel(exclude, id, name)
  })
}

/** The model of this name, unless its files are known to differ: then the later one goes by `id@backend`. */
function modelFor(
  models: Map<string, GrowingModel>,
  { id, digest }: ReportedModel,
  backend: string,
): GrowingModel {
  const plain = id.replace(/:latest$/i, '')
  const namesake = models.get(foldId(id))
  if (namesake?.placements.some((it) => differ(it.digest, digest))) {
    return named(models, `${plain}@${backend}`)
  }
  return namesake ?? named(models, plain)
}

function named(models: Map<string, GrowingModel>, id: string): GrowingModel {
  const key = foldId(id)
  const model = models.get(key) ?? { id, placements: [] }
  models.set(key, model)
  return model
}

function differ(one: string | undefined, other: string | undefined): boolean {
  return one !== undefined && other !== undefined && one !== other
}

/** What a placement is made from, besides what was reported. */
interface Making {
  readonly settings: BackendSettings
  readonly overrides: CatalogPreferences['overrides']
  readonly raised: number | undefined
  readonly measured: ModelFacts | undefined
  readonly up: boolean
  /** When the day began, in milliseconds since 1970. */
  readonly day: number
}

interface Made extends Making {
  readonly placement: Omit<Placement, 'model'>
}

/** The problem of a backend that the first look is still at. */
export const NOT_LOOKED_AT = 'not looked at yet'

const NOTHING_MEASURED: ModelFacts = { capabilities: {} }

const made = new WeakMap<ReportedModel, Made>()

/** Made once as long as nothing changes that it is made from: another backend's news must not cost thousands of models. */
function described(
  reported: ReportedModel,
  sight: Sight,
  { overrides, raisedContext, measured: measuredOf }: CatalogPreferences,
  day: number,
): Omit<Placement, 'model'> {
  const { settings } = sight
  const key = keyOf(reported, settings)
  const [raised, measured] = [raisedContext(key), measuredOf?.(key)]
  const making: Making = { settings, overrides, raised, measured, up: isUp(sight), day }
  const known = made.get(reported)
  if (known !== undefined && isSame(known, making)) return known.placement
  const placement = describe(reported, making)
  made.set(reported, { ...making, placement })
  return placement
}

function isSame(one: Making, other: Making): boolean {
  return (
    one.settings === other.settings &&
    one.overrides === other.overrides &&
    one.raised === other.raised &&
    one.measured === other.measured &&
    one.up === other.up &&
    one.day === other.day
  )
}

function keyOf({ id }: ReportedModel, { name }: BackendSettings): string {
  return `${foldId(id)}@${name}`
}

function describe(
  reported: ReportedModel,
  { settings, overrides, raised, measured, up, day }: Making,
): Omit<Placement, 'model'> {
  const { name, url, models, remote: isRemote } = settings
  const fitting = overrides.filter((it) => matchesModel([it.glob], reported.id, name))
  const configured = fitting.find((it) => it.contextSetting !== undefined)?.contextSetting
  const remote = isRemote || reported.cloud === true
  return {
    key: keyOf(reported, settings),
    backend: name,
    nativeId: reported.nativeId,
    digest: reported.digest,
    sizeBytes: reported.sizeBytes,
    remote,
    reportedContext: reported.facts.servedContext?.value,
    routable: models.length === 0 ? !remote : matchesModel(models, reported.id, name),
    ...momentary(reported, up),
    up,
    facts: mergeFacts(
      ...fitting.map((it) => it.facts),
      servedContext(configured, raised),
      measured ?? NOTHING_MEASURED,
      withPrice(reported, { remote, url, at: day }),
      factsOf(reported.id),
    ),
    contextSetting: configured ?? raised,
  }
}

/** What is true only as long as its backend says so. */
function momentary(
  { loaded, loading, memoryBytes, problem, load }: ReportedModel,
  up: boolean,
): Pick<Placement, 'loaded' | 'loading' | 'memoryBytes' | 'problem' | 'load'> {
  return up ? { loaded, loading, memoryBytes, problem, load } : { loaded: undefined }
}

/** A context that we ask for is the one that is served, whatever the model was loaded with before. */
function servedContext(configured: number | undefined, raised: number | undefined): ModelFacts {
  if (configured !== undefined) {
    return { servedContext: { value: configured, source: 'config' }, capabilities: {} }
  }
  if (raised === undefined) return { capabilities: {} }
  return { servedContext: { value: raised, source: 'measured' }, capabilities: {} }
}

function isUp({ look, problem }: Sight): boolean {
  return look !== undefined && problem === undefined
}

function stateOf(sight: Sight, models: number): BackendState {
  const { settings, look } = sight
  const problem = sight.problem ?? look?.problem
  return {
    name: settings.name,
    kind: settings.kind,
    url: settings.url.replace(/\/\/[^/@]*@/, '//'),
    remote: settings.remote,
    up: isUp(sight),
    version: look?.version,
    problem: look === undefined && problem === undefined ? NOT_LOOKED_AT : problem,
    models,
  }
}
