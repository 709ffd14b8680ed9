/** A reader that has left, as `head` does, is no fault of ours: what it would have read is dropped. */
export function forgiveClosedPipes(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: Error & { readonly code?: string }) => {
      if (error.code !== 'EPIPE') throw error
    })
  }
}
