export interface Bar {
  show(line: string): void
  end(): void
}

/** Where stderr is no terminal, a line so often is enough. */
const LINE_MS = 10_000

/** Shows at stderr how far something is: in place on a terminal, else in a line now and then. */
export function startBar(silent = false): Bar {
  const { stderr } = process
  const inPlace = stderr.isTTY
  let shownAt = Number.NEGATIVE_INFINITY
  return {
    show(line) {
      if (silent) return
      if (inPlace) stderr.write(`\r${line.slice(0, stderr.columns - 1)}\u001b[K`)
      else if (performance.now() - shownAt >= LINE_MS) {
        shownAt = performance.now()
        stderr.write(`${line}\n`)
      }
    },
    end() {
      if (inPlace && !silent) stderr.write('\r\u001b[K')
    },
  }
}
