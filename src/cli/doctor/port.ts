import type { Finding } from '../findings/finding.ts'
import { ok, problem } from '../findings/finding.ts'
import type { PortState } from '../setup/port-state.ts'
import type { Check } from './check.ts'

const ABOUT = 'port'
const CHOOSE = 'choose another port with --port or ROUTER_PORT, or stop that program'

const IMPOSSIBLE: Readonly<Record<string, readonly [text: string, remedy: string]>> = {
  EACCES: ['may not be used by this user', 'choose a port above 1023 with --port or ROUTER_PORT'],
  EADDRNOTAVAIL: [
    'is no address of this machine',
    'set ROUTER_HOST to one of its own, or to 0.0.0.0 for all of them',
  ],
  ENOTFOUND: ['is no known name', 'set ROUTER_HOST to an address of this machine'],
}

/** Whether the router can listen where it should, or does already. */
export const portCheck: Check = ({ loaded, port }) => {
  const { host, port: number } = loaded.settings
  return [judge(`${host}:${number}`, port)]
}

function judge(address: string, port: PortState): Finding {
  if (port.state === 'free') return ok(ABOUT, `${address} is free`)
  if (port.state === 'ours') {
    return ok(ABOUT, `${address}: SmarterRouter ${port.version} is running there`)
  }
  if (port.state === 'taken') return problem(ABOUT, `${address} is taken by ${port.by}`, CHOOSE)
  const [text, remedy] = IMPOSSIBLE[port.code] ?? [`cannot be used (${port.code})`, CHOOSE]
  return problem(ABOUT, `${address} ${text}`, remedy)
}
