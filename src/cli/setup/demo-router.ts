import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Writable } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import { loadConfig } from '../../config/load.ts'
import type { Settings } from '../../config/settings.ts'
import { type Fleet, startFleet } from '../../demo/fleet.ts'
import { tryPage } from '../../demo/try-page.ts'
import { createGateway } from '../../gateway.ts'

export interface DemoOptions {
  /** `host` and `port`, where the command line gives them. */
  readonly flags: { readonly host?: string; readonly port?: string }
  readonly version: string
  readonly logTo: Writable
}

export interface DemoRouter {
  readonly url: string
  readonly model: string
  readonly backends: Fleet['backends']
  /** Ends the router and every simulation, and removes what they wrote. */
  stop(): Promise<void>
}

/** Ends or removes one thing that was started. */
type Undo = () => Promise<void> | void

const LOOK_MS = 50

/** There is nothing to learn of simulations, from them or from others. */
const ALONE = { ROUTER_PROFILING_ENABLED: 'false', ROUTER_BENCHMARKS_ENABLED: 'false' }

/**
 * Starts simulated backends and a router in front of them; of the user's own configuration nothing is read. Rejects with
 * a ConfigError, or with the error of listening, and has left nothing then.
 */
export async function startDemo(options: DemoOptions): Promise<DemoRouter> {
  const undo: Undo[] = []
  const stop = async (): Promise<void> => {
    for (const step of undo.splice(0).reverse()) await step()
  }
  try {
    return { ...(await startAll(options, undo)), stop }
  } catch (error) {
    await stop()
    throw error
  }
}

async function startAll(
  { flags, version, logTo }: DemoOptions,
  undo: Undo[],
): Promise<Omit<DemoRouter, 'stop'>> {
  const folder = mkdtempSync(join(tmpdir(), 'smarterrouter-demo-'))
  undo.push(() => rmSync(folder, { recursive: true, force: true }))
  const settingsWith = (backends: Fleet['backends']): Settings =>
    loadConfig({ flags: { ...flags, backends }, env: ALONE, cwd: folder }).settings
  const model = settingsWith([]).names.external
  const fleet = await startFleet()
  undo.push(() => fleet.stop())
  const settings = settingsWith(fleet.backends)
  const gateway = await createGateway({ settings, version, logTo, homePart: tryPage(model) })
  undo.push(() => gateway.stop())
  const url = await gateway.start()
  await readiness(url)
  return { url, model, backends: fleet.backends }
}

async function readiness(url: string): Promise<void> {
  while (!(await fetch(`${url}/ready`)).ok) await sleep(LOOK_MS)
}
