import type { Backend, BackendLook } from '../contracts/backend.ts'
import type { Catalog } from '../contracts/model.ts'
import { BackendWatch } from './backend-watch.ts'
import { buildCatalog, type CatalogPreferences } from './build-catalog.ts'

const DEADLINE_MS = 10_000

export interface DiscoveryOptions {
  /** In the order of the configuration; asked again by `rebuild`. */
  readonly backends: () => readonly Backend[]
  /** Asked for each catalog. */
  readonly preferences: () => CatalogPreferences
  /** A model appears and retires within this time; asked for each look. */
  readonly intervalMs: () => number
  /** When a look that hangs is given up; default 10 s. */
  readonly deadlineMs?: number
  /** Told of each catalog that differs from the one before. */
  readonly onCatalog: (catalog: Catalog) => void
  /** Milliseconds since 1970. */
  readonly now?: () => number
  readonly random?: () => number
}

/** Keeps the catalog true: finds what the backends have, notices what comes and goes, and says so. */
export class Discovery {
  readonly #options: DiscoveryOptions
  #watches: readonly BackendWatch[] = []
  /** Of backends that were met and are not among those in use yet. */
  #newcomers: readonly BackendWatch[] = []
  #started = false
  #revision = 0
  #lookedAt = 0

  constructor(options: DiscoveryOptions) {
    this.#options = options
  }

  /** Looks at all backends now, and goes on until `stop`. Resolves when each first look has ended, well or badly. */
  async start(): Promise<void> {
    this.#follow()
    this.#started = true
    await Promise.all(this.#watches.map((it) => it.start()))
  }

  /** Looks at all backends once more. Resolves when each look has ended, well or badly. */
  async lookNow(): Promise<void> {
    this.#follow()
    await Promise.all(this.#watches.map((it) => it.lookNow()))
  }

  /** Looks at backends that are not in use yet. Resolves when each look has ended, well or badly. */
  async meet(backends: readonly Backend[]): Promise<void> {
    for (const forgotten of this.#newcomers) void forgotten.stop()
    const known = this.#watches.map(({ backend }) => backend)
    const fresh = backends.filter((backend) => !known.includes(backend))
    this.#newcomers = fresh.map((backend) => this.#watch(backend))
    await Promise.all(this.#newcomers.map((it) => it.start()))
  }

  /** Something about this backend was not as the catalog says: it is looked at within a second, or after the look under way. */
  refresh(backend: string): void {
    this.#watches.find((it) => it.backend.settings.name === backend)?.lookSoon()
  }

  /** Backends, preferences, the interval or a raised context changed: there is a new catalog when this returns. */
  rebuild(): void {
    this.#follow()
    for (const watch of this.#watches) watch.retime()
    this.#publish()
  }

  /** Looks under way are aborted and waited for. */
  async stop(): Promise<void> {
    this.#started = false
    await Promise.all([...this.#watches, ...this.#newcomers].map((it) => it.stop()))
  }

  #follow(): void {
    const before = this.#watches
    const all = [...before, ...this.#newcomers]
    this.#watches = this.#options
      .backends()
      .map((backend) => all.find((it) => it.backend === backend) ?? this.#watch(backend))
    this.#newcomers = this.#newcomers.filter((it) => !this.#watches.includes(it))
    for (const left of before) if (!this.#watches.includes(left)) void left.stop()
  }

  #watch(backend: Backend): BackendWatch {
    const { intervalMs, deadlineMs = DEADLINE_MS, random = Math.random } = this.#options
    const onChange = (): void => this.#changed(watch)
    const options = { intervalMs, deadlineMs, random, onChange }
    const watch = new BackendWatch(backend, options, this.#lookAt(backend))
    if (this.#started) void watch.start()
    return watch
  }

  /** What the same server showed under settings that have changed since. */
  #lookAt({ settings: { name, kind, url } }: Backend): BackendLook | undefined {
    const same = this.#watches.find(({ backend: { settings } }) => {
      return settings.name === name && settings.kind === kind && settings.url === url
    })
    return same?.sight.look
  }

  /** What newcomers show is told once they are in use. */
  #changed(watch: BackendWatch): void {
    this.#lookedAt = (this.#options.now ?? Date.now)()
    if (!this.#newcomers.includes(watch)) this.#publish()
  }

  #publish(): void {
    this.#revision += 1
    const sights = this.#watches.map((it) => it.sight)
    const moment = { revision: this.#revision, lookedAt: this.#lookedAt }
    this.#options.onCatalog(buildCatalog(sights, this.#options.preferences(), moment))
  }
}
