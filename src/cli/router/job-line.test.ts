import { expect, it } from 'vitest'
import { jobLine } from './job-line.ts'

const job = {
  ...{ id: 'job-1', kind: 'profile', state: 'running', problems: [] },
  ...{ done: 12, total: 48, note: 'tools of qwen3:8b@desk', eta_seconds: 130 },
}

it('a line tells how far a job is', () => {
  expect(jobLine(job)).toBe(
    '[######..................] 12/48 tools of qwen3:8b@desk, about 2 min left',
  )
  expect(jobLine({ ...job, done: 0, total: 0, note: '', eta_seconds: null })).toBe(
    `[${'.'.repeat(24)}] 0/0 `,
  )
  expect(jobLine({ ...job, note: 'x\u001b[31my' })).not.toContain('\u001b')
  expect(jobLine({ ...job, eta_seconds: 30 })).toMatch(/about 30 s left$/)
  expect(jobLine({ ...job, eta_seconds: 7200 })).toMatch(/about 2 h left$/)
})
