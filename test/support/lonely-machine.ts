/** Imported by a process before anything else: no connection that it opens finds anybody. */
import net from 'node:net'

net.connect = () => {
  const socket = new net.Socket()
  const refused = Object.assign(new Error('connect ECONNREFUSED'), {
    code: 'ECONNREFUSED',
    syscall: 'connect',
  })
  setImmediate(() => socket.destroy(refused))
  return socket
}
