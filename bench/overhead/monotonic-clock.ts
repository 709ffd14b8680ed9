/** Milliseconds of the machine's monotonic clock: equal in all processes, so one can time what another began. */
export function monotonicMs(): number {
  return Number(process.hrtime.bigint()) / 1e6
}
