import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { InputFault } from './input-fault.ts'
import { routingFigures } from './routing-figures.ts'
import { routingPage } from './routing-page.ts'
import type { RoutingResult } from './routing-result.ts'

/** Writes `routing.md` and its figures into the folder of the docs; InputFault where a part was not measured. */
export function writeRoutingDocs(result: RoutingResult, docs: string): void {
  if (result.missing.length > 0) {
    throw new InputFault(`--write-docs needs all data, there is no ${result.missing.join(', no ')}`)
  }
  const figures = routingFigures(result)
  mkdirSync(join(docs, 'routing'), { recursive: true })
  for (const { file, svg } of figures) writeFileSync(join(docs, 'routing', file), svg)
  writeFileSync(join(docs, 'routing.md'), routingPage(result, figures))
}
