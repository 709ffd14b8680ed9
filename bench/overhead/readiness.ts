import { percentile } from './percentile.ts'
import type { Stage } from './stage.ts'

/**
 * Starts the gateway again and again, where it has run before, and gives the median time in milliseconds from spawn to
 * `/ready`. It may use all cores, as it would for its users.
 */
export async function measureReadiness(stage: Stage, starts: number): Promise<number> {
  const { port, child } = stage.targets.gateway
  const { core: _, ...launch } = stage.gateway
  const times: number[] = []
  await stage.programs.stop(child)
  for (let i = 0; i < starts; i++) {
    const start = performance.now()
    const again = stage.programs.start(launch)
    await stage.programs.ready(again, `http://127.0.0.1:${port}/ready`)
    times.push(performance.now() - start)
    await stage.programs.stop(again)
  }
  return percentile(times, 0.5)
}
