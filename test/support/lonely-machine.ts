/** Imported by a process before anything else: no connection that it opens finds anybody, but at the ports of MACHINE_PORTS. */
import net, { type NetConnectOpts } from 'node:net'

const ports: Readonly<Record<string, number>> = JSON.parse(process.env['MACHINE_PORTS'] ?? '{}')
const open = net.createConnection

net.connect = ((options: NetConnectOpts) => {
  const port = 'port' in options ? ports[options.port] : undefined
  if (port !== undefined) return open({ ...options, port } as NetConnectOpts)
  const socket = new net.Socket()
  const refused = Object.assign(new Error('connect ECONNREFUSED'), {
    code: 'ECONNREFUSED',
    syscall: 'connect',
  })
  setImmediate(() => socket.destroy(refused))
  return socket
}) as typeof net.connect
