import { describe, expect, it } from 'vitest'
import { isLocalHost } from './is-local-host.ts'

describe('isLocalHost', () => {
  it.each([
    'localhost',
    'LOCALHOST',
    'localhost.',
    'api.localhost',
    '127.0.0.1',
    '127.8.9.10',
    '0.0.0.0',
    '10.1.2.3',
    '172.16.0.1',
    '172.31.255.255',
    '192.168.1.5',
    '169.254.7.7',
    '100.64.0.1',
    '100.127.255.255',
    '[::1]',
    '::1',
    '[fe80::1]',
    '[fd12:3456::1]',
    '[::ffff:10.0.0.1]',
    'ollama',
    'gpu-box',
    'gpu.local',
    'host.docker.internal',
    'vm.corp.internal',
  ])('%s is the user’s own network', (host) => {
    expect(isLocalHost(host)).toBe(true)
  })

  it.each([
    'api.openai.com',
    'openrouter.ai',
    'localhost.example.com',
    'internal.example.com',
    'local.net',
    '8.8.8.8',
    '172.15.0.1',
    '172.32.0.1',
    '192.169.0.1',
    '100.63.255.255',
    '100.128.0.1',
    '11.0.0.1',
    '[2001:db8::1]',
    '[::ffff:8.8.8.8]',
  ])('%s is not', (host) => {
    expect(isLocalHost(host)).toBe(false)
  })
})
