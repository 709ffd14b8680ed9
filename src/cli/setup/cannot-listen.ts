/** Why the router cannot listen where it should, and what to do. */
export function cannotListen(error: unknown): string {
  const { code, message, address, port }: ListenError =
    error instanceof Error ? error : new Error(String(error))
  if (code !== 'EADDRINUSE') return `Cannot listen: ${message}`
  return `Cannot listen: ${address}:${port} is in use by another program. Stop that one or choose another port with --port.`
}

interface ListenError extends Error {
  readonly code?: string
  readonly address?: string
  readonly port?: number
}
