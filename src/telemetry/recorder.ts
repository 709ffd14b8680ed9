import type { RequestRecord } from '../contracts/record.ts'

export interface RecorderOptions {
  /** Told what ended since the last time, in the order it ended; never with an empty list. */
  readonly onBatch: (records: readonly RequestRecord[]) => void
  /** Told what `onBatch` threw; nothing a subscriber does may harm serving. */
  readonly onError?: (error: unknown) => void
  readonly intervalMs?: number
}

/** Takes records off the path of requests: keeping one costs an append, all else happens in batches. */
export interface Recorder {
  record(record: RequestRecord): void
  /** Hands over at once what has been kept. */
  flush(): void
  /** Flushes and takes no more. */
  close(): void
}

export function createRecorder({ onBatch, onError, intervalMs = 50 }: RecorderOptions): Recorder {
  let records: RequestRecord[] = []
  let timer: NodeJS.Timeout | undefined
  let closed = false
  const flush = () => {
    clearTimeout(timer)
    timer = undefined
    if (records.length === 0) return
    const batch = records
    records = []
    try {
      onBatch(batch)
    } catch (error) {
      onError?.(error)
    }
  }
  return {
    record(record) {
      if (closed) return
      records.push(record)
      timer ??= setTimeout(flush, intervalMs).unref()
    },
    flush,
    close() {
      closed = true
      flush()
    },
  }
}
