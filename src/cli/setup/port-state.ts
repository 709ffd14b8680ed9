import { createServer } from 'node:net'
import type { Settings } from '../../config/settings.ts'
import { serversAt } from '../../survey.ts'
import { Identity } from '../router/answers.ts'
import { askRouter } from '../router/ask-router.ts'
import { routerAddress } from '../router/router-address.ts'
import { listeningProcess } from './listening-process.ts'

/** What is at the address that the router would listen on. */
export type PortState =
  | { readonly state: 'free' }
  | { readonly state: 'ours'; readonly version: string }
  | { readonly state: 'taken'; readonly by: string }
  | { readonly state: 'impossible'; readonly code: string }

/** Tries the address by listening on it for a moment, and asks who is there when that fails. */
export async function portState(settings: Settings): Promise<PortState> {
  const code = await listenOnce(settings)
  if (code === undefined) return { state: 'free' }
  if (code !== 'EADDRINUSE') return { state: 'impossible', code }
  const address = { ...routerAddress(settings), key: undefined }
  const identity = await askRouter(address, '/', Identity).catch(() => undefined)
  if (identity !== undefined) return { state: 'ours', version: identity.version }
  const [[server], program] = await Promise.all([
    serversAt(address.url),
    listeningProcess(settings.port),
  ])
  const what = server?.title ?? (await serverName(address.url))
  return { state: 'taken', by: program === undefined ? what : `${what}: ${program}` }
}

/** The code of the error that keeps us from listening. */
function listenOnce({ host, port }: Settings): Promise<string | undefined> {
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', (error) => resolve('code' in error ? String(error.code) : error.message))
    server.listen({ host, port, exclusive: true }, () => server.close(() => resolve(undefined)))
  })
}

async function serverName(url: string): Promise<string> {
  const signal = AbortSignal.timeout(2_000)
  const answer = await fetch(url, { signal, redirect: 'manual' }).catch(() => undefined)
  if (answer === undefined) return 'a program that speaks no HTTP'
  const name = answer.headers.get('server') ?? answer.headers.get('x-powered-by')
  return name === null ? 'another web server' : `another web server (${name})`
}
