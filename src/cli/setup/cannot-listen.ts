import { EXIT_CODE } from '../terminal/exit-code.ts'

export interface Refusal {
  readonly text: string
  /** What the command ends with. */
  readonly exitCode: number
}

/** Why the router cannot listen where it should, and what to do; undefined for an error of anything else. */
export function cannotListen(error: unknown): Refusal | undefined {
  if (!(error instanceof Error)) return undefined
  const { code = '', syscall, address, port, hostname, message }: ListenError = error
  if (code === 'EADDRINUSE') {
    const text = `Cannot listen: ${address}:${port} is in use by another program. Stop that one or choose another port with --port.`
    return { text, exitCode: EXIT_CODE.inUse }
  }
  if (syscall !== 'listen' && syscall !== 'getaddrinfo') return undefined
  return {
    text: `Cannot listen: ${reason(code, hostname ?? address, port) ?? message}`,
    exitCode: EXIT_CODE.configuration,
  }
}

function reason(code: string, host = '', port = 0): string | undefined {
  if (code === 'EACCES')
    return `this user may not use port ${port}. Choose one from 1024 on with --port.`
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND' || code === 'EAI_AGAIN')
    return `${host} is no address of this machine. Choose another with --host: 127.0.0.1 is this machine only, 0.0.0.0 every network.`
  return undefined
}

interface ListenError extends Error {
  readonly code?: string
  readonly syscall?: string
  /** Where it should have listened. */
  readonly address?: string
  readonly port?: number
  /** A name that could not be looked up, instead of them. */
  readonly hostname?: string
}
