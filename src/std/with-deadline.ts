/**
 * Gives work a limit of `ms`: then its signal aborts and the promise rejects with a TimeoutError, even if the work goes
 * on regardless. An abort of the outer signal does the same with that signal's reason.
 */
export async function withDeadline<T>(
  ms: number,
  work: (signal: AbortSignal) => Promise<T>,
  outer?: AbortSignal,
): Promise<T> {
  const control = new AbortController()
  const leave = (): void => control.abort(outer?.reason)
  const timer = setTimeout(() => control.abort(timeout(ms)), ms)
  timer.unref()
  outer?.addEventListener('abort', leave)
  if (outer?.aborted) leave()
  try {
    return await Promise.race([work(control.signal), aborted(control.signal)])
  } finally {
    clearTimeout(timer)
    outer?.removeEventListener('abort', leave)
  }
}

function timeout(ms: number): DOMException {
  return new DOMException(`no answer within ${ms / 1000} s`, 'TimeoutError')
}

function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    if (signal.aborted) reject(signal.reason)
    signal.addEventListener('abort', () => reject(signal.reason))
  })
}
