import type { RoutingResult } from './routing-result.ts'
import { routingTables } from './routing-tables.ts'

/** All tables for people, and one line for what is missing in the folder of data. */
export function routingReport(result: RoutingResult, data: string): string {
  const missing = result.missing.join(', ')
  return [
    ...routingTables(result).map(({ text }) => text),
    ...(missing === ''
      ? []
      : [`Not measured, since ${data} lacks: ${missing}. ROUTING_DATA names another folder.\n`]),
  ].join('\n')
}
