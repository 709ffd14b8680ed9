import type { PoolResult } from './pool-track.ts'
import type { RoutingResult } from './routing-result.ts'

/** The findings as one line of JSON for programs; shares are fractions, what is unknown is null. */
export function routingJson({ pools, missing, ...rest }: RoutingResult): string {
  const findings = {
    pools: Object.fromEntries(Object.entries(pools).map(([name, pool]) => [name, poolOf(pool)])),
    ...rest,
    missing,
  }
  return JSON.stringify(findings, (_, value: unknown) =>
    typeof value === 'number' ? Number(value.toFixed(5)) : value,
  )
}

function poolOf({ points: _, baselines, ...figures }: PoolResult): object {
  return {
    ...figures,
    baselines: Object.fromEntries(baselines.map(({ name, accuracy }) => [name, accuracy])),
  }
}
