import type { RequestRecord } from '../contracts/record.ts'

/** The record of a request with two attempts, one second after the one before it. */
export function numberedRecord(number: number): RequestRecord {
  return {
    id: `chatcmpl-${number}`,
    requestId: `request-${number}`,
    at: 1_700_000_000_000 + number * 1000,
    endpoint: '/v1/chat/completions',
    requestedModel: undefined,
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
    tokensOut: undefined,
    firstContentMs: 120.5,
    totalMs: 1200.25,
    overheadMs: 0.4,
    attempts: [
      {
        model: 'llama3.2:3b',
        backend: 'lab',
        outcome: 'error',
        code: 'upstream_unreachable',
        sent: false,
        firstContentMs: undefined,
        totalMs: 3,
      },
      {
        model: 'qwen2.5:7b',
        backend: 'ollama',
        outcome: 'ok',
        code: undefined,
        sent: true,
        firstContentMs: 110,
        totalMs: 1190,
      },
    ],
  }
}

/** Records `from` to `to`, without the last. */
export function numberedRecords(from: number, to: number): readonly RequestRecord[] {
  return Array.from({ length: to - from }, (_, index) => numberedRecord(from + index))
}
