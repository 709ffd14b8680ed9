import type { Backend, BackendSettings } from '../../contracts/backend.ts'
import type { Wish } from '../../contracts/job.ts'
import type { Catalog, Placement } from '../../contracts/model.ts'
import { everythingIn } from '../../routing/everything.ts'
import { mayBeThisMachine } from './this-machine.ts'
import { wishesFor } from './wishes.ts'

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
  wishes: readonly Wish[],
  permission: (placement: Placement) => Permission | undefined,
): readonly Subject[] {
  return everythingIn(catalog).placements.flatMap((placement) => {
    const allowed = permission(placement)
    if (allowed === undefined || wishesFor(wishes, placement).length === 0) return []
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

/** What shares a GPU: every address of this machine is the same host, and a remote backend one of its own. */
export function hostOf({
  remote,
  name,
  url,
}: Pick<BackendSettings, 'remote' | 'name' | 'url'>): string {
  if (remote) return `remote ${name}`
  const { hostname } = new URL(url)
  return mayBeThisMachine(hostname) ? 'this machine' : hostname
}

/** The names of the backends of one host, whether their models are examined or not. */
export function backendsOn(
  host: string,
  backends: ReadonlyMap<string, Backend>,
): readonly string[] {
  const all = [...backends.values()].map(({ settings }) => settings)
  return all.filter((one) => hostOf(one) === host).map(({ name }) => name)
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
