import { backendKinds } from './backends/index.ts'
import type { ContextMemory } from './catalog/context-memory.ts'
import { Discovery } from './catalog/discovery.ts'
import type { LoopbackServer } from './catalog/find-loopback.ts'
import { type LoopbackWatch, watchLoopback } from './catalog/watch-loopback.ts'
import type { Settings } from './config/settings.ts'
import type { Backend } from './contracts/backend.ts'
import type { Catalog, ModelFacts } from './contracts/model.ts'
import type { Log } from './telemetry/log.ts'
import { connect, discoveredBackends, preferencesOf } from './wiring.ts'

export interface FleetOptions {
  readonly settings: Settings
  readonly raised: ContextMemory
  readonly log: Log
  /** What was measured of a placement, by its key. */
  readonly measured: (key: string) => ModelFacts | undefined
  /** Told of each catalog that differs from the one before. */
  readonly onCatalog: (catalog: Catalog) => void
  /** Resolves when the requests that are under way at this moment have ended. */
  readonly quiet: () => Promise<void>
}

type Backends = ReadonlyMap<string, Backend>

/** Which backends there are, and what they have: the configured ones, or those found on this machine. */
export class Fleet {
  readonly #options: FleetOptions
  readonly #discovery: Discovery
  #settings: Settings
  #backends: Backends
  /** What the search found, as long as nothing is configured. */
  #found: readonly LoopbackServer[] = []
  #search: LoopbackWatch | undefined

  constructor(options: FleetOptions) {
    this.#options = options
    this.#settings = options.settings
    this.#backends = connect(options.settings.backends)
    this.#discovery = new Discovery({
      backends: () => [...this.#backends.values()],
      preferences: () => preferencesOf(this.#settings, options.raised, options.measured),
      intervalMs: () => this.#intervalMs(),
      onCatalog: options.onCatalog,
    })
  }

  /** By name. */
  get backends(): Backends {
    return this.#backends
  }

  /** Goes on looking until `stop`. Resolves when the first search of this machine has ended, where there is one. */
  async start(): Promise<void> {
    void this.#discovery.start()
    await this.#followSearch()
  }

  async stop(): Promise<void> {
    await Promise.all([this.#search?.stop(), this.#discovery.stop()])
    await Promise.all([...this.#backends.values()].map((backend) => backend.close()))
  }

  /** The backend was seen not to be as the catalog says. */
  refresh(backend: string): void {
    this.#discovery.refresh(backend)
  }

  /** There is a new catalog when this returns. */
  rebuild(): void {
    this.#discovery.rebuild()
  }

  /**
   * Connects to what is new in a changed configuration and looks at it, which is bounded in time; backends that did not
   * change stay as they are. What comes back makes the change, and has a new catalog told.
   */
  async prepare(settings: Settings): Promise<() => void> {
    const found = settings.backendsConfigured ? [] : this.#found
    const wanted = settings.backendsConfigured
      ? settings.backends
      : discoveredBackends(found, settings)
    const backends = connect(wanted, this.#backends)
    await this.#discovery.meet([...backends.values()])
    return () => {
      const foundMeanwhile = !settings.backendsConfigured && this.#found !== found
      this.#settings = settings
      if (foundMeanwhile) this.#use(this.#found)
      else this.#replace(backends, found)
      void this.#followSearch()
    }
  }

  /** Takes servers that were found for backends, under the settings of now. */
  #use(servers: readonly LoopbackServer[]): void {
    this.#replace(connect(discoveredBackends(servers, this.#settings), this.#backends), servers)
  }

  #intervalMs(): number {
    return this.#settings.pollingInterval * 1000
  }

  /** A backend that is left out serves the requests that know it to their end. */
  #replace(backends: Backends, found: readonly LoopbackServer[]): void {
    this.#found = found
    const kept = new Set(backends.values())
    const left = [...this.#backends.values()].filter((backend) => !kept.has(backend))
    this.#backends = backends
    this.#discovery.rebuild()
    if (left.length === 0) return
    void this.#options.quiet().then(() => Promise.all(left.map((backend) => backend.close())))
  }

  /** This machine is searched as long as nothing is configured and nothing was found. */
  async #followSearch(): Promise<void> {
    const searching = !this.#settings.backendsConfigured && this.#found.length === 0
    if (searching && this.#search === undefined) {
      this.#search = this.#loopbackSearch()
      await this.#search.start()
    } else if (!searching) {
      void this.#search?.stop()
      this.#search = undefined
    }
  }

  #loopbackSearch(): LoopbackWatch {
    return watchLoopback({
      kinds: backendKinds,
      exclude: [this.#settings.port],
      intervalMs: () => this.#intervalMs(),
      onFound: (servers) => {
        const where = servers.map(({ kind, url }) => `${kind} at ${url}`)
        this.#options.log.info({ servers: where }, 'found on this machine')
        this.#search = undefined
        this.#use(servers)
      },
    })
  }
}
