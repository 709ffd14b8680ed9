import { type Router, until } from './router.ts'

/** The line that a router with `ROUTER_LOG_FORMAT=json` logs of a request once it has ended. */
export async function logLineOf(router: Router, requestId: string): Promise<LogLine> {
  const find = (): string | undefined =>
    router
      .logged()
      .split('\n')
      .find((line) => line.includes(`"requestId":"${requestId}"`))
  await until(() => find() !== undefined)
  return JSON.parse(find() ?? '') as LogLine
}

export type LogLine = Readonly<Record<string, unknown>>
