// What profiling finds out about a fleet of which everything is known, and what users' votes do. Usage:
// npm run bench:profiling -- [--kills N] [--pace N] [--json]
// --kills: how often the router is killed on the way (default 10). --pace: by how much faster than real the simulated
// models work (default 10); speeds and times are given as if they did not.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { profileFleet } from './profiling/profile-fleet.ts'
import { reportLines } from './profiling/report.ts'
import { measureVotes } from './profiling/votes.ts'

const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '10' },
    pace: { type: 'string', default: '10' },
    json: { type: 'boolean', default: false },
  },
})
const folder = mkdtempSync(join(tmpdir(), 'smarterrouter-bench-'))
process.on('exit', () => rmSync(folder, { recursive: true, force: true, maxRetries: 3 }))
const profiled = await profileFleet({
  ...{ folder, kills: Number(values.kills), pace: Number(values.pace) },
})
const votes = await measureVotes()
for (const line of reportLines(profiled, votes)) process.stdout.write(`${line}\n`)
if (values.json) {
  const models = profiled.models.map(({ name, speedError, tau }) => {
    return { name, speed_error: speedError, tau }
  })
  const { gpuSecondsPerModel, probes, lost, repeated } = profiled
  const told = {
    ...{ models, gpu_s_per_model: gpuSecondsPerModel, probes, lost, repeated },
    ...{ votes_to_flip: votes.toFlip, malicious_shift: votes.maliciousShift },
  }
  process.stdout.write(`${JSON.stringify(told)}\n`)
}
process.exit(0)
