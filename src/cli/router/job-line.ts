import { plainText } from '../terminal/plain-text.ts'
import type { JobAnswer } from './answers.ts'

const WIDTH = 24

/** How far a job is, in a line: `[######..........] 12/40 tools of qwen3:8b, about 2 min left`. */
export function jobLine({ done, total, note, eta_seconds: left }: JobAnswer): string {
  const share = total === 0 ? 0 : done / total
  const full = Math.round(share * WIDTH)
  const bar = `[${'#'.repeat(full)}${'.'.repeat(WIDTH - full)}]`
  const rest = left === null || left === 0 ? '' : `, about ${timeText(left)} left`
  return plainText(`${bar} ${done}/${total} ${note}${rest}`)
}

function timeText(seconds: number): string {
  if (seconds < 90) return `${Math.round(seconds)} s`
  if (seconds < 5400) return `${Math.round(seconds / 60)} min`
  return `${Math.round(seconds / 3600)} h`
}
