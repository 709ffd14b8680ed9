import { GatewayError } from '../../contracts/errors.ts'

/** What people are told of something that was thrown: nothing of what is inside the router. */
export function messageOf(thrown: unknown): string {
  return GatewayError.from(thrown).message
}
