import { readFileSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { parseArgs } from 'node:util'
import type { ServerInput } from './description.ts'
import { createHost } from './host.ts'
import type { Simulate } from './simulation.ts'
import { createState } from './state.ts'

/**
 * Makes this process a simulated server: `--port N` (0 = any free one), `--script` with a description (a file or
 * JSON), `--until-stdin-ends` to end with the parent. Prints `{"url","pid"}` when it listens; SIGTERM ends it.
 */
export function runAsProcess(simulate: Simulate): void {
  const { values } = parseArgs({
    options: {
      port: { type: 'string', default: '0' },
      script: { type: 'string', default: '{}' },
      'until-stdin-ends': { type: 'boolean', default: false },
    },
  })
  const state = createState(readScript(values.script))
  const server = createHost(state, simulate(state))
  server.listen(Number(values.port), '127.0.0.1', () => {
    const { port } = server.address() as AddressInfo
    const line = { url: `http://127.0.0.1:${port}`, pid: process.pid }
    process.stdout.write(`${JSON.stringify(line)}\n`)
  })
  const stop = (): void => process.exit(0)
  process.on('SIGTERM', stop)
  if (values['until-stdin-ends']) process.stdin.resume().on('close', stop)
}

function readScript(script: string): ServerInput {
  const text = script.trimStart().startsWith('{') ? script : readFileSync(script, 'utf8')
  return JSON.parse(text) as ServerInput
}
