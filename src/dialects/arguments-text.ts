import { GatewayError } from '../contracts/errors.ts'

/** The text of a tool call's arguments, which servers give as a text or as what it stands for. Throws a GatewayError. */
export function argumentsText(wire: unknown): string {
  if (typeof wire === 'string') return wire
  try {
    return JSON.stringify(wire ?? {})
  } catch (cause) {
    // Deep enough nesting is too much for JSON.stringify.
    const message = 'The backend sent arguments of a tool call that are nested too deep.'
    throw new GatewayError('upstream_invalid_response', message, { cause })
  }
}
