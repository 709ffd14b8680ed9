import type { RequestRecord } from '../contracts/record.ts'

/** A request that went well. */
export function requestRecord(changes: Partial<RequestRecord> = {}): RequestRecord {
  return {
    id: 'chatcmpl-1',
    requestId: 'request-1',
    at: 1_700_000_000_000,
    endpoint: '/v1/chat/completions',
    requestedModel: 'smarterrouter/main',
    model: 'qwen2.5:7b',
    backend: 'ollama',
    reason: 'quality 0.71, loaded',
    stream: true,
    status: 200,
    outcome: 'ok',
    code: undefined,
    family: 'code',
    difficulty: 0.4,
    tokensIn: 300,
    tokensOut: 200,
    firstContentMs: 120,
    totalMs: 1200,
    overheadMs: 0.4,
    attempts: [
      {
        model: 'qwen2.5:7b',
        backend: 'ollama',
        outcome: 'ok',
        sent: true,
        firstContentMs: 110,
        totalMs: 1190,
      },
    ],
    ...changes,
  }
}
