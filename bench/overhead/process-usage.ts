import { readFileSync } from 'node:fs'

const MICROSECONDS_PER_TICK = 10_000

/** Resident memory of a process in MB, now (`VmRSS`) or at its highest (`VmHWM`); NaN where /proc does not tell. */
export function residentMemory(pid: number | undefined, field: 'VmRSS' | 'VmHWM'): number {
  return Number(new RegExp(`${field}:\\s+(\\d+)`).exec(read(pid, 'status'))?.[1]) / 1_024
}

/** Processor time of all threads of a process so far, in microseconds; NaN where /proc does not tell. */
export function processorTime(pid: number | undefined): number {
  const [, user, system] = /\) \S(?: \S+){10} (\d+) (\d+)/.exec(read(pid, 'stat')) ?? []
  return (Number(user) + Number(system)) * MICROSECONDS_PER_TICK
}

function read(pid: number | undefined, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8')
  } catch {
    return ''
  }
}
