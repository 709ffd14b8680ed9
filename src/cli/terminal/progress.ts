const PATIENCE_MS = 1_000

export interface Progress {
  update(done: number, total: number): void
  end(): void
}

/** Says at stderr what is waited for, once that takes longer than a second: in place on a terminal, else in lines. */
export function startProgress(what: string, silent = false): Progress {
  const { stderr } = process
  const inPlace = stderr.isTTY
  let count = ''
  let shown = false
  const show = (): void => {
    shown = true
    stderr.write(inPlace ? `\r${what}${count} ...\u001b[K` : `${what}${count} ...\n`)
  }
  const timer = silent ? undefined : setTimeout(show, PATIENCE_MS)
  return {
    update(done, total) {
      count = ` ${done}/${total}`
      if (shown) show()
    },
    end() {
      clearTimeout(timer)
      if (shown && inPlace) stderr.write('\r\u001b[K')
      shown = false
    },
  }
}
