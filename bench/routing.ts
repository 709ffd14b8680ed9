// How well the router chooses, on answers that were recorded by others; no model is asked. Usage:
// npm run bench:routing -- [--json] [--pool FOLDER] [--prompts FILE] [--write-docs]
// ROUTING_DATA names the folder with the data; without it only what the repository holds is measured.
import { resolve } from 'node:path'
import { loadPromptHeads } from '../src/prompt-heads.ts'
import { InputFault } from './routing/input-fault.ts'
import { routingJson } from './routing/routing-json.ts'
import { routingOptions } from './routing/routing-options.ts'
import { routingReport } from './routing/routing-report.ts'
import { runTracks } from './routing/run-tracks.ts'
import { shippedRouter } from './routing/shipped-router.ts'
import { writeRoutingDocs } from './routing/write-routing-docs.ts'

const ROOT = resolve(import.meta.dirname, '..')

try {
  const options = routingOptions(process.argv.slice(2), process.env, ROOT)
  const router = shippedRouter(await loadPromptHeads())
  const result = runTracks({ options, router, progress })
  process.stdout.write(routingReport(result, options.data))
  if (options.writeDocs) writeRoutingDocs(result, resolve(ROOT, 'docs'))
  if (options.json) process.stdout.write(`${routingJson(result)}\n`)
} catch (fault) {
  if (!(fault instanceof InputFault)) throw fault
  process.stderr.write(`bench:routing: ${fault.message}\n`)
  process.exitCode = 2
}

function progress(what: string): void {
  process.stderr.write(`measuring: ${what} ...\n`)
}
