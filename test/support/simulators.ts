import type { Command, Stats } from '../../src/demo/engine/control.ts'
import type { ServerInput } from '../../src/demo/engine/description.ts'
import type { SimulatedKind } from '../../src/demo/engine/start-server.ts'
import { startServer } from '../../src/demo/engine/start-server.ts'

/** A simulated model server in a process of its own, which tests command and question. */
export interface Simulator {
  readonly url: string
  readonly pid: number
  /** Orders failures, changes models and speed; throws when the command is wrong. Gives what `stats` gives. */
  readonly control: (command: Command) => Promise<Stats>
  readonly stats: () => Promise<Stats>
  /** Asks it to end, and waits until it has. */
  readonly stop: () => Promise<void>
  /** Ends it without asking, as a crash would. */
  readonly kill: () => Promise<void>
}

/** Starts a simulated server; `port` brings one back where another was killed. */
export async function startSimulator(
  kind: SimulatedKind,
  description: ServerInput = {},
  port = 0,
): Promise<Simulator> {
  const server = await startServer(kind, description, port)
  const ask = async (init: RequestInit): Promise<Stats> => {
    const response = await fetch(`${server.url}/__control`, init)
    if (!response.ok) throw new Error(await response.text())
    return (await response.json()) as Stats
  }
  return {
    ...server,
    control: (command) => ask({ method: 'POST', body: JSON.stringify(command) }),
    stats: () => ask({}),
  }
}

/** Asks a simulator until what it tells satisfies `met`; the test's own time limit ends a vain wait. */
export async function eventually(
  simulator: Simulator,
  met: (stats: Stats) => boolean,
): Promise<Stats> {
  for (;;) {
    const stats = await simulator.stats()
    if (met(stats)) return stats
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
}
