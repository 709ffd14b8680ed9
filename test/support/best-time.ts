/** Milliseconds that work takes when nothing disturbs it: the least of several times. For ratios alone. */
export function bestTime(work: () => void, times = 5): number {
  const taken = Array.from({ length: times }, () => {
    const from = performance.now()
    work()
    return performance.now() - from
  })
  return Math.min(...taken)
}
