import { readFileSync, statSync } from 'node:fs'
import { Poller } from '../std/poller.ts'
import { type Changes, changesBetween } from './changes.ts'
import { ConfigError } from './config-error.ts'
import { type LoadedConfig, type LoadInput, loadConfig } from './load.ts'

const POLL_MS = 1000

export interface LiveConfigOptions {
  readonly input: LoadInput
  /** Between two looks at the files; default 1 s. A change counts once two looks saw the same. */
  readonly intervalMs?: number
  /** Told of every reading that is not the same as what runs. The next reading waits for it. */
  readonly onChange: (changes: Changes) => Promise<void>
  /** What was read cannot be used, and what runs stands. Not told twice in a row of the same, unless somebody asked. */
  readonly onRefused: (error: ConfigError) => void
  /** Something else went wrong, which should not happen: what runs stands, and the next reading tries again. */
  readonly onFailed: (error: unknown) => void
}

/** What came of reading the configuration again; with `refused` what ran before goes on. */
export type Outcome = 'changed' | 'same' | 'refused'

/** The configuration of a router that runs: read again when somebody asks, or when one of its files changes. */
export class LiveConfig {
  readonly #options: LiveConfigOptions
  readonly #poller: Poller
  /** Every file that the latest reading asked for, there or not, and the state it was in. */
  #files: ReadonlyMap<string, string>
  #seen = ''
  #running: LoadedConfig
  #refused: string | undefined
  #turn: Promise<Outcome> = Promise.resolve('same')

  /** Reads the configuration for the first time. Throws a ConfigError. */
  constructor(options: LiveConfigOptions) {
    this.#options = options
    const { loaded, files } = read(options.input)
    if (loaded instanceof ConfigError) throw loaded
    this.#running = loaded
    this.#files = files
    this.#poller = new Poller({
      task: () => this.#look(),
      delayMs: () => options.intervalMs ?? POLL_MS,
      spacingMs: 0,
    })
  }

  /** What the router runs with. */
  get running(): LoadedConfig {
    return this.#running
  }

  /** From now on the files are looked at. */
  watch(): void {
    void this.#poller.start()
  }

  async stop(): Promise<void> {
    await this.#poller.stop()
  }

  /** Reads everything again. Resolves when what came of it counts. */
  reload(): Promise<Outcome> {
    this.#refused = undefined
    return this.#readAgain()
  }

  #readAgain(): Promise<Outcome> {
    this.#turn = this.#turn
      .then(() => this.#takeUp())
      .catch((error: unknown) => {
        this.#options.onFailed(error)
        return 'refused'
      })
    return this.#turn
  }

  async #takeUp(): Promise<Outcome> {
    const { loaded, files } = read(this.#options.input)
    this.#files = files
    if (loaded instanceof ConfigError) {
      if (loaded.message !== this.#refused) this.#options.onRefused(loaded)
      this.#refused = loaded.message
      return 'refused'
    }
    this.#refused = undefined
    const changes = changesBetween(this.#running, loaded)
    const isNew = changes.applied.length + changes.afterRestart.length > 0
    if (isNew) await this.#options.onChange(changes)
    this.#running = changes.next
    return isNew ? 'changed' : 'same'
  }

  /** A file that is still being written is left until it rests. */
  async #look(): Promise<void> {
    const before = [...this.#files.values()].join('\n')
    const now = Array.from(this.#files.keys(), stateOf).join('\n')
    const rests = now === this.#seen
    this.#seen = now
    if (now !== before && rests) await this.#readAgain()
  }
}

interface Reading {
  readonly loaded: LoadedConfig | ConfigError
  readonly files: ReadonlyMap<string, string>
}

function read(input: LoadInput): Reading {
  const files = new Map<string, string>()
  const readFile = (path: string): string => {
    files.set(path, stateOf(path))
    return readFileSync(path, 'utf8')
  }
  try {
    return { loaded: loadConfig({ ...input, readFile }), files }
  } catch (error) {
    if (error instanceof ConfigError) return { loaded: error, files }
    throw error
  }
}

/** Tells whether a file is still the same; one that is away, or is no file, has a state as well. */
function stateOf(path: string): string {
  try {
    const { ino, size, mtimeMs, mode } = statSync(path)
    return [ino, size, mtimeMs, mode].join(' ')
  } catch (error) {
    return String(error)
  }
}
