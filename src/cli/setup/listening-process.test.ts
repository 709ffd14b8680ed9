import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'
import { expect, it, onTestFinished } from 'vitest'
import { listeningProcess } from './listening-process.ts'

it.runIf(process.platform === 'linux')(
  'names who listens on a port, and nobody where nobody does',
  async () => {
    const server = createServer().listen(0, '127.0.0.1')
    onTestFinished(() => void server.close())
    await once(server, 'listening')
    const { port } = server.address() as AddressInfo
    expect(await listeningProcess(port)).toMatch(new RegExp(`^.+ \\(process ${process.pid}\\)$`))
    server.close()
    await once(server, 'close')
    expect(await listeningProcess(port)).toBeUndefined()
  },
)
