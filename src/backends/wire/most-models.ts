import { GatewayError } from '../../contracts/errors.ts'

const MOST = 50_000

/** Throws a GatewayError when a list is longer than any real server's: it would slow every request down. */
export function refuseTooMany(count: number, backend: string): void {
  if (count <= MOST) return
  const message = `The backend ${backend} lists ${count} models, more than the ${MOST} that are taken.`
  throw new GatewayError('upstream_too_large', message, { backend })
}
