/**
 * Does the work for every item, at most `limit` at a time, and gives back the results in the items' order. The first
 * failure is thrown and aborts the signal that the rest of the work was given.
 */
export async function mapLimited<T, R>(
  items: readonly T[],
  limit: number,
  work: (item: T, signal: AbortSignal) => Promise<R>,
  outer: AbortSignal,
): Promise<R[]> {
  const results: R[] = []
  const entries = items.entries()
  const failed = new AbortController()
  const signal = AbortSignal.any([outer, failed.signal])
  const worker = async (): Promise<void> => {
    for (const [index, item] of entries) {
      signal.throwIfAborted()
      results[index] = await work(item, signal)
    }
  }
  try {
    await Promise.all(Array.from({ length: Math.min(limit, items.length) }, worker))
  } finally {
    failed.abort()
  }
  return results
}
