import type { BackendSettings } from '../../contracts/backend.ts'
import type { Catalog, Placement } from '../../contracts/model.ts'
import { foldId } from '../../models/model-id.ts'
import { everythingIn } from '../../routing/everything.ts'

/** Whether and how a model may be examined. */
export interface Permission {
  readonly settings: Pick<BackendSettings, 'name' | 'url' | 'profile'>
  /** Dollars that may still be spent. */
  readonly left: number
}

export interface Subject {
  readonly placement: Placement
  /** What does not share its GPU with others: a machine, or a remote backend. */
  readonly host: string
}

/** The models that may be examined now, of those that were asked for. */
export function subjectsOf(
  catalog: Catalog,
  models: readonly string[] | undefined,
  permission: (placement: Placement) => Permission | undefined,
): readonly Subject[] {
  const wanted = models?.map(foldId)
  return everythingIn(catalog).placements.flatMap((placement) => {
    const allowed = permission(placement)
    if (allowed === undefined || !isWanted(placement, wanted)) return []
    if (!isExaminable(placement) || !isAllowed(placement, allowed)) return []
    return [{ placement, host: hostOf({ ...allowed.settings, remote: placement.remote }) }]
  })
}

/** Of a model: what asking it once would spend, and whether its answers matter to anybody. */
function isExaminable({ up, facts, problem }: Placement): boolean {
  return up && problem === undefined && (facts.role?.value ?? 'chat') !== 'other'
}

function isAllowed({ remote, facts }: Placement, { settings, left }: Permission): boolean {
  if (!remote) return settings.profile !== false
  const price = facts.price?.value
  const free = price !== undefined && price.input === 0 && price.output === 0
  return settings.profile === true && (free || (price !== undefined && left > 0))
}

/** Where nobody names any, those that requests may be routed to. */
function isWanted(
  { model, key, routable }: Placement,
  wanted: readonly string[] | undefined,
): boolean {
  return wanted === undefined ? routable : wanted.includes(foldId(model)) || wanted.includes(key)
}

/** What shares a GPU: every address of this machine is the same host, and a remote backend one of its own. */
export function hostOf({
  remote,
  name,
  url,
}: Pick<BackendSettings, 'remote' | 'name' | 'url'>): string {
  if (remote) return `remote ${name}`
  const { hostname } = new URL(url)
  return /^(localhost|127\..*|\[::1\]|0\.0\.0\.0)$/.test(hostname) ? 'this machine' : hostname
}

/** What is in memory comes first, then what loads soonest. */
export function byReadiness(one: Subject, other: Subject): number {
  const rank = ({ placement }: Subject): number => (placement.loaded === true ? 0 : 1)
  const size = ({ placement }: Subject): number => placement.sizeBytes ?? Number.POSITIVE_INFINITY
  return rank(one) - rank(other) || compare(size(one), size(other))
}

function compare(one: number, other: number): number {
  return one === other ? 0 : one - other
}
